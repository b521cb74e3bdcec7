"""Small pictures as SVG text: ten people, ten answers, a bar. They are drawn from whole numbers and tell nothing else.

Form tells what colour tells: who fell stands lower and is hollow; an answer is full, half full or empty.
"""

from base64 import b64encode
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup, escape

from tyokyky.presentation.palette import FALL, INK, PAPER, service_colour

STANDS: Final = service_colour("KTT")
VOICE: Final = "#1b7f79"
_STEP: Final = 34
_DROP: Final = 26
_NAMESPACE: Final = 'xmlns="http://www.w3.org/2000/svg"'
_PERSON: Final = '<circle cx="14" cy="8" r="6.5"/><path d="M5 46V27a9 9 0 0 1 18 0V46z"/>'
_STANDING: Final = f'fill="{STANDS}"'
_FALLEN: Final = f'fill="{PAPER}" stroke="{FALL}" stroke-width="2.6"'
_ANSWERS: Final = (
    f'<circle cx="13" cy="13" r="11" fill="{VOICE}" stroke="{VOICE}" stroke-width="2"/>',
    f'<circle cx="13" cy="13" r="11" fill="{PAPER}" stroke="{VOICE}" stroke-width="2"/>'
    f'<path d="M2 13a11 11 0 0 0 22 0z" fill="{VOICE}"/>',
    f'<circle cx="13" cy="13" r="11" fill="{PAPER}" stroke="{FALL}" stroke-width="2.6"/>',
)


@dataclass(frozen=True)
class Picture:
    """A drawing and its words for those who do not see it; without words it only repeats the text beside it."""

    name: str
    drawing: str
    size: str
    label: str = ""

    @property
    def inline(self) -> Markup:
        """As part of a page."""
        told = f'role="img" aria-label="{escape(self.label)}"' if self.label else 'aria-hidden="true"'
        # Only the label is ever anything but a number or a constant of ours.
        return Markup(f'<svg class="{self.name}" {told} {self.size}>{self.drawing}</svg>')  # noqa: S704

    @property
    def image(self) -> Markup:
        """As a picture of its own, for a page that takes no drawings within it."""
        whole = f"<svg {_NAMESPACE} {self.size}>{self.drawing}</svg>".encode()
        source = f"data:image/svg+xml;base64,{b64encode(whole).decode()}"
        return Markup(f'<img class="{self.name}" alt="{escape(self.label)}" src="{source}">')  # noqa: S704


def people(fallen: int, label: str, count: int = 10) -> Picture:
    """So many people on a step, of whom the last `fallen` have fallen off it."""
    standing = count - fallen
    figures = [_placed(_STANDING, i * _STEP, 0, _PERSON) for i in range(standing)]
    figures += [_placed(_FALLEN, i * _STEP, _DROP, _PERSON) for i in range(standing, count)]
    edge = f"M0 49H{standing * _STEP - 3}V75"
    step = f'<path d="{edge}" fill="none" stroke="{INK}" stroke-width="2.6"/>' if standing else ""
    return Picture("people", step + "".join(figures), _size(count * _STEP - 6, 78), label)


def answers(tenths: tuple[int, ...], label: str) -> Picture:
    """Ten answers: the good ones full, those between half full, the bad ones empty."""
    kinds = [kind for kind, count in enumerate(tenths) for _ in range(count)]
    marks = "".join(_placed("", place * _STEP, 0, _ANSWERS[kind]) for place, kind in enumerate(kinds))
    return Picture("answers", marks, _size(len(kinds) * _STEP - 6, 26), label)


def key(kind: int) -> Picture:
    """One answer of a kind, beside the words for it."""
    return Picture("key", _ANSWERS[kind], _size(26, 26))


def bar(count: int, greatest: int) -> Picture:
    """A bar as long as the count beside the greatest; the number stands in words beside it."""
    length = max(2, 100 * count // greatest) if count and greatest else 0
    drawing = f'<rect width="{length}" height="6" fill="{STANDS}"/>'
    return Picture("bar", drawing, f'{_size(100, 6)} preserveAspectRatio="none"')


def _placed(look: str, x: int, y: int, shape: str) -> str:
    return f'<g {look} transform="translate({x} {y})">{shape}</g>'


def _size(width: int, height: int) -> str:
    return f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
