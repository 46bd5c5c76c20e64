"""The table of operators: what maps to crossbars, what the digital unit does, what cannot be done."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from rich.table import Table

from acim.errors import AcimError
from acim.tools import Tools

_WHERE = {"crossbar": "crossbars", "digital": "digital unit", "unsupported": "not supported"}
_STYLE = {"crossbar": "green", "digital": "", "unsupported": "bold red"}
_ORDER = list(_WHERE)


class Operator(BaseModel):
    """One kind of operation of a model and where it goes."""

    model_config = ConfigDict(extra="ignore")
    name: str
    count: int
    where: Literal["crossbar", "digital", "unsupported"]
    locations: list[str] = Field(default_factory=list)
    reason: str = ""


class Value(BaseModel):
    """An input or output of the model."""

    model_config = ConfigDict(extra="ignore")
    type: str
    unsigned: bool = False


class OperatorReport(BaseModel):
    """What `acim-translate --operator-report` says about a TOSA module."""

    model_config = ConfigDict(extra="ignore")
    operators: list[Operator]
    inputs: list[Value] = Field(default_factory=list)
    outputs: list[Value] = Field(default_factory=list)

    def unsupported(self) -> list[Operator]:
        return [operator for operator in self.operators if operator.where == "unsupported"]

    def require_supported(self, source: Path) -> None:
        """Raise an error that names every operator that cannot be compiled, how often it occurs and first where."""
        refused = self.unsupported()
        if not refused:
            return
        lines = [_refusal(operator) for operator in refused]
        float_weights = any("f32" in op.reason or "float" in op.reason for op in refused)
        hint = (
            "acim compiles quantized networks: quantize this one first, e.g. acim.torch.to_int8(module, calibration) "
            "for PyTorch, or post-training full-integer quantization for TensorFlow Lite"
            if float_weights
            else "rewrite the model without these operators, or cut it before the first of them"
        )
        raise AcimError(f"{source} holds operators that acim does not support:\n  " + "\n  ".join(lines), hint=hint)


def _refusal(operator: Operator) -> str:
    times = f"{operator.count} time{'s' if operator.count != 1 else ''}"
    place = f", first at {operator.locations[0]}" if operator.locations else ""
    why = f" ({operator.reason})" if operator.reason else ""
    return f"{operator.name}: {times}{place}{why}"


def report_operators(tools: Tools, module: Path, shown_as: Path) -> OperatorReport:
    """Ask our tool about a TOSA module; `shown_as` is the file the user knows it by."""
    command: list[str | Path] = [
        tools.own("acim-translate"),
        "--allow-unregistered-dialect",
        "--operator-report",
        module,
    ]
    text = tools.run(command, doing=f"list the operators of {shown_as}", source=shown_as)
    try:
        return OperatorReport.model_validate_json(text)
    except ValidationError as error:
        raise AcimError(f"acim-translate --operator-report wrote something unexpected: {error}") from error


def operator_table(report: OperatorReport) -> Table:
    table = Table("operator", "count", "runs on", "note", title_justify="left", box=None, pad_edge=False)
    table.columns[1].justify = "right"
    for operator in sorted(report.operators, key=lambda op: (_ORDER.index(op.where), op.name)):
        table.add_row(
            operator.name, str(operator.count), _WHERE[operator.where], operator.reason, style=_STYLE[operator.where]
        )
    return table
