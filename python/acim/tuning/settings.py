"""What a trial sets: a pipeline and, of the lossy one, a price for each way to lose accuracy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from acim.compiler import pipeline_text
from acim.configuration import CompileOptions


@dataclass(frozen=True)
class Knob:
    """An option of the lossy pipeline that takes a price, and the price that a search starts from."""

    option: str
    start: float


# Every price is in one unit, the logit error that all energy is worth: one price for all is where a search starts, and the
# best prices of different networks are close to each other (docs/Lossy.md).
KNOBS = (Knob("lambda", 0.02), Knob("skip-lambda", 0.02), Knob("clip-lambda", 0.02))
# Two precisions are worth a trial or two at prices that are found: they take long to compile, and help some networks.
SPLIT = "split-lambda"


@dataclass(frozen=True)
class Setting:
    pipeline: str
    prices: tuple[float, ...] = ()  # of KNOBS
    split: float = 0  # price of SPLIT

    @property
    def options(self) -> dict[str, str]:
        prices = {knob.option: f"{price:g}" for knob, price in zip(KNOBS, self.prices)}
        return prices | ({SPLIT: f"{self.split:g}"} if self.split else {})

    def in_two_precisions(self, share: float) -> Setting:
        """With low digits left to where they matter, and a share of the price of codes for new codes."""
        codes, *others = self.prices
        return Setting(self.pipeline, (float(f"{codes * share:.3g}"), *others), codes)

    @property
    def name(self) -> str:
        return " ".join(f"{key}={value}" for key, value in self.options.items()) or self.pipeline

    def text(self, hardware: str, further: Mapping[str, str]) -> str:
        """The pass pipeline, which says everything that acim-opt needs; `further` options are not for plain."""
        options = self.options if self.pipeline == "plain" else {**further, **self.options}
        return pipeline_text(CompileOptions(hardware=hardware, pipeline=self.pipeline, options=options))


PLAIN, EXACT = Setting("plain"), Setting("exact")


def priced(eighths: Sequence[int]) -> Setting:
    """The lossy pipeline with each price so many eighths of an octave above its start, to three digits."""
    prices = (knob.start * 2 ** (step / 8) for knob, step in zip(KNOBS, eighths, strict=True))
    return Setting("lossy", tuple(float(f"{price:.3g}") for price in prices))
