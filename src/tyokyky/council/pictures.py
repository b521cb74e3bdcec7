"""Small pictures as SVG text: ten people, ten answers, a bar. They are drawn from whole numbers and tell nothing else.

Form tells what colour tells: who fell stands lower and is hollow; an answer is full, half full or empty.
"""

from typing import Final

from markupsafe import Markup, escape

_STEP: Final = 34
_DROP: Final = 26
_PERSON: Final = '<circle cx="14" cy="8" r="6.5"/><path d="M5 46V27a9 9 0 0 1 18 0V46z"/>'
_ANSWERS: Final = (
    '<circle cx="13" cy="13" r="11"/>',
    '<circle cx="13" cy="13" r="11" class="rim"/><path d="M2 13a11 11 0 0 0 22 0z"/>',
    '<circle cx="13" cy="13" r="11" class="rim"/>',
)
ANSWER_CLASSES: Final = ("good", "middling", "bad")


def people(fallen: int, label: str, count: int = 10) -> Markup:
    """So many people on a step, of whom the last `fallen` have fallen off it."""
    standing = count - fallen
    figures = [_placed("stands", i * _STEP, 0, _PERSON) for i in range(standing)]
    figures += [_placed("fell", i * _STEP, _DROP, _PERSON) for i in range(standing, count)]
    edge = standing * _STEP - 3
    step = f'<path class="step" d="M0 49H{edge}V75"/>' if standing else ""
    return _drawn("people", count * _STEP - 6, 78, step + "".join(figures), label)


def answers(tenths: tuple[int, ...], label: str) -> Markup:
    """Ten answers: the good ones full, those between half full, the bad ones empty."""
    kinds = [kind for kind, count in enumerate(tenths) for _ in range(count)]
    marks = "".join(_placed(ANSWER_CLASSES[kind], place * _STEP, 0, _ANSWERS[kind]) for place, kind in enumerate(kinds))
    return _drawn("answers", len(kinds) * _STEP - 6, 26, marks, label)


def key(kind: int) -> Markup:
    """One answer of a kind, for the words beside the pictures."""
    return _drawn("key", 26, 26, _placed(ANSWER_CLASSES[kind], 0, 0, _ANSWERS[kind]), "")


def bar(count: int, greatest: int) -> Markup:
    """A bar as long as the count beside the greatest; the number stands in words beside it."""
    length = max(2, 100 * count // greatest) if count and greatest else 0
    return _drawn("bar", 100, 6, f'<rect width="{length}" height="6" rx="1"/>', "", ' preserveAspectRatio="none"')


def _placed(name: str, x: int, y: int, shape: str) -> str:
    return f'<g class="{name}" transform="translate({x} {y})">{shape}</g>'


def _drawn(name: str, width: int, height: int, inside: str, label: str, more: str = "") -> Markup:
    # Only the label is ever anything but a number or a constant of ours.
    told = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    return Markup(f'<svg class="{name}" viewBox="0 0 {width} {height}" {told}{more}>{inside}</svg>')  # noqa: S704
