"""The synthetic county of the demo."""

from tyokyky.demo.county import County, generate
from tyokyky.demo.home import write_home
from tyokyky.demo.truth import Truth

__all__ = ["County", "Truth", "generate", "write_home"]
