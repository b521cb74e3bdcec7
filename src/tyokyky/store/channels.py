"""Channels of feedback and their send-rules: the shipped ones with the home's own put in their place."""

import tomllib
from pathlib import Path
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from tyokyky.domain.channels import Channel, ChannelCode, SendRule
from tyokyky.domain.errors import UserError
from tyokyky.settings import Settings, shipped_folder

CHANNELS_FILE: Final = "channels.toml"
_Text = Annotated[str, Field(min_length=1, pattern=r"\S")]


class _Rule(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    code: _Text
    text_fi: _Text
    text_sv: str = ""
    text_en: str = ""


class _Channel(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    code: ChannelCode
    name_fi: _Text
    name_sv: str = ""
    name_en: str = ""
    never_asks: tuple[_Text, ...]


class _ChannelFile(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    rules: tuple[_Rule, ...] = ()
    channels: tuple[_Channel, ...] = ()


def load_channels(settings: Settings) -> tuple[Channel, ...]:
    """All channels of a home in the order of `ChannelCode`: `data/channels.toml` as shipped, then the home's own.

    A channel or rule of the home's `channels.toml` replaces the shipped one of its code; a channel of the home may use
    shipped rules. A rule that the home rewords is reworded in shipped channels too.

    Raises:
        UserError: the home's file is not TOML, a key is missing, unknown or of the wrong kind, a code stands twice, or
            a channel names a rule that is nowhere.
    """
    shipped = _read(shipped_folder() / "data" / CHANNELS_FILE)
    path = settings.home / CHANNELS_FILE
    own = _read(path) if path.is_file() else _ChannelFile()
    rules = {rule.code: SendRule(**rule.model_dump()) for rule in (*shipped.rules, *own.rules)}
    own_codes = {channel.code for channel in own.channels}
    by_code = {channel.code: channel for channel in (*shipped.channels, *own.channels)}
    return tuple(_channel(by_code[code], rules, stated_by_home=code in own_codes) for code in ChannelCode)


def _channel(channel: _Channel, rules: dict[str, SendRule], *, stated_by_home: bool) -> Channel:
    unknown = [number for number, code in enumerate(channel.never_asks, start=1) if code not in rules]
    if unknown:
        raise UserError(
            f"Tiedoston {CHANNELS_FILE} kanavan {channel.code} kohdassa never_asks {unknown[0]}. sääntöä ei ole: lisää"
            " se osaan [[rules]] tai korjaa koodi."
        )
    return Channel(
        code=channel.code,
        name_fi=channel.name_fi,
        name_sv=channel.name_sv,
        name_en=channel.name_en,
        never_asks=tuple(rules[code] for code in channel.never_asks),
        stated_by_home=stated_by_home,
    )


def _read(path: Path) -> _ChannelFile:
    try:
        content = _ChannelFile(**tomllib.loads(path.read_text(encoding="utf-8")))
    except OSError:
        raise UserError(f"Tiedostoa {path.name} ei voitu lukea: tarkista oikeudet.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        raise UserError(f"Tiedosto {path.name} ei ole kelvollista TOMLia: korjaa se.") from None
    except ValidationError as error:
        places = ", ".join(sorted({_place(problem["loc"]) for problem in error.errors()}))
        raise UserError(f"Tiedostossa {path.name} on virhe: korjaa {places}.") from None
    for kind, codes in (
        ("rules", [rule.code for rule in content.rules]),
        ("channels", [str(channel.code) for channel in content.channels]),
    ):
        if len(set(codes)) < len(codes):
            raise UserError(f"Tiedostossa {path.name} on sama code kahdesti osassa [[{kind}]]: poista toinen.")
    return content


def _place(where: tuple[int | str, ...]) -> str:
    """Where a mistake is: known keys and the number of the part; an unknown key is not repeated."""
    known = {*_ChannelFile.model_fields, *_Rule.model_fields, *_Channel.model_fields}
    return ".".join(
        str(part + 1) if isinstance(part, int) else part if part in known else "tuntematon kenttä" for part in where
    )
