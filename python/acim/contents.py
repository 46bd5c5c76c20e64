"""What a file holds, whatever its name says: whether it must be imported, compiled or neither."""

from __future__ import annotations

from pathlib import Path

from acim.operators import report_operators
from acim.tools import Tools


def holds_program(tools: Tools, model: Path) -> bool:
    """An .acim file, or MLIR that holds a program already."""
    return model.suffix == ".acim" or _holds(tools, model, "acim.program")


def holds_layers(tools: Tools, model: Path) -> bool:
    """MLIR whose products are mapped already, as `acim calibrate` writes it."""
    return _holds(tools, model, "acim.weights")


def _holds(tools: Tools, model: Path, operation: str) -> bool:
    """Text is searched; bytecode keeps the names of operations in pieces."""
    if model.suffix == ".mlirbc":
        return any(operator.name == operation for operator in report_operators(tools, model, model).operators)
    return model.suffix == ".mlir" and operation.encode() in model.read_bytes()
