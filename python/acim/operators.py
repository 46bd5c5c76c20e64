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
_CONVOLUTIONS = ("tosa.conv2d", "tosa.depthwise_conv2d", "tosa.transpose_conv2d")
_NOT_INTEGER = "not a product of integers"


class Operator(BaseModel):
    """One kind of operation of a model and where it goes."""

    model_config = ConfigDict(extra="ignore")
    name: str
    count: int
    where: Literal["crossbar", "digital", "unsupported"]
    locations: list[str] = Field(default_factory=list)
    reason: str = ""

    def is_surprising(self) -> bool:
        """Whether a user may ask why: refused, or a product that runs on the digital unit."""
        return self.where == "unsupported" or (self.where == "digital" and self.name in (*_CONVOLUTIONS, "tosa.matmul"))

    def is_float_convolution(self) -> bool:
        """The digital unit could do these, but nobody who maps a network to crossbars wants that."""
        return self.name in _CONVOLUTIONS and self.reason.startswith(_NOT_INTEGER)


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

    def require_supported(self, source: Path) -> None:
        """Raise an error that names every operator that cannot be compiled, how often it occurs and first where."""
        if refused := [operator for operator in self.operators if operator.where == "unsupported"]:
            raise AcimError(
                f"{source} holds operators that acim does not support:\n  " + "\n  ".join(map(_describe, refused)),
                hint="rewrite the model without these operators, or cut it before the first of them",
            )
        if floats := [operator for operator in self.operators if operator.is_float_convolution()]:
            raise AcimError(
                f"{source} is not quantized; it holds convolutions or dense layers of floats:\n  "
                + "\n  ".join(map(_describe, floats)),
                hint="make an int8 model of it first: acim.torch.to_int8(module, calibration) for PyTorch, full-integer "
                "post-training quantization for TensorFlow Lite",
            )


def _describe(operator: Operator) -> str:
    times = f"{operator.count} time{'s' if operator.count != 1 else ''}"
    place = f", first at {operator.locations[0].removesuffix(':0:0')}" if operator.locations else ""
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
        note = operator.reason if operator.is_surprising() else ""
        table.add_row(operator.name, str(operator.count), _WHERE[operator.where], note, style=_STYLE[operator.where])
    return table
