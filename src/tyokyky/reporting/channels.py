"""Send-rules for readers: whom each channel never asks, to be printed with the response share."""

from tyokyky.domain.channels import Channel
from tyokyky.settings import Settings
from tyokyky.store.channels import load_channels


def send_rules(settings: Settings) -> tuple[Channel, ...]:
    """Each channel with its send-rules, always all six, in the order of `ChannelCode`.

    Read anew at each call, so that a change in the home's file shows at once. Where `stated_by_home` is false the page
    must say that the rules are a proposal: the share of answers is of all, also of those whom a rule leaves out.

    Raises:
        UserError: the home's `channels.toml` has a mistake (file and place are named).
    """
    return load_channels(settings)
