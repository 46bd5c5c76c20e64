"""Every TOSA operator on random operands, against upstream's lowering or a model written from the specification.

The judge is `tosa_oracle.py` beside the shared data: it executes TOSA with upstream MLIR and clang alone.
"""

from __future__ import annotations

import importlib.util
import itertools
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from conftest import ROOT
from tosa_modules import Module, Value

Shape = tuple[int, ...]
BROADCASTS: list[tuple[Shape, Shape, Shape]] = [
    ((2, 3, 20), (2, 3, 20), (2, 3, 20)),
    ((2, 3, 20), (1, 1, 20), (2, 3, 20)),
    ((1,), (37,), (37,)),
    ((1, 2, 1, 3, 1), (2, 1, 2, 3, 4), (2, 2, 2, 3, 4)),
]


@pytest.fixture(scope="session")
def driver() -> Path:
    path = Path(os.environ.get("ACIM_BIN", ROOT / "build/release/bin")) / "acim-tosa-test"
    if not path.exists():
        pytest.skip(f"there is no {path}: ./acim build")
    return path


@pytest.fixture(scope="session")
def oracle() -> Any:
    data = Path(os.environ.get("ACIM_DATA", ROOT / "../shared/data"))
    path = data.resolve().parent / "tools/tosa_oracle.py"
    if not path.exists():
        pytest.skip(f"there is no oracle {path}; set ACIM_DATA")
    spec = importlib.util.spec_from_file_location("tosa_oracle", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.Oracle


# Elementwise ---------------------------------------------------------------------------------------------------------


def arithmetic(m: Module) -> None:
    for name in ("add", "sub", "maximum", "minimum"):
        for element in ("i8", "i16", "i32", "f32"):
            for left, right, result in BROADCASTS:
                m.op(name, [m.input(left, element), m.input(right, element)], result, element)
    for left, right, result in BROADCASTS:
        for element, product in (("i8", "i32"), ("i16", "i32"), ("i32", "i32"), ("f32", "f32")):
            m.op("mul", [m.input(left, element), m.input(right, element), m.zero("i8")], result, product)
    for shift in (1, 7, 15, 31, 40, 62):
        operands = [m.input((50,), "i32"), m.input((50,), "i32"), m.zero("i8", shift)]
        m.op("mul", operands, (50,), "i32")
    for name in ("add", "sub", "maximum"):
        m.op(name, [m.input((3, 50), "f16"), m.input((1, 50), "f16")], (3, 50), "f16")
    for left, right, result in BROADCASTS:
        divisor = m.random(right, "i32", 9)
        divisor[divisor == 0] = 3
        m.op("intdiv", [m.input(left, "i32", 20), m.argument(divisor, "i32")], result, "i32")
        base = m.argument(np.abs(m.random(left, "f32")) + np.float32(0.1), "f32")
        m.op("pow", [base, m.input(right, "f32")], result, "f32")


def logic(m: Module) -> None:
    for left, right, result in BROADCASTS:
        for name, element in (("and", "i8"), ("or", "i16"), ("xor", "i32")):
            m.op(f"bitwise_{name}", [m.input(left, element), m.input(right, element)], result, element)
        for name in ("and", "or", "xor"):
            m.op(f"logical_{name}", [m.input(left, "i1"), m.input(right, "i1")], result, "i1")
        for name, element in itertools.product(("equal", "greater", "greater_equal"), ("i32", "f32", "i8")):
            operands = [m.input(left, element, 3), m.input(right, element, 3)]
            m.op(name, operands, result, "i1")
        for element in ("i8", "f32"):
            m.op("select", [m.input(left, "i1"), m.input(right, element), m.input(left, element)], result, element)


def shifts(m: Module) -> None:
    for left, right, result in BROADCASTS:
        for element, width in (("i8", 8), ("i16", 16), ("i32", 32)):
            amount = m.argument(m.rng.integers(0, width, right).astype(element.replace("i", "int")), element)
            value = m.input(left, element)
            m.op("logical_left_shift", [value, amount], result, element)
            m.op("logical_right_shift", [value, amount], result, element)
            for rounding in ("false", "true"):
                m.op("arithmetic_right_shift", [value, amount], result, element, f"round = {rounding}")


def unary_integers(m: Module) -> None:
    for element in ("i8", "i16", "i32"):
        value = m.input((3, 37), element)
        m.op("abs", [value], value.shape, element)
        m.op("bitwise_not", [value], value.shape, element)
        for low, high in ((-5, 100), (0, 6), (-128, 127)):
            bounds = f"min_val = {low} : {element}, max_val = {high} : {element}"
            m.op("clamp", [value], value.shape, element, bounds)
    flags = m.input((40,), "i1")
    m.op("logical_not", [flags], (40,), "i1")
    leading = np.array([0, 1, -1, 2**31 - 1, -(2**31), 2, 255, 256, 65535], np.int32)
    m.op("clz", [m.argument(leading, "i32")], leading.shape, "i32")


def negation(m: Module) -> None:
    for element, zero_in, zero_out in (("i8", 0, 0), ("i8", 5, -7), ("i8", -128, 127), ("i16", 0, 0), ("i32", 0, 0)):
        operands = [m.input((200,), element), m.zero(element, zero_in), m.zero(element, zero_out)]
        m.op("negate", operands, (200,), element)


def unary_floats(m: Module) -> None:
    for name in ("abs", "floor", "ceil", "exp", "sin", "cos", "tanh", "sigmoid", "erf"):
        m.op(name, [m.input((4, 25), "f32")], (4, 25), "f32")
    for name in ("log", "reciprocal", "rsqrt"):
        positive = np.abs(m.random((4, 25), "f32")) + np.float32(1e-3)
        m.op(name, [m.argument(positive, "f32")], (4, 25), "f32")
    m.op("negate", [m.input((30,), "f32"), m.zero("f32"), m.zero("f32")], (30,), "f32")
    values = m.random((40,), "f32")
    values[:4] = np.nan, np.inf, -np.inf, -0.0
    special = m.argument(values, "f32")
    for mode in ("PROPAGATE", "IGNORE"):
        nan = f"nan_mode = #tosa.nan_mode<{mode}>"
        m.op("clamp", [special], (40,), "f32", f"min_val = -1.5 : f32, max_val = 2.5 : f32, {nan}")
        m.op("maximum", [special, m.input((40,), "f32")], (40,), "f32", nan)
        m.op("minimum", [m.input((40,), "f32"), special], (40,), "f32", nan)
        m.op("reduce_max", [special], (1,), "f32", f"axis = 0 : i32, {nan}")


def casts(m: Module) -> None:
    for source, target in itertools.product(("i1", "i8", "i16", "i32"), ("i1", "i8", "i16", "i32", "f32")):
        if source != target:
            m.op("cast", [m.input((60,), source)], (60,), target)
    for element, target in (("i64", "i32"), ("i32", "i64"), ("f16", "f32"), ("f32", "f16"), ("i8", "f16")):
        m.op("cast", [m.input((60,), element)], (60,), target)
    halves = np.array(
        [0.5, 1.5, 2.5, -0.5, -1.5, -2.5, 126.5, 127.5, -128.5, 300, -300, 3e9, -3e9, 2147483520], np.float32
    )
    for target in ("i1", "i8", "i16", "i32"):
        m.op("cast", [m.argument(halves, "f32")], halves.shape, target)


def tables(m: Module) -> None:
    for shape in ((3, 100), (2, 2, 5)):
        m.op("table", [m.input(shape, "i8"), m.constant(m.random((256,), "i8"), "i8")], shape, "i8")
        m.op("table", [m.input(shape, "i16"), m.constant(m.random((513,), "i16"), "i16")], shape, "i32")


# Rescale -------------------------------------------------------------------------------------------------------------


def rescale(m: Module, source: str, target: str, *, channels: int = 1, rounding: str = "SINGLE_ROUND",
            zeros: tuple[int, int] = (0, 0), signs: tuple[bool, bool] = (False, False), scale32: bool = True,
            shifts: tuple[int, int] = (20, 50)) -> None:  # fmt: skip
    shape = (3, 5, channels if channels > 1 else 11)
    multiplier = m.rng.integers(1 << 30, 1 << 31, channels) if scale32 else m.rng.integers(1 << 14, 1 << 15, channels)
    shift = m.rng.integers(shifts[0], shifts[1], channels)
    # The specification asks for |value| < 2^(shift - 1).
    bits = min(int(shift.min()), {"i8": 8, "i16": 16, "i32": 32, "i48": 48}[source])
    operands = [
        m.input(shape, source, bits if source in ("i32", "i48") else None),
        m.constant(multiplier, "i32" if scale32 else "i16"),
        m.constant(shift, "i8"),
        m.constant([zeros[0] - 256 if zeros[0] > 127 else zeros[0]], source),
        m.constant([zeros[1] - 256 if zeros[1] > 127 else zeros[1]], target),
    ]
    flag = {False: "false", True: "true"}
    attributes = (
        f"scale32 = {flag[scale32]}, rounding_mode = #tosa.rounding_mode<{rounding}>, per_channel = {flag[channels > 1]}, "
        f"input_unsigned = {flag[signs[0]]}, output_unsigned = {flag[signs[1]]}"
    )
    m.op("rescale", operands, shape, target, attributes)


def rescales(m: Module) -> None:
    for source, target in itertools.product(("i8", "i16", "i32"), repeat=2):
        for rounding, channels in itertools.product(("SINGLE_ROUND", "DOUBLE_ROUND"), (1, 3, 37)):
            zeros = (-17 if source == "i8" else 0, 23 if target == "i8" else 0)
            rescale(m, source, target, channels=channels, rounding=rounding, zeros=zeros)
    for target in ("i8", "i16", "i32"):
        for channels in (1, 8):
            rescale(m, "i48", target, channels=channels, scale32=False, shifts=(15, 45))
            rescale(m, "i32", target, channels=channels, scale32=False, shifts=(8, 30))


def unsigned_rescales(m: Module) -> None:
    for channels in (1, 16):
        for source, target, zeros in (("i8", "i8", (200, 3)), ("i16", "i8", (0, 5)), ("i8", "i32", (128, 0))):
            rescale(m, source, target, channels=channels, zeros=zeros, signs=(source == "i8", False))
        for source, target, zeros in (("i8", "i8", (-3, 130)), ("i16", "i8", (0, 250)), ("i32", "i8", (0, 128))):
            rescale(m, source, target, channels=channels, zeros=zeros, signs=(False, True), rounding="DOUBLE_ROUND")


# Reductions ----------------------------------------------------------------------------------------------------------


def reductions(m: Module) -> None:
    for axis in range(3):
        shape = (3, 4, 20)
        reduced = tuple(1 if dim == axis else size for dim, size in enumerate(shape))
        along = f"axis = {axis} : i32"
        for name in ("sum", "max", "min", "product"):
            for element in ("i32", "f32"):
                m.op(f"reduce_{name}", [m.input(shape, element)], reduced, element, along)
        for name in ("max", "min"):
            for element in ("i8", "i16"):
                m.op(f"reduce_{name}", [m.input(shape, element)], reduced, element, along)
        for name in ("all", "any"):
            m.op(f"reduce_{name}", [m.input(shape, "i1")], reduced, "i1", along)
        for element, index in (("i8", "i32"), ("i16", "i64"), ("f32", "i32")):
            rest = tuple(size for dim, size in enumerate(shape) if dim != axis)
            m.op("argmax", [m.input(shape, element, 3)], rest, index, along)


# Convolutions --------------------------------------------------------------------------------------------------------


def exact_size(size: int, kernel: int, stride: int, dilation: int, pad: tuple[int, int]) -> tuple[int, int]:
    """Input size reduced to what TOSA accepts, and output size."""
    span = size + sum(pad) - 1 - (kernel - 1) * dilation
    size -= span % stride
    return size, span // stride + 1


def window(stride: list[int], dilation: list[int], pad: list[int], accumulator: str) -> str:
    def list_of(values: list[int]) -> str:
        return f"array<i64: {', '.join(map(str, values))}>"

    return f"pad = {list_of(pad)}, stride = {list_of(stride)}, dilation = {list_of(dilation)}, acc_type = {accumulator}"


def weights(m: Module, shape: Shape, element: str, is_constant: bool) -> Value:
    return m.constant(m.random(shape, element), element) if is_constant else m.input(shape, element)


CONVOLUTION_TYPES = (("i8", "i8", "i32"), ("i16", "i8", "i48"), ("f32", "f32", "f32"))


def convolution(m: Module, types: tuple[str, str, str], kernel: list[int], stride: list[int], dilation: list[int],
                pad: list[int], *, outputs: int, is_constant: bool, depthwise: bool = False) -> None:  # fmt: skip
    source, weight, result = types
    dims = len(kernel)
    sizes = [exact_size(9 + d, kernel[d], stride[d], dilation[d], (pad[2 * d], pad[2 * d + 1])) for d in range(dims)]
    channels = int(m.rng.integers(1, 6))
    x = m.input((2, *(s[0] for s in sizes), channels), source)
    multiplier = 1 + outputs % 3
    out = channels * multiplier if depthwise else outputs
    shape = (*kernel, channels, multiplier) if depthwise else (out, *kernel, channels)
    name = "depthwise_conv2d" if depthwise else f"conv{dims}d"
    zeros = [m.zero(source, 5 if source == "i8" else 0), m.zero(weight, -3 if (source, weight) == ("i8", "i8") else 0)]
    bias = m.input((out if outputs % 2 else 1,), result, 20)
    attributes = window(stride, dilation, pad, result)
    operands = [x, weights(m, shape, weight, is_constant), bias, *zeros]
    m.op(name, operands, (2, *(s[1] for s in sizes), out), result, attributes)


def convolutions(m: Module) -> None:
    geometries = (
        ([1, 1], [1, 1], [1, 1], [0, 0, 0, 0]),
        ([3, 3], [1, 1], [1, 1], [1, 1, 1, 1]),
        ([3, 2], [2, 3], [1, 1], [1, 0, 0, 2]),
        ([2, 3], [1, 2], [3, 2], [2, 1, 0, 3]),
    )
    for types, geometry, outputs in itertools.product(CONVOLUTION_TYPES, geometries, (3, 18)):
        for depthwise in (False, True):
            convolution(m, types, *geometry, outputs=outputs, is_constant=outputs == 3, depthwise=depthwise)
    convolution(m, ("i8", "i4", "i32"), [3, 2], [1, 1], [1, 1], [0, 1, 1, 0], outputs=6, is_constant=True)
    for types in CONVOLUTION_TYPES[::2]:
        convolution(m, types, [2, 3, 2], [1, 2, 1], [1, 1, 2], [1, 0, 1, 1, 0, 2], outputs=4, is_constant=True)


def transposed_convolutions(m: Module) -> None:
    """Floats are whole numbers: upstream decomposes the strided form, which changes the order of additions."""

    def whole(shape: Shape, element: str, bits: int | None = None) -> np.ndarray:
        values = m.random(shape, element, bits)
        return np.rint(values) if element == "f32" else values

    for kernel, stride, pad in (
        ([3, 3], [1, 1], [0, 0, 0, 0]),
        ([2, 2], [2, 2], [0, 0, 0, 0]),
        ([3, 2], [2, 1], [-1, 0, 0, -1]),
    ):
        for source, result in (("i8", "i32"), ("f32", "f32")):
            size = [3 * stride[d] + pad[2 * d] + pad[2 * d + 1] + kernel[d] for d in range(2)]
            x = m.argument(whole((2, 4, 4, 3), source), source)
            w = m.constant(whole((5, *kernel, 3), source), source)
            zeros = [m.zero(source, 7 if source == "i8" else 0), m.zero(source, 0)]
            pads, strides = (f"array<i64: {', '.join(map(str, v))}>" for v in (pad, stride))
            bias = m.argument(whole((5,), result, 20), result)
            attributes = f"out_pad = {pads}, stride = {strides}, acc_type = {result}"
            m.op("transpose_conv2d", [x, w, bias, *zeros], (2, *size, 5), result, attributes)


def matrix_products(m: Module) -> None:
    for source, result in (("i8", "i32"), ("f32", "f32")):
        for batch, height, depth, width in ((1, 1, 7, 5), (3, 4, 33, 18), (2, 5, 1, 16)):
            zeros = [m.zero(source, 9 if source == "i8" else 0), m.zero(source, -2 if source == "i8" else 0)]
            a, b = m.input((batch, height, depth), source), m.input((batch, depth, width), source)
            m.op("matmul", [a, b, *zeros], (batch, height, width), result)
    a, b = m.input((2, 3, 10), "i16"), m.input((2, 10, 4), "i16")
    model = m.array(a).astype(np.int64) @ m.array(b).astype(np.int64)
    m.op("matmul", [a, b, m.zero("i16"), m.zero("i16")], (2, 3, 4), "i48", model=model)


# Pooling and resizing ------------------------------------------------------------------------------------------------


def pools(m: Module) -> None:
    for kernel, stride, pad in (
        ([2, 2], [2, 2], [0, 0, 0, 0]),
        ([3, 3], [1, 1], [1, 1, 1, 1]),
        ([5, 4], [2, 3], [2, 1, 0, 3]),
    ):
        sizes = [exact_size(10, kernel[d], stride[d], 1, (pad[2 * d], pad[2 * d + 1])) for d in range(2)]
        shape, result = (2, sizes[0][0], sizes[1][0], 9), (2, sizes[0][1], sizes[1][1], 9)
        lists = [f"array<i64: {', '.join(map(str, values))}>" for values in (kernel, stride, pad)]
        attributes = f"kernel = {lists[0]}, stride = {lists[1]}, pad = {lists[2]}"
        for element in ("i8", "i16", "f32"):
            m.op("max_pool2d", [m.input(shape, element)], result, element, attributes)
            accumulator = ", acc_type = " + ("f32" if element == "f32" else "i32")
            zeros = [m.zero(element, 11 if element == "i8" else 0), m.zero(element, -20 if element == "i8" else 0)]
            m.op("avg_pool2d", [m.input(shape, element), *zeros], result, element, attributes + accumulator)


def resize_model(x: np.ndarray, scale: list[int], offset: list[int], size: Shape, bilinear: bool) -> np.ndarray:
    """Written from the pseudocode of TOSA 1.0 for integers."""
    result = np.zeros((x.shape[0], *size, x.shape[3]), np.int64)
    for oy, ox in itertools.product(range(size[0]), range(size[1])):
        y, x_position = oy * scale[1] + offset[0], ox * scale[3] + offset[1]
        iy, ix = y // scale[0], x_position // scale[2]
        dy, dx = y - iy * scale[0], x_position - ix * scale[2]
        iy0, iy1 = max(iy, 0), min(iy + 1, x.shape[1] - 1)
        ix0, ix1 = max(ix, 0), min(ix + 1, x.shape[2] - 1)
        iy0, ix0 = min(iy0, x.shape[1] - 1), min(ix0, x.shape[2] - 1)
        if bilinear:
            top = x[:, iy0, ix0] * (scale[2] - dx) + x[:, iy0, ix1] * dx
            bottom = x[:, iy1, ix0] * (scale[2] - dx) + x[:, iy1, ix1] * dx
            result[:, oy, ox] = top * (scale[0] - dy) + bottom * dy
        else:
            result[:, oy, ox] = x[:, iy1 if 2 * dy >= scale[0] else iy0, ix1 if 2 * dx >= scale[2] else ix0]
    return result


def resizes(m: Module) -> None:
    """Positive offsets against the oracle; negative ones, which upstream's lowering truncates, against the model."""
    for scale, offset, border in (
        ([4, 2, 4, 2], [0, 0], [0, 0]),
        ([2, 1, 6, 2], [0, 0], [1, 2]),
        ([4, 2, 4, 2], [-1, -1], [1, 1]),
        ([2, 3, 2, 3], [1, 0], [0, 0]),
    ):
        sizes = []
        for d in range(2):
            numerator, denominator = scale[2 * d], scale[2 * d + 1]
            height = next(n for n in range(5, 20) if ((n - 1) * numerator - offset[d] + border[d]) % denominator == 0)
            sizes.append((height, ((height - 1) * numerator - offset[d] + border[d]) // denominator + 1))
        shape, result = (2, sizes[0][0], sizes[1][0], 3), (sizes[0][1], sizes[1][1])
        operands = [m.shape(scale), m.shape(offset), m.shape(border)]
        for mode, source, target in (("NEAREST_NEIGHBOR", "i8", "i8"), ("NEAREST_NEIGHBOR", "f32", "f32"),
                                     ("BILINEAR", "i8", "i32"), ("BILINEAR", "i16", "i48"), ("BILINEAR", "f32", "f32")):  # fmt: skip
            x = m.input(shape, source)
            model = None
            if source != "f32" and min(offset) < 0:
                model = resize_model(m.array(x).astype(np.int64), scale, offset, result, mode == "BILINEAR")
            attributes = f"mode = #tosa.resize_mode<{mode}>"
            m.op("resize", [x, *operands], (2, *result, 3), target, attributes, model=model)


# Data layout ---------------------------------------------------------------------------------------------------------


def layouts(m: Module) -> None:
    for element in ("i8", "i16", "i32", "f32"):
        shape = (2, 3, 4, 5)
        x = m.input(shape, element)
        for axis in range(4):
            tall = tuple(2 * size if dim == axis else size for dim, size in enumerate(shape))
            wide = tuple(3 * size if dim == axis else size for dim, size in enumerate(shape))
            m.op("concat", [x, m.input(tall, element)], wide, element, f"axis = {axis} : i32")
            m.op("reverse", [x], shape, element, f"axis = {axis} : i32")
        value = m.zero(element, 3)
        m.op("pad", [x, m.shape([0, 1, 2, 0, 1, 1, 0, 3]), value], (3, 5, 6, 8), element)
        m.op("slice", [x, m.shape([1, 0, 2, 1]), m.shape([1, 3, 2, 3])], (1, 3, 2, 3), element)
        m.op("tile", [x, m.shape([2, 1, 3, 2])], (4, 3, 12, 10), element)
        for order in itertools.islice(itertools.permutations(range(4)), 1, 24, 4):
            permuted = tuple(shape[dim] for dim in order)
            m.op("transpose", [x], permuted, element, f"perms = array<i32: {', '.join(map(str, order))}>")
        m.op("reshape", [x, m.shape([6, 1, 20])], (6, 1, 20), element)
        m.op("identity", [m.op("add", [x, x], shape, element)], shape, element)
    m.op("transpose", [m.input((5, 7), "i1")], (7, 5), "i1", "perms = array<i32: 1, 0>")


def rows(m: Module) -> None:
    for element in ("i8", "i16", "i32", "f32"):
        values = m.input((2, 7, 5), element)
        indices = m.argument(m.rng.integers(0, 7, (2, 4)).astype(np.int32), "i32")
        m.op("gather", [values, indices], (2, 4, 5), element)
        distinct = np.stack([m.rng.permutation(7)[:4] for _ in range(2)]).astype(np.int32)
        updates = m.input((2, 4, 5), element)
        model = m.array(values).copy()
        for batch in range(2):
            model[batch, distinct[batch]] = m.array(updates)[batch]
        m.op("scatter", [values, m.argument(distinct, "i32"), updates], (2, 7, 5), element, model=model)


FAMILIES: list[Callable[[Module], None]] = [
    arithmetic, logic, shifts, unary_integers, negation, unary_floats, casts, tables, rescales, unsigned_rescales,
    reductions, convolutions, transposed_convolutions, matrix_products, pools, resizes, layouts, rows,
]  # fmt: skip


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.__name__)
def test_operators(family: Callable[[Module], None], driver: Path, oracle: Any, tmp_path: Path) -> None:
    module = Module(seed=FAMILIES.index(family))
    family(module)
    module.check(driver, oracle, tmp_path)


# Errors --------------------------------------------------------------------------------------------------------------

ERRORS = {
    "custom": (
        """%0 = tosa.custom %arg4 {operator_name = "o", domain_name = "d", implementation_attrs = ""} :
           (tensor<2xi32>) -> tensor<2xi32>""",
        "'tosa.custom' op is not an operator that acim executes",
    ),
    "unsigned": (
        "%0 = tosa.identity %arg1 : (tensor<2xui8>) -> tensor<2xui8>",
        "has a value of type tensor<2xui8>, expected signless elements; run tosa-convert-integer-type-to-signless first",
    ),
    "dynamic": (
        '%0 = "tosa.abs"(%arg2) : (tensor<?xi32>) -> tensor<?xi32>',
        "has a value of type tensor<?xi32>, expected a tensor of static shape",
    ),
    "double": (
        "%0 = tosa.identity %arg3 : (tensor<2xf64>) -> tensor<2xf64>",
        "has a value of type tensor<2xf64>, expected elements i1, i4",
    ),
    "shift": (
        "%0 = tosa.mul %arg4, %arg4, %arg5 : (tensor<2xi32>, tensor<2xi32>, tensor<1xi8>) -> tensor<2xi32>",
        "computes its shift at run time, expected a tosa.const or tosa.const_shape; fold the operand first",
    ),
    "result": (
        "%0 = tosa.mul %arg4, %arg4, %arg5 : (tensor<2xi32>, tensor<2xi32>, tensor<1xi8>) -> tensor<9xi32>",
        "has a result of type 9xi32, expected 2xi32",
    ),
    "depth": (
        """%0 = tosa.matmul %arg0, %arg0, %arg5, %arg5 :
           (tensor<2x3x4xi8>, tensor<2x3x4xi8>, tensor<1xi8>, tensor<1xi8>) -> tensor<2x3x4xi32>""",
        "multiplies 2x3x4xi8 by 2x3x4xi8, expected the same batch and depth",
    ),
    "elements": (
        "%0 = tosa.exp %arg4 : (tensor<2xi32>) -> tensor<2xi32>",
        "on elements (i32) -> i32 is not defined by TOSA and not executed",
    ),
}


@pytest.mark.parametrize("name", ERRORS)
def test_what_cannot_be_executed_is_named(name: str, driver: Path, tmp_path: Path) -> None:
    statement, expected = ERRORS[name]
    types = ("tensor<2x3x4xi8>", "tensor<2xui8>", "tensor<?xi32>", "tensor<2xf64>", "tensor<2xi32>", "tensor<1xi8>")
    arguments = ", ".join(f"%arg{i}: {kind}" for i, kind in enumerate(types))
    result = statement.rsplit("-> ", 1)[1]
    text = f"func.func @main({arguments}) -> {result} {{\n  {statement}\n  return %0 : {result}\n}}\n"
    (tmp_path / "m.mlir").write_text(text)
    command: list[str | Path] = [driver, tmp_path / "m.mlir", "-o", tmp_path / "y.npy"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert 'm.mlir":2:' in done.stderr and expected in done.stderr


def test_indices_outside_the_operand_are_an_error(driver: Path, tmp_path: Path) -> None:
    m = Module()
    indices = m.argument(np.array([[0, 3]], np.int32), "i32")
    m.op("gather", [m.input((1, 3, 2), "i8"), indices], (1, 2, 2), "i8")
    with pytest.raises(AssertionError, match="tosa.gather: index 3 at position 1, expected 0 to 2"):
        m.run(driver, tmp_path)
