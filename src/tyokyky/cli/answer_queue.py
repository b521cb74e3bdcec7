"""`tyokyky import-queue`: answers of the form into the register."""

from typing import Annotated

import typer

from tyokyky.cli.deliveries import Home, Wait
from tyokyky.cli.progress import print_report, progress_bar
from tyokyky.reporting import answer_queue, deliveries
from tyokyky.settings import Settings


def import_queue(
    build: Annotated[bool, typer.Option("--build/--no-build", help="Tee lopuksi uusi koonti.")] = True,
    wait: Wait = None,
    home: Home = None,
) -> None:
    """Tuo vastauslomakkeen jonon rekisteriin. Jokainen vastaus tuodaan kerran, vaikka tuonti katkeaisi."""
    settings = Settings.of_home(home)
    if wait is not None:
        settings = settings.model_copy(update={"wait_seconds": wait})
    with progress_bar() as notices:
        report = answer_queue.import_queue(settings, notices)
        if build and (report.delivery is not None or report.comments is not None):
            deliveries.build_if_behind(settings, notices)
    print(f"Jonossa oli {report.sent_count} lähetettyä lomaketta, niistä koodilla liitettyjä {report.linked_count}.")
    if report.broken_count:
        print(f"  Kesken jääneitä tai vioittuneita rivejä {report.broken_count}: niitä ei tuotu.")
    for delivered in (report.delivery, report.comments):
        if delivered is not None:
            print_report(delivered)
