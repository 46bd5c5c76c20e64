"""What the importer does to a TOSA module's text: read its signature, pin its batch, normalise it, validate it.

LLVM's own mlir-opt does all the work. The text is touched in two places only, both in MLIR's canonical printing: an entry
function is appended before the module's closing brace, and reshapes to a shape with a -1 get the shape they have.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from acim.errors import AcimError, ToolError
from acim.tools import QUIET, Tools

UNSIGNED = "acim.unsigned"
_ENTRY = "acim_entry"
_NORMALISE = (
    "builtin.module({prepare}func.func(tosa-convert-integer-type-to-signless,tosa-infer-shapes,canonicalize,"
    "tosa-layerwise-constant-fold,canonicalize))"
)
_INLINE = f"symbol-privatize{{exclude={_ENTRY}}},inline,symbol-dce,"
_VALIDATE = (
    "builtin.module(tosa-attach-target{profiles=pro_int,pro_fp extensions=doubleround,inexactround,int16,int4 level=none},"
    "tosa-validate{strict-op-spec-alignment})"
)
_OLD_SPELLINGS = (
    "tosa.fully_connected",
    "quantization_info",
    "new_shape",
    "double_round",
    "{value = dense",
    "min_int =",
)
_RECONVERT = "re-convert the model with a converter that writes TOSA 1.0 (for .tflite: give acim the .tflite itself)"


@dataclass(frozen=True)
class TensorType:
    """`tensor<1x32x32x3xui8>`; a dimension that is not known is None."""

    shape: tuple[int | None, ...]
    element: str

    @classmethod
    def parse(cls, text: str) -> TensorType:
        match = re.fullmatch(r"tensor<((?:(?:\d+|\?)x)*)([a-z]\w*)>", text.strip())
        if not match:
            raise AcimError(f"the model has an input or output of type {text}; ranked tensors of numbers were expected")
        dims = match[1].split("x")[:-1]
        return cls(tuple(None if dim == "?" else int(dim) for dim in dims), match[2])

    def __str__(self) -> str:
        dims = "".join(f"{'?' if dim is None else dim}x" for dim in self.shape)
        return f"tensor<{dims}{self.element}>"

    @property
    def unsigned(self) -> bool:
        return self.element.startswith("ui")

    @property
    def dynamic(self) -> bool:
        return None in self.shape

    def pinned(self, batch: int) -> TensorType:
        return TensorType((batch, *self.shape[1:]), self.element) if self.shape[:1] == (None,) else self


@dataclass(frozen=True)
class Signature:
    name: str
    inputs: tuple[TensorType, ...]
    outputs: tuple[TensorType, ...]

    @property
    def dynamic(self) -> bool:
        return any(type_.dynamic for type_ in (*self.inputs, *self.outputs))

    @property
    def unsigned(self) -> bool:
        return any(type_.unsigned for type_ in (*self.inputs, *self.outputs))

    def pinned(self, batch: int) -> Signature:
        """The signature with every leading `?` replaced; any other `?` is an error that names its place."""
        for kind, types in (("input", self.inputs), ("output", self.outputs)):
            for number, type_ in enumerate(types):
                if type_.pinned(batch).dynamic:
                    where = [i for i, dim in enumerate(type_.shape) if dim is None and i > 0]
                    raise AcimError(
                        f"{kind} {number} of @{self.name} has type {type_}: dimension {where[0]} is not known; only the "
                        "leading one, the batch, can be pinned at import",
                        hint="export the model with fixed shapes",
                    )
        return Signature(
            self.name,
            tuple(type_.pinned(batch) for type_ in self.inputs),
            tuple(type_.pinned(batch) for type_ in self.outputs),
        )


def read_module(tools: Tools, path: Path) -> str:
    """A TOSA module in text or bytecode as LLVM 22 prints it."""
    command: list[str | Path] = [tools.llvm("mlir-opt"), *QUIET, "--allow-unregistered-dialect", path]
    try:
        return tools.run(command, doing=f"read {path}", source=path)
    except ToolError as error:
        error.hint = _reading_hint(path, error.stderr)
        raise


def _reading_hint(path: Path, stderr: str) -> str | None:
    text = path.read_bytes()
    if b"acim.program" in text or b"acim.mvm" in text:
        return "this module holds acim operations: it is compiled already; give it to `acim compile` or `acim run`"
    if any(spelling.encode() in text for spelling in _OLD_SPELLINGS):
        return f"this looks like TOSA from before 1.0; {_RECONVERT}"
    if "tosa." in stderr:
        return f"if this is TOSA from before 1.0: {_RECONVERT}"
    return None


def read_signature(tools: Tools, text: str, source: Path) -> Signature:
    """The one entry function of a module: its only function, or the one called main."""
    command: list[str | Path] = [
        tools.llvm("mlir-opt"),
        *QUIET,
        "--allow-unregistered-dialect",
        "--mlir-print-op-generic",
    ]
    generic = tools.run(
        [*command, "--mlir-elide-elementsattrs-if-larger=4"], doing=f"read {source}", source=source, stdin=text
    )
    found = [_function(line) for line in generic.splitlines() if '"func.func"()' in line]
    chosen = found if len(found) == 1 else [function for function in found if function.name == "main"]
    if len(chosen) != 1:
        names = ", ".join(f"@{function.name}" for function in found) or "none"
        raise AcimError(f"{source}: expected one function, or one called @main; found {names}")
    if not chosen[0].outputs:
        raise AcimError(f"{source}: @{chosen[0].name} returns nothing")
    return chosen[0]


def _function(line: str) -> Signature:
    """A `"func.func"() <{function_type = (...) -> (...), sym_name = "main"}> ({` of the generic form."""
    inputs, rest = _balanced(line.split("function_type = ", 1)[1])
    outputs, rest = _balanced(rest.split("->", 1)[1].lstrip())
    name = re.search(r'sym_name = "([^"]*)"', line)
    return Signature(name[1] if name else "?", _types(inputs), _types(outputs))


def _balanced(text: str) -> tuple[str, str]:
    """Split off a parenthesised list or a single type from the front of `text`."""
    depth = 0
    for i, char in enumerate(text):
        depth += (char in "(<[") - (char in ")>]" and text[i - 1 : i + 1] != "->")
        if depth == 0:
            closed = char in ")>]"
            if closed or char in ",}":
                end = i + 1 if closed else i
                return text[:end], text[end:]
    return text, ""


def _types(text: str) -> tuple[TensorType, ...]:
    inner = text[1:-1] if text.startswith("(") else text
    return tuple(TensorType.parse(part) for part in inner.split(",") if part.strip())


def normalise(tools: Tools, text: str, signature: Signature, batch: int, source: Path) -> str:
    """Static shapes, signless types, constants folded: the form that the compiler takes."""
    wrap = signature.dynamic or signature.unsigned
    if wrap:
        text = _append(text, _entry_function(signature, signature.pinned(batch)))
    pipeline = _NORMALISE.format(prepare=_INLINE if wrap else "")
    command: list[str | Path] = [
        tools.llvm("mlir-opt"),
        *QUIET,
        "--allow-unregistered-dialect",
        f"--pass-pipeline={pipeline}",
    ]
    result = tools.run(command, doing=f"normalise {source}", source=source, stdin=text)
    result = "".join(_static_reshapes(result.replace(f"@{_ENTRY}(", f"@{signature.name}(", 1)))
    _check_static(result, source)
    return result


def _entry_function(dynamic: Signature, static: Signature) -> str:
    """A function of static types that calls the imported one; the passes then make it the only one.

    `tosa.cast` of a type to its dynamic form folds away once shapes are inferred, so nothing of this remains but the
    types, and the mark on what was unsigned.
    """

    def mark(type_: TensorType) -> str:
        return f"{type_} {{{UNSIGNED}}}" if type_.unsigned else str(type_)

    lines, operands, results = [], [], []
    for i, (wide, exact) in enumerate(zip(dynamic.inputs, static.inputs)):
        operands.append(f"%arg{i}" if wide == exact else f"%in{i}")
        if wide != exact:
            lines.append(f"%in{i} = tosa.cast %arg{i} : ({exact}) -> {wide}")
    count = len(dynamic.outputs)
    call = f"%call{f':{count}' if count > 1 else ''} = func.call @{dynamic.name}({', '.join(operands)})"
    inputs, outputs = (", ".join(map(str, types)) for types in (dynamic.inputs, dynamic.outputs))
    lines.append(f"{call} : ({inputs}) -> ({outputs})")
    for i, (wide, exact) in enumerate(zip(dynamic.outputs, static.outputs)):
        value = f"%call#{i}" if count > 1 else "%call"
        results.append(value if wide == exact else f"%out{i}")
        if wide != exact:
            lines.append(f"%out{i} = tensor.cast {value} : {wide} to {exact}")
    lines.append(f"return {', '.join(results)} : {', '.join(map(str, static.outputs))}")
    arguments = ", ".join(f"%arg{i}: {mark(type_)}" for i, type_ in enumerate(static.inputs))
    header = f"func.func @{_ENTRY}({arguments}) -> ({', '.join(map(mark, static.outputs))})"
    return header + " {\n" + "\n".join(lines) + "\n}\n"


def _append(text: str, function: str) -> str:
    """Put a function at the end of a printed module, whose closing brace stands alone on its line."""
    end = text.rindex("\n}")
    return f"{text[:end]}\n{function}{text[end:]}"


def _static_reshapes(text: str) -> Iterator[str]:
    """Replace the shape operand of reshapes by what the result type says: inference leaves -1 in the operand."""
    form = re.compile(
        r"^(\s*%)(\w+)( = tosa\.reshape %\w+, )%\w+( : .*!tosa\.shape<(\d+)>\) -> tensor<([0-9x]*)x\w+>.*)$"
    )
    open_shapes = set(re.findall(r"(%\w+) = tosa\.const_shape\s+\{values = dense<(?:-1|\[[^\]]*-1[^\]]*\])>", text))
    for line in text.splitlines(keepends=True):
        match = form.match(line)
        if match and re.search(r"tosa\.reshape %\w+, (%\w+)", line)[1] in open_shapes:  # type: ignore[index]
            lead, name, op, types, rank, dims = match.groups()
            values = ", ".join(dims.split("x"))
            yield (
                f"{lead}shape_of_{name} = tosa.const_shape {{values = dense<[{values}]> : tensor<{rank}xindex>}} : "
                f"() -> !tosa.shape<{rank}>\n"
            )
            line = f"{lead}{name}{op}%shape_of_{name}{types}\n"
        yield line


def _check_static(text: str, source: Path) -> None:
    for line in text.splitlines():
        if re.search(r"tensor<(\d+x)*\?", line) or "tensor<*" in line:
            operation = re.search(r"(tosa\.\w+|\w+\.\w+)", line)
            raise AcimError(
                f"{source}: {operation[1] if operation else 'an operation'} has a shape that is not known even with the "
                f"batch pinned: {line.strip()[:200]}",
                hint="export the model with fixed shapes",
            )


def canonical(tools: Tools, text: str, source: Path) -> str:
    """The text as mlir-opt prints it: parsed and verified once more, unused constants gone."""
    command: list[str | Path] = [tools.llvm("mlir-opt"), *QUIET, "--allow-unregistered-dialect", "--canonicalize"]
    return tools.run(command, doing=f"verify the normalised {source}", source=source, stdin=text)


def validation_errors(tools: Tools, text: str, source: Path) -> list[str]:
    """What upstream's TOSA validation objects to, one line each; integer profile, float allowed for the borders."""
    command: list[str | Path] = [
        tools.llvm("mlir-opt"),
        *QUIET,
        "--allow-unregistered-dialect",
        f"--pass-pipeline={_VALIDATE}",
    ]
    try:
        tools.run([*command, "-o", "/dev/null"], doing=f"validate {source}", source=source, stdin=text)
    except ToolError as error:
        return [line.split("error: ", 1)[1] for line in error.stderr.splitlines() if "error: " in line]
    return []
