"""What a tile program takes, as its file says (docs/ProgramFormat.md), and numbers made up to run it on."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from acim.errors import AcimError
from acim.outputs import check_inputs
from acim.tools import Tools
from acim.tosa import UNSIGNED, TensorType

MADE_UP_INFERENCES = 8
_MAGIC = b"\x89ACIM\r\n\n"


def input_types(tools: Tools, program: Path, scratch: Path) -> tuple[TensorType, ...]:
    """The types of the inputs of a program; MLIR is written to `scratch` as a program file first."""
    check_inputs([program])
    if program.suffix != ".acim":
        source, program = program, scratch / "program.acim"
        command: list[str | Path] = [tools.own("acim-translate"), "--program-to-acim", source, "-o", program]
        tools.run(command, doing=f"read {source}", source=source)
    function = _function(_description(program), program)
    marks = function.get("attributes", {}).get("arg_attrs", [])
    unsigned = [UNSIGNED in mark.get("dictionary", {}) for mark in marks]
    types = [TensorType.parse(argument["type"]) for argument in function["regions"][0].get("arguments", [])]
    unsigned += [False] * (len(types) - len(unsigned))
    return tuple(
        TensorType(type_.shape, f"u{type_.element}") if is_unsigned else type_
        for type_, is_unsigned in zip(types, unsigned, strict=True)
    )


def _description(program: Path) -> dict[str, Any]:
    with program.open("rb") as file:
        head = file.read(32)
        if head[:8] != _MAGIC or len(head) < 32:
            raise AcimError(f"{program} is not a program", hint="compile the model with `acim compile`")
        description: dict[str, Any] = json.loads(file.read(int.from_bytes(head[16:24], "little")))
    return description


def _function(description: dict[str, Any], program: Path) -> dict[str, Any]:
    operations = description["module"]["regions"][0]["operations"]
    for operation in operations[0]["regions"][0]["operations"] if operations else []:
        if operation["op"] == "func.func":
            return dict(operation)
    raise AcimError(f"{program} holds no acim.program")


def make_up_inputs(types: Sequence[TensorType], directory: Path) -> list[Path]:
    """An array for each type: numbers of a counter, scrambled, the same on every machine and for every program."""
    paths = []
    for index, type_ in enumerate(types):
        shape = (MADE_UP_INFERENCES * (type_.shape[0] or 1), *(dim or 1 for dim in type_.shape[1:]))
        raw = np.random.Philox(key=index).random_raw(int(np.prod(shape)))
        paths.append(directory / f"input_{index}.npy")
        np.save(paths[-1], _numbers(raw, type_).reshape(shape))
    return paths


def _numbers(raw: npt.NDArray[np.uint64], type_: TensorType) -> npt.NDArray[Any]:
    """Integers and booleans over their whole range; floats between -1 and 1."""
    kind, bits = type_.element.rstrip("0123456789"), int("0" + type_.element.lstrip("abcdefghijklmnopqrstuvwxyz"))
    if kind == "f":
        return ((raw >> np.uint64(11)) * 2.0**-52 - 1).astype(f"float{bits}")
    if kind not in ("i", "ui"):
        raise AcimError(f"no inputs can be made up for {type_}", hint="give them with --inputs")
    if bits == 1:
        return (raw >> np.uint64(63)).astype(np.bool_)
    values = (raw >> np.uint64(64 - bits)).astype(np.int64)
    storage = next(width for width in (8, 16, 32, 64) if width >= bits)
    if kind == "ui":
        return values.astype(f"uint{storage}")
    return (values - (np.int64(1) << np.int64(bits - 1))).astype(f"int{storage}")
