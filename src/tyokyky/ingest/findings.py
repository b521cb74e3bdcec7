"""What was found in a delivery's rows: for each rule, which rows."""

import polars as pl

from tyokyky.ingest.rules import ERROR, WARNING, severity_of


class Findings:
    """Collects, rule by rule, a mark per row of one delivery.

    Marks are boolean series as long as the delivery; a null counts as no mark.
    """

    def __init__(self, row_count: int) -> None:
        self.row_count = row_count
        self._marks: dict[str, pl.Series] = {}
        self._file_warnings: dict[str, int] = {}

    def add(self, rule: str, marked: pl.Series) -> None:
        """Adds marks to a rule; a rule without marked rows leaves no trace."""
        marked = marked.fill_null(value=False).rename(rule)
        if marked.any():
            earlier = self._marks.get(rule)
            self._marks[rule] = marked if earlier is None else (earlier | marked).rename(rule)

    def warn_of_file(self, rule: str, count: int = 1) -> None:
        """Notes a warning about the file as a whole; it counts as said, whatever becomes of the rows."""
        self._file_warnings[rule] = count

    def unreadable(self, column: str) -> pl.Series:
        """The rows whose cell in a column was there but could not be read."""
        marked = self._none()
        for rule, marks in self._marks.items():
            if rule.startswith(f"{column}|unreadable_"):
                marked = marked | marks
        return marked

    def refused(self) -> pl.Series:
        """The rows that at least one error marks."""
        return self._any(ERROR)

    def doubted(self) -> pl.Series:
        """The rows that at least one warning and no error marks."""
        return self._any(WARNING) & ~self.refused()

    def counts(self) -> dict[str, int]:
        """Rows per rule. A warning on a refused row is not counted: nothing of that row was accepted."""
        refused = self.refused()
        counts = {
            rule: int((marked if severity_of(rule) == ERROR else marked & ~refused).sum())
            for rule, marked in self._marks.items()
        }
        return {rule: count for rule, count in counts.items() if count} | self._file_warnings

    def refusals(self, row_numbers: pl.Series) -> pl.DataFrame:
        """The marks of errors: row_number, rule. Grain: row × rule."""
        marks = [
            row_numbers.filter(marked).to_frame("row_number").with_columns(rule=pl.lit(rule))
            for rule, marked in self._marks.items()
            if severity_of(rule) == ERROR
        ]
        return pl.concat([pl.DataFrame(schema={"row_number": pl.Int64, "rule": pl.String}), *marks])

    def _any(self, severity: str) -> pl.Series:
        marked = self._none()
        for rule, marks in self._marks.items():
            if severity_of(rule) == severity:
                marked = marked | marks
        return marked

    def _none(self) -> pl.Series:
        return pl.repeat(value=False, n=self.row_count, dtype=pl.Boolean, eager=True)
