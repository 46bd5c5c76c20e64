"""Seeded random TOSA modules of every operator that crossbars take, and what they compute."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

import numpy as np
import tosa_reference as reference

Values = np.ndarray
BITS = {"i4": 4, "i8": 8, "i16": 16}


def full_range(rng: np.random.Generator, shape: tuple[int, ...], element: str) -> Values:
    """Uniform over the type, both ends included."""
    half = 1 << (BITS[element] - 1)
    values = rng.integers(-half, half, shape)
    ends = values.reshape(-1)
    ends[:2] = [-half, half - 1][: ends.size]
    return values


@dataclass
class Module:
    """A function under construction; every argument and result is one row of numbers, so that rows are inferences."""

    rng: np.random.Generator
    rows: int
    arguments: list[tuple[str, Values]] = field(default_factory=list)
    results: list[tuple[str, str, Values]] = field(default_factory=list)
    body: list[str] = field(default_factory=list)
    count: int = 0

    def emit(self, right: str) -> str:
        self.count += 1
        self.body.append(f"  %{self.count} = {right}")
        return f"%{self.count}"

    def constant(self, values: object, element: str) -> tuple[str, str]:
        array = np.asarray(values)
        kind = f"tensor<{'x'.join(map(str, array.shape))}x{element}>"
        return self.emit(f'"tosa.const"() <{{values = dense<{array.tolist()}> : {kind}}}> : () -> {kind}'), kind

    def scalar(self, value: int, element: str) -> tuple[str, str]:
        return self.constant([value], element)

    def shape(self, sizes: tuple[int, ...]) -> str:
        text = f"dense<{list(sizes)}> : tensor<{len(sizes)}xindex>"
        return self.emit(f"tosa.const_shape {{values = {text}}} : () -> !tosa.shape<{len(sizes)}>")

    def reshape(self, name: str, kind: str, sizes: tuple[int, ...]) -> tuple[str, str]:
        target = f"tensor<{'x'.join(map(str, sizes))}x{element_of(kind)}>"
        shape = self.shape(sizes)
        return self.emit(f"tosa.reshape {name}, {shape} : ({kind}, !tosa.shape<{len(sizes)}>) -> {target}"), target

    def argument(self, shape: tuple[int, ...], element: str) -> tuple[str, str, Values]:
        """Activations of `shape` and their values, one array a row."""
        size = int(np.prod(shape))
        values = full_range(self.rng, (self.rows, size), element)
        name = f"%arg{len(self.arguments)}"
        self.arguments.append((f"tensor<1x{size}x{element}>", values))
        shaped, kind = self.reshape(name, f"tensor<1x{size}x{element}>", shape)
        return shaped, kind, values.reshape(self.rows, *shape)

    def result(self, name: str, kind: str, values: Values) -> None:
        size = values[0].size
        flat, target = self.reshape(name, kind, (1, size))
        self.results.append((flat, target, values.reshape(self.rows, size)))

    def text(self) -> str:
        arguments = ", ".join(f"%arg{i}: {kind}" for i, (kind, _) in enumerate(self.arguments))
        names = ", ".join(name for name, _, _ in self.results)
        kinds = ", ".join(kind for _, kind, _ in self.results)
        return "\n".join(
            [f"func.func @main({arguments}) -> ({kinds}) {{", *self.body, f"  return {names} : {kinds}", "}", ""]
        )


def element_of(kind: str) -> str:
    return kind.removesuffix(">").rsplit("x", 1)[1]


def accumulator(element: str) -> str:
    return "i48" if element == "i16" else "i32"


def tensor(shape: tuple[int, ...], element: str) -> str:
    return f"tensor<{'x'.join(map(str, shape))}x{element}>"


def i64s(values: tuple[int, ...]) -> str:
    return f"array<i64: {', '.join(map(str, values))}>"


@dataclass
class Weights:
    """Constant weights, bias and zero points of one product, in the module and as numbers."""

    operands: str
    kinds: str
    values: Values
    bias: Values
    input_zp: int

    @classmethod
    def random(
        cls,
        m: Module,
        shape: tuple[int, ...],
        outputs: int,
        inputs: str = "i8",
        element: str = "i8",
        zero: bool = False,
    ) -> Weights:
        values = np.zeros(shape, int) if zero else full_range(m.rng, shape, element)
        asymmetric = inputs == element == "i8"
        input_zp, weight_zp = (int(z) for z in m.rng.integers(-128, 128, 2)) if asymmetric else (0, 0)
        bias = m.rng.integers(-(1 << 20), 1 << 20, m.rng.choice([1, outputs]))
        operands = [
            m.constant(values, element),
            m.constant(bias, accumulator(inputs)),
            m.scalar(input_zp, inputs),
            m.scalar(weight_zp, element),
        ]
        names, kinds = zip(*operands)
        return cls(", ".join(names), ", ".join(kinds), values - weight_zp, bias, input_zp)


@dataclass(frozen=True)
class Window:
    kernel: tuple[int, int]
    stride: tuple[int, int]
    pad: tuple[int, int, int, int]
    dilation: tuple[int, int]
    size: tuple[int, int]

    @classmethod
    def random(cls, rng: np.random.Generator, largest: int = 4) -> Window:
        """A window that fits its input exactly, as TOSA wants it."""
        while True:
            kernel, stride, dilation, out = (rng.integers(1, high, 2) for high in (4, 4, 3, largest + 1))
            pad = rng.integers(0, 3, 4)
            size = (out - 1) * stride + (kernel - 1) * dilation + 1 - [pad[0] + pad[1], pad[2] + pad[3]]
            if min(size) >= 1:
                pairs = [tuple(int(v) for v in value) for value in (kernel, stride, pad, dilation, size)]
                return cls(*pairs)  # type: ignore[arg-type]

    def attributes(self, element: str) -> str:
        return (
            f"{{acc_type = {accumulator(element)}, dilation = {i64s(self.dilation)}, pad = {i64s(self.pad)}, "
            f"stride = {i64s(self.stride)}}}"
        )


def convolution(
    m: Module,
    batch: int = 1,
    inputs: str = "i8",
    element: str = "i8",
    zero: bool = False,
    channels: int | None = None,
    outputs: int | None = None,
    window: Window | None = None,
) -> None:
    window = window or Window.random(m.rng)
    c, o = channels or int(m.rng.integers(1, 9)), outputs or int(m.rng.integers(1, 9))
    x, kind, values = m.argument((batch, *window.size, c), inputs)
    w = Weights.random(m, (o, *window.kernel, c), o, inputs, element, zero)
    y = np.stack(
        [reference.conv2d(v - w.input_zp, w.values, w.bias, window.stride, window.pad, window.dilation) for v in values]
    )
    target = tensor(y.shape[1:], accumulator(inputs))
    name = m.emit(f"tosa.conv2d {x}, {w.operands} {window.attributes(inputs)} : ({kind}, {w.kinds}) -> {target}")
    m.result(name, target, y)


def depthwise(m: Module, inputs: str = "i8", channels: int | None = None, multiplier: int | None = None) -> None:
    window = Window.random(m.rng)
    c, k = channels or int(m.rng.integers(1, 9)), multiplier or int(m.rng.integers(1, 4))
    x, kind, values = m.argument((1, *window.size, c), inputs)
    w = Weights.random(m, (*window.kernel, c, k), c * k, inputs)
    y = np.stack(
        [
            reference.depthwise_conv2d(v - w.input_zp, w.values, w.bias, window.stride, window.pad, window.dilation)
            for v in values
        ]
    )
    target = tensor(y.shape[1:], accumulator(inputs))
    operands = f"{x}, {w.operands} {window.attributes(inputs)} : ({kind}, {w.kinds})"
    m.result(m.emit(f"tosa.depthwise_conv2d {operands} -> {target}"), target, y)


def transposed(m: Module, stride: tuple[int, int]) -> None:
    """Pads that crop, and pads that outputs without any input lie in."""
    kernel = tuple(int(k) for k in m.rng.integers(1, 5, 2))
    size = tuple(int(s) for s in m.rng.integers(1, 5, 2))
    c, o = (int(v) for v in m.rng.integers(1, 5, 2))
    while True:
        top, bottom, left, right = (int(m.rng.integers(1 - kernel[i // 2], 4)) for i in range(4))
        pad = (top, bottom, left, right)
        out = [(size[i] - 1) * stride[i] + kernel[i] + pad[2 * i] + pad[2 * i + 1] for i in range(2)]
        if min(out) >= 1:
            break
    x, kind, values = m.argument((1, *size, c), "i8")
    w = Weights.random(m, (o, *kernel, c), o)
    y = np.stack([reference.transpose_conv2d(v - w.input_zp, w.values, w.bias, stride, pad) for v in values])
    target = tensor(y.shape[1:], "i32")
    attributes = f"{{acc_type = i32, out_pad = {i64s(pad)}, stride = {i64s(stride)}}}"
    m.result(
        m.emit(f"tosa.transpose_conv2d {x}, {w.operands} {attributes} : ({kind}, {w.kinds}) -> {target}"), target, y
    )


def matmul(m: Module, batch: int, constant: str, element: str = "i8") -> None:
    rows, inner, columns = (int(v) for v in m.rng.integers(1, 12, 3))
    shapes = {"left": (batch, rows, inner), "right": (batch, inner, columns)}
    weights = full_range(m.rng, shapes[constant], element)
    zps = {side: int(m.rng.integers(-128, 128)) if element == "i8" else 0 for side in shapes}
    activation = "right" if constant == "left" else "left"
    x, kind, values = m.argument(shapes[activation], element)
    w, weight_kind = m.constant(weights, element)
    sides = {constant: (w, weight_kind), activation: (x, kind)}
    zp = {side: m.scalar(zps[side], element) for side in shapes}
    operands = [sides["left"], sides["right"], zp["left"], zp["right"]]
    shifted = {constant: weights - zps[constant], activation: values - zps[activation]}
    y = np.matmul(shifted["left"], shifted["right"])
    target = tensor((batch, rows, columns), accumulator(element))
    names, kinds = (", ".join(part) for part in zip(*operands))
    m.result(m.emit(f"tosa.matmul {names} : ({kinds}) -> {target}"), target, y)


def grouped(m: Module) -> None:
    """A grouped convolution as importers write it, its groups in any order."""
    window = Window.random(m.rng)
    groups, c, o = (int(v) for v in m.rng.integers([2, 1, 1], [5, 4, 5]))
    x, kind, values = m.argument((1, *window.size, groups * c), "i8")
    input_zp = m.scalar(int(m.rng.integers(-128, 128)), "i8")
    zp = int(m.body[-1].split("dense<[")[1].split("]")[0])
    part = tensor((1, *window.size, c), "i8")
    size = m.shape((1, *window.size, c))
    for group in m.rng.permutation(groups):
        first = int(group) * c
        start = m.shape((0, 0, 0, first))
        sliced = m.emit(f"tosa.slice {x}, {start}, {size} : ({kind}, !tosa.shape<4>, !tosa.shape<4>) -> {part}")
        w = Weights.random(m, (o, *window.kernel, c), o)
        operands, kinds = w.operands.split(", "), w.kinds.split(", ")
        operands[2], kinds[2] = input_zp
        channels = values[..., first : first + c] - zp
        y = np.stack(
            [reference.conv2d(v, w.values, w.bias, window.stride, window.pad, window.dilation) for v in channels]
        )
        target = tensor(y.shape[1:], "i32")
        arguments = f"{sliced}, {', '.join(operands)} {window.attributes('i8')} : ({part}, {', '.join(kinds)})"
        m.result(m.emit(f"tosa.conv2d {arguments} -> {target}"), target, y)


def two_layers(m: Module) -> None:
    """A convolution, its rescale to bytes, and a dense layer on every position."""
    window = Window.random(m.rng)
    c, middle, o = (int(v) for v in m.rng.integers(1, 9, 3))
    x, kind, values = m.argument((1, *window.size, c), "i8")
    w = Weights.random(m, (middle, *window.kernel, c), middle)
    sums = np.stack(
        [reference.conv2d(v - w.input_zp, w.values, w.bias, window.stride, window.pad, window.dilation) for v in values]
    )
    target = tensor(sums.shape[1:], "i32")
    first = m.emit(f"tosa.conv2d {x}, {w.operands} {window.attributes('i8')} : ({kind}, {w.kinds}) -> {target}")
    multiplier, shift = m.rng.integers(1 << 30, 1 << 31, middle), m.rng.integers(40, 46, middle)
    zp = int(m.rng.integers(-128, 128))
    operands = [m.constant(multiplier, "i32"), m.constant(shift, "i8"), m.scalar(0, "i32"), m.scalar(zp, "i8")]
    names, kinds = (", ".join(part) for part in zip(*operands))
    bytes_kind = target.replace("i32", "i8")
    attributes = "{input_unsigned = false, output_unsigned = false, per_channel = true, "
    attributes += "rounding_mode = DOUBLE_ROUND, scale32 = true}"
    scaled = m.emit(f"tosa.rescale {first}, {names} {attributes} : ({target}, {kinds}) -> {bytes_kind}")
    hidden = reference.rescale(sums, multiplier, shift, zp)
    w = Weights.random(m, (o, 1, 1, middle), o)
    one = Window((1, 1), (1, 1), (0, 0, 0, 0), (1, 1), window.size)
    y = np.stack([reference.conv2d(v - w.input_zp, w.values, w.bias, (1, 1), one.pad, (1, 1)) for v in hidden])
    final = tensor(y.shape[1:], "i32")
    arguments = f"{scaled}, {w.operands} {one.attributes('i8')} : ({bytes_kind}, {w.kinds})"
    m.result(m.emit(f"tosa.conv2d {arguments} -> {final}"), final, y)


SINGLE = Window((1, 1), (1, 1), (0, 0, 0, 0), (1, 1), (1, 1))
# What stands in one module, compiled and run together.
FAMILIES: dict[str, list[Callable[[Module], None]]] = {
    "conv2d": [
        *[convolution] * 5,
        lambda m: convolution(m, batch=3),
        lambda m: convolution(m, channels=33, outputs=3, window=Window((3, 3), (1, 1), (1, 1, 1, 1), (1, 1), (3, 3))),
        lambda m: convolution(m, channels=150, outputs=40, window=SINGLE),
        lambda m: convolution(m, zero=True),
        lambda m: convolution(m, window=SINGLE),
        grouped,
        grouped,
    ],
    "depthwise_conv2d": [
        *[depthwise] * 3,
        lambda m: depthwise(m, channels=1, multiplier=8),
        lambda m: depthwise(m, channels=40, multiplier=1),
        two_layers,
        two_layers,
    ],
    "transpose_conv2d": [partial(transposed, stride=(a, b)) for a in (1, 2, 3) for b in (1, 2, 3)],
    "matmul": [partial(matmul, batch=batch, constant=side) for batch in (1, 3) for side in ("left", "right")],
    "widths": [
        lambda m: convolution(m, element="i4"),
        lambda m: convolution(m, inputs="i16"),
        lambda m: depthwise(m, inputs="i16"),
        lambda m: matmul(m, 2, "right", "i16"),
        lambda m: matmul(m, 1, "left", "i16"),
    ],
}


def build(family: str, seed: int, rows: int = 2) -> Module:
    module = Module(np.random.default_rng([seed, *family.encode()]), rows)
    for add in FAMILIES[family]:
        add(module)
    return module
