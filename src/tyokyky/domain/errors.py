"""The two kinds of error: one the user can mend, one only we can."""


class UserError(Exception):
    """Something the user can mend; its text is one clear sentence: what, where, what to do.

    The text is shown as it stands (exit code 2 on the command line) and never holds a cell value.
    """


class InternalError(Exception):
    """Something only the makers can mend; shown without the values that led to it."""
