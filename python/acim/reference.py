"""How a run differs from that of a reference, and why: what the report says of it, as typed values and as tables."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict
from rich.table import Table


class ReferenceLayer(BaseModel):
    model_config = ConfigDict(extra="allow")
    name: str
    sqnr_db: float | None


class Reference(BaseModel):
    """How a run differs from that of another program of the same model."""

    model_config = ConfigDict(extra="allow")
    path: str
    agreement: float
    top1: float | None
    logit_nmse: float | None
    layers: list[ReferenceLayer]

    def summary(self) -> str:
        error = "" if self.logit_nmse is None else f"logit NMSE {self.logit_nmse:.2g}, "
        return f"reference    {error}{self.agreement:.1%} of answers agree"


class Loss(BaseModel):
    model_config = ConfigDict(extra="allow")
    cause: str
    nmse: float | None
    sqnr_db: float | None


class ExplainedLayer(BaseModel):
    """What a layer loses by itself."""

    model_config = ConfigDict(extra="allow")
    name: str
    sqnr_db: float | None
    causes: list[Loss]
    clipped: float


class ExplainedRun(BaseModel):
    """A run that suffers from some causes only."""

    model_config = ConfigDict(extra="allow")
    causes: list[str]
    refitted: bool
    top1: float | None
    agreement: float
    logit_nmse: float | None


class Explanation(BaseModel):
    model_config = ConfigDict(extra="allow")
    runs: list[ExplainedRun]
    layers: list[ExplainedLayer]


def layer_table(reference: Reference, explanation: Explanation) -> Table:
    """Signal over noise of each layer: of its outputs, of what it adds, and of what each cause adds."""
    causes = [loss.cause for loss in explanation.layers[0].causes] if explanation.layers else []
    table = _table("signal over noise, dB", "outputs", "own", *causes, "clipped")
    for compared, layer in zip(reference.layers, explanation.layers, strict=True):
        ratios = [compared.sqnr_db, layer.sqnr_db, *(loss.sqnr_db for loss in layer.causes)]
        table.add_row(layer.name, *map(_decibels, ratios), f"{layer.clipped:.2%}" if layer.clipped else "-")
    return table


def run_table(explanation: Explanation) -> Table:
    """Whole runs, by the causes that are left."""
    table = _table("what is left", "gains", "top-1", "agree", "logit NMSE")
    for run in explanation.runs:
        table.add_row(
            ", ".join(run.causes) or "nothing",
            "refitted" if run.refitted else "as they are",
            "-" if run.top1 is None else f"{run.top1:.2%}",
            f"{run.agreement:.2%}",
            "-" if run.logit_nmse is None else f"{run.logit_nmse:.2g}",
        )
    return table


def _table(*headings: str) -> Table:
    table = Table(*headings, box=None, header_style="bold", pad_edge=False)
    for column in table.columns[1:]:
        column.justify = "right"
    return table


def _decibels(ratio: float | None) -> str:
    return "-" if ratio is None else f"{ratio:.1f}"
