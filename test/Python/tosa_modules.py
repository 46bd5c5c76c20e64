"""Build TOSA modules operator by operator, run them through acim's evaluators, and compare the results."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

DTYPES = {"i1": np.bool_, "i8": np.int8, "i16": np.int16, "i32": np.int32, "i48": np.int64, "i64": np.int64,
          "f16": np.float16, "f32": np.float32}  # fmt: skip
LIMITS = {"i4": 3, "i8": 7, "i16": 15, "i32": 31, "i48": 47, "i64": 63}


@dataclass(frozen=True)
class Value:
    """An SSA value; `type` is how MLIR writes its type."""

    name: str
    type: str

    @property
    def shape(self) -> tuple[int, ...]:
        return tuple(int(size) for size in re.findall(r"(\d+)x", self.type))

    @property
    def element(self) -> str:
        return re.sub(r"tensor<(\d+x)*(\w+)>", r"\2", self.type)


@dataclass(frozen=True)
class Case:
    """One result of the function and what it computes; `model` replaces the oracle where there is one."""

    name: str
    value: Value
    model: np.ndarray | None


def tensor(shape: tuple[int, ...], element: str) -> str:
    return f"tensor<{''.join(f'{size}x' for size in shape)}{element}>"


def ulps(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Distance of two f32 arrays in units in the last place; NaN equals NaN."""
    bits = [x.astype(np.float32).view(np.int32).astype(np.int64) for x in (a, b)]
    ordered = [np.where(x < 0, -(x & 0x7FFFFFFF), x) for x in bits]
    return np.where(np.isnan(a) & np.isnan(b), 0, np.abs(ordered[0] - ordered[1]))


class Module:
    """A function with one result per case. Many cases share one function, because the oracle compiles functions."""

    def __init__(self, seed: int = 0) -> None:
        self.rng = np.random.default_rng(seed)
        self.arguments: list[tuple[Value, np.ndarray]] = []
        self.body: list[str] = []
        self.cases: list[Case] = []

    # Values --------------------------------------------------------------------------------------------------------

    def random(self, shape: tuple[int, ...], element: str, bits: int | None = None) -> np.ndarray:
        """Elements of the whole range of the type, or of `bits` bits, with its extremes among them."""
        if element == "i1":
            return self.rng.integers(0, 2, shape).astype(np.bool_)
        if element.startswith("f"):
            return (self.rng.standard_normal(shape) * 4).astype(DTYPES[element])
        bound = 1 << (LIMITS[element] if bits is None else bits - 1)
        values = self.rng.integers(-bound, bound - 1, shape, endpoint=True, dtype=np.int64)
        flat = values.reshape(-1)
        if flat.size > 4:
            flat[self.rng.integers(0, flat.size, 2)] = -bound, bound - 1
        return values.astype(DTYPES.get(element, np.int8))

    def argument(self, array: np.ndarray, element: str) -> Value:
        value = Value(f"%arg{len(self.arguments)}", tensor(array.shape, element))
        self.arguments.append((value, array))
        return value

    def input(self, shape: tuple[int, ...], element: str, bits: int | None = None) -> Value:
        return self.argument(self.random(shape, element, bits), element)

    def array(self, argument: Value) -> np.ndarray:
        return next(array for value, array in self.arguments if value == argument)

    def constant(self, array: Any, element: str) -> Value:
        array = np.asarray(array)
        text = str(array.astype(np.int64).tolist()) if not element.startswith("f") else str(array.tolist())
        if element == "i1":
            text = text.replace("1", "true").replace("0", "false")
        kind = tensor(array.shape, element)
        return self._emit("tosa.const", [], kind, f"values = dense<{text}> : {kind}")

    def shape(self, sizes: list[int]) -> Value:
        return self._emit(
            "tosa.const_shape",
            [],
            f"!tosa.shape<{len(sizes)}>",
            f"values = dense<{sizes}> : tensor<{len(sizes)}xindex>",
        )

    def zero(self, element: str, value: int = 0) -> Value:
        return self.constant([float(value) if element.startswith("f") else value], element)

    # Operators -----------------------------------------------------------------------------------------------------

    def op(self, name: str, operands: list[Value], shape: tuple[int, ...], element: str, attributes: str = "",
           model: np.ndarray | None = None) -> Value:  # fmt: skip
        """An operator whose result is compared, with the oracle's or with `model`."""
        value = self._emit(f"tosa.{name}", operands, tensor(shape, element), attributes)
        kinds = ", ".join(operand.type for operand in operands)
        self.cases.append(Case(f"{name} ({kinds}) -> {value.type} {attributes}", value, model))
        return value

    def _emit(self, name: str, operands: list[Value], kind: str, attributes: str) -> Value:
        value = Value(f"%v{len(self.body)}", kind)
        names, types = ", ".join(o.name for o in operands), ", ".join(o.type for o in operands)
        properties = f" <{{{attributes}}}>" if attributes else ""
        self.body.append(f'  {value.name} = "{name}"({names}){properties} : ({types}) -> {kind}')
        return value

    def text(self) -> str:
        arguments = ", ".join(f"{value.name}: {value.type}" for value, _ in self.arguments)
        names = ", ".join(case.value.name for case in self.cases)
        types = ", ".join(case.value.type for case in self.cases)
        body = "\n".join(self.body)
        return f"func.func @main({arguments}) -> ({types}) {{\n{body}\n  return {names} : {types}\n}}\n"

    # Execution -----------------------------------------------------------------------------------------------------

    def run(self, driver: Path, directory: Path) -> list[np.ndarray]:
        """The results of acim's evaluators."""
        module, output = directory / "module.mlir", directory / "y.npy"
        module.write_text(self.text())
        paths = [directory / f"x{i}.npy" for i in range(len(self.arguments))]
        for path, (_, array) in zip(paths, self.arguments, strict=True):
            np.save(path, array)
        done = subprocess.run([driver, module, *paths, "-o", output], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return [np.load(output if i == 0 else output.with_suffix(f".{i}.npy")) for i in range(len(self.cases))]

    def oracle(self, oracle_class: Any, directory: Path) -> list[np.ndarray | None]:
        """The oracle's results of the cases that have no model. It takes the number of rows of a call from the first
        argument; one that is longer than all others makes it pass every array whole."""
        judged = Module()
        rows = np.zeros(4096, np.int8)
        judged.arguments, judged.body = [(Value("%rows", tensor(rows.shape, "i8")), rows), *self.arguments], self.body
        judged.cases = [case for case in self.cases if case.model is None]
        if not judged.cases:
            return [None] * len(self.cases)
        (directory / "oracle.mlir").write_text(judged.text())
        results = iter(oracle_class(directory / "oracle.mlir")(*(array for _, array in judged.arguments)))
        return [next(results) if case.model is None else None for case in self.cases]

    def check(self, driver: Path, oracle_class: Any, directory: Path) -> None:
        """Every integer result has the same bits, every float is within two units in the last place."""
        ours, theirs = self.run(driver, directory), self.oracle(oracle_class, directory)
        wrong = []
        for case, got, judged in zip(self.cases, ours, theirs, strict=True):
            want = judged if case.model is None else case.model
            assert want is not None
            assert got.shape == case.value.shape == want.shape, case.name
            if case.value.element == "i48":
                want = want << 16 >> 16
            differs = ulps(got, want) > 2 if got.dtype.kind == "f" else got != want
            if np.any(differs):
                first = tuple(np.argwhere(differs)[0])
                wrong.append(
                    f"{case.name}: {np.sum(differs)} of {got.size}, at {first} {got[first]} is not {want[first]}"
                )
        assert not wrong, "\n".join(wrong)
