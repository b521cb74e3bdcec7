"""What backup, restore, new keys, forgetting and retention take: `python -m benchmarks.operation [--clients N]`.

Each once, on a synthetic county of its own; times of one run, beside the size of the register.
"""

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import polars as pl

from tyokyky.demo.county import CONTROLLER
from tyokyky.demo.opening import open_county
from tyokyky.reporting.backup import back_up, restore
from tyokyky.reporting.deliveries import build
from tyokyky.reporting.keys import rotate_keys
from tyokyky.reporting.person_data import person_log
from tyokyky.reporting.rights import forget, retention
from tyokyky.settings import Settings

WHY = "mittaus synteettisellä aineistolla"


def timed(name: str, work: Callable[[], object]) -> None:
    start = time.perf_counter()
    work()
    print(f"{name:<28} {time.perf_counter() - start:8.2f} s", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=6_000)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        settings, _ = open_county(folder / "koti", clients=parser.parse_args().clients, seed=1)
        somebody = str(pl.read_parquet(settings.home / "deliveries" / "client.parquet")["client_id"][0])
        print(f"register {settings.register_path.stat().st_size / 1e6:.0f} MB")
        timed("build", lambda: build(settings))
        timed("backup", lambda: back_up(settings, folder / "koti.tar"))
        timed("restore", lambda: restore(Settings.of_home(folder / "uusi"), folder / "koti.tar"))
        timed("person log", lambda: person_log(settings, CONTROLLER, somebody, WHY))
        timed("keys rotate, with build", lambda: rotate_keys(settings, WHY))
        timed("forget, with build", lambda: forget(settings, CONTROLLER, somebody, WHY))
        timed("retention, with build", lambda: retention(settings))


if __name__ == "__main__":
    main()
