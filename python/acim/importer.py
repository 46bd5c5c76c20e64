"""`acim import`: a .tflite or a TOSA module in, a TOSA module that the compiler takes out."""

from __future__ import annotations

import re
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from acim import tosa
from acim.errors import AcimError, ToolError
from acim.operators import OperatorReport, report_operators
from acim.outputs import check_inputs, write_text
from acim.tools import Tools

# The converter cannot read models that carry this key; nothing looks at its value. Same length, so no offset moves.
_STABLEHLO_KEY = (b"keep_stablehlo_constant", b"Keep_stablehlo_constant")
_MODULES = (".mlir", ".mlirbc")
_TFLITE_MAGIC = slice(4, 8)
_NOISE = re.compile(r"^(WARNING: All log messages|\[INFO\]|\[WARNING\] Debug info)")


@dataclass
class Imported:
    """A normalised TOSA module and what is known about it."""

    text: str
    signature: tosa.Signature
    operators: OperatorReport
    objections: list[str] = field(default_factory=list)


def import_model(tools: Tools, source: Path, *, batch: int | None = None) -> Imported:
    """Read, check and normalise a model. `batch` replaces a batch dimension that the model leaves open (default 1)."""
    check_inputs([source])
    if batch is not None and batch < 1:
        raise AcimError(f"--batch must be at least 1, found {batch}")
    with tempfile.TemporaryDirectory(prefix="acim-import-") as scratch:
        raw = _read(tools, source, Path(scratch))
        module = Path(scratch) / f"{source.stem}.mlir"
        module.write_text(raw)
        # Before a pass touches the module, so that what is refused is named as the model names it.
        given = source if source.suffix in _MODULES else module
        report_operators(tools, given, source).require_supported(source)
        signature = tosa.read_signature(tools, raw, source)
        _check_batch(signature, batch, source)
        text = tosa.normalise(tools, raw, signature, batch or 1, source)
        text = tosa.canonical(tools, text, source)
        module.write_text(text)
        operators = report_operators(tools, module, source)
    operators.require_supported(source)
    return Imported(text, signature.pinned(batch or 1), operators, tosa.validation_errors(tools, text, source))


def import_to_file(tools: Tools, source: Path, target: Path, *, batch: int | None = None) -> Imported:
    imported = import_model(tools, source, batch=batch)
    write_text(target, imported.text)
    return imported


def _read(tools: Tools, source: Path, scratch: Path) -> str:
    if source.suffix in _MODULES:
        return tosa.read_module(tools, source)
    if source.suffix != ".tflite":
        raise AcimError(f"{source}: expected a .tflite, .mlir or .mlirbc file, found '{source.suffix}'")
    return _convert_tflite(tools, source, scratch)


def _convert_tflite(tools: Tools, source: Path, scratch: Path) -> str:
    """Run the converter as a process of its own, so that its death is an error message and not ours."""
    content = source.read_bytes()
    if content[_TFLITE_MAGIC] != b"TFL3":
        raise AcimError(f"{source} is not a TensorFlow Lite model: expected 'TFL3' at byte 4, found {content[:8]!r}")
    copy, target = scratch / source.name, scratch / "converted.mlir"
    copy.write_bytes(content.replace(*_STABLEHLO_KEY))
    command: list[str | Path] = [tools.converter(), "--text", "--emit-debug-info", copy, "-o", target]
    try:
        tools.run(command, doing=f"convert {source}", source=source)
    except ToolError as error:
        error.stderr = _without_noise(error.stderr).replace(str(copy), str(source))
        error.hint = "is the file complete? Compare its size or checksum with the original"
        if error.returncode < 0:
            error.hint = "the converter crashed on this model; models quantized in blocks are known to do that"
        raise
    if not target.exists():
        raise AcimError(f"the converter reported success but wrote nothing for {source}")
    return _place_by_name(target.read_text())


def _place_by_name(text: str) -> str:
    """Make every operation's location the name of its tensor in the .tflite; the converter says line 0 of the file.

    Of the names that fused operators carry, joined by semicolons, the first stands for all.
    """
    return re.sub(r'^(#loc\d+ = loc\("[^";]*)[^"]*"\(#loc\d*\)\)$', r'\1":0:0)', text, flags=re.MULTILINE)


def _without_noise(stderr: str) -> str:
    return "".join(line for line in stderr.splitlines(keepends=True) if not _NOISE.match(line))


def _check_batch(signature: tosa.Signature, batch: int | None, source: Path) -> None:
    leading = {type_.shape[0] for type_ in signature.inputs if type_.shape}
    if batch is not None and None not in leading and leading != {batch}:
        fixed = ", ".join(map(str, sorted(dim for dim in leading if dim is not None)))
        raise AcimError(f"{source}: the model's batch is fixed to {fixed}; --batch {batch} cannot change it")
