"""The first batch of codings of the synthetic comments, by two roles that do not always see the same."""

from collections.abc import Iterator

import numpy as np
from numpy.random import Generator

from tyokyky.demo.comment_words import NO_THEME, CommentWords
from tyokyky.demo.comments import Comments
from tyokyky.domain.themes import CommentKey, NewCoding


def draw_codings(comments: Comments, controller: str, rng: Generator) -> tuple[NewCoding, ...]:
    """Acts in their order: the second coder's readings of part of the batch first, then the first coder's of all of it.

    The first coder sees what each comment was made to tell of, and reads last: so that holds. Comments after
    `coded_until` wait for a reader.
    """
    words = CommentWords.shipped()
    first_coder, second_coder = words.coders
    batch = np.flatnonzero(comments.day <= words.coded_until)
    both = batch[rng.random(batch.size) < words.number("coding", "both_share")]
    keys = {int(row): CommentKey(controller, comments.response_id[int(row)], "") for row in batch}
    seen = zip(both.tolist(), _seen_by_second(words, comments, both.tolist(), rng), strict=True)
    return (
        *(NewCoding(keys[row], second_coder, themes) for row, themes in seen),
        *(NewCoding(keys[row], first_coder, comments.themes[row]) for row in batch.tolist()),
    )


def _seen_by_second(
    words: CommentWords, comments: Comments, rows: list[int], rng: Generator
) -> Iterator[frozenset[str]]:
    """Themes as the second coder sees them: some missed, now and then one more."""
    themes = [theme for theme in words.themes if theme != NO_THEME]
    missed_share, added_share = (words.number("coding", name) for name in ("missed_share", "added_share"))
    for row in rows:
        seen = {theme for theme in sorted(comments.themes[row]) if rng.random() >= missed_share}
        if rng.random() < added_share:
            seen.add(themes[int(rng.integers(len(themes)))])
        yield frozenset(seen)
