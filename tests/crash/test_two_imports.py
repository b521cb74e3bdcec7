"""Two imports at once: the second waits its turn, or gives up in one sentence after its time."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from tests.ingest.deliveries import AS_OF, PERIOD, Home, changed, csv_text

from tyokyky.domain.errors import UserError
from tyokyky.ingest.delivered_file import DeliveredFile
from tyokyky.ingest.delivery import import_file
from tyokyky.store.register import open_register

SECOND = DeliveredFile("x.csv", csv_text([changed(PERIOD, period_id="J-2")]).encode())


def test_second_import_waits_and_then_goes_on(home: Home) -> None:
    home.deliver([PERIOD])
    waiting = Event()
    with ThreadPoolExecutor(max_workers=1) as other:
        with open_register(home.settings.register_path, 5.0):
            second = other.submit(
                import_file, home.settings, SECOND, home.source(), AS_OF, wait_seconds=60.0, on_wait=waiting.set
            )
            assert waiting.wait(timeout=60.0)
            assert not second.done()
        assert second.result(timeout=60.0).accepted == 1
    assert home.live("period").height == 2


def test_second_import_gives_up_when_its_time_is_over(home: Home) -> None:
    home.deliver([PERIOD])
    with open_register(home.settings.register_path, 5.0), pytest.raises(UserError, match="Toinen tuonti"):
        import_file(home.settings, SECOND, home.source(), AS_OF, wait_seconds=0.1)
    assert home.live("period").height == 1


def test_interrupted_import_leaves_the_register_as_it_was(home: Home) -> None:
    home.deliver([PERIOD])

    def interrupt(step: str, share: float) -> None:
        if step == "record":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_file(home.settings, SECOND, home.source(), AS_OF, progress=interrupt)
    assert home.live("period")["period_id"].to_list() == ["J-1"]
    assert home.deliver(SECOND.content).batch_id == 2
