"""What a file holds, by a look at its bytes: whether it must be imported, compiled or neither."""

from __future__ import annotations

from pathlib import Path

_MODULE_SUFFIXES = (".mlir", ".mlirbc")


def holds_program(model: Path) -> bool:
    """An .acim file, or MLIR that holds a program already."""
    return model.suffix == ".acim" or _mentions(model, b"acim.program")


def holds_layers(model: Path) -> bool:
    """MLIR whose products are mapped already, as `acim calibrate` writes it."""
    return _mentions(model, b"acim.weights") or _mentions(model, b"acim.statistics")


def _mentions(model: Path, name: bytes) -> bool:
    return model.suffix in _MODULE_SUFFIXES and name in model.read_bytes()
