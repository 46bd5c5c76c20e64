"""`acim compile`: a TOSA module and a hardware description in, a tile program out."""

from __future__ import annotations

import os
import re
import tempfile
from pathlib import Path

from acim.configuration import CompileOptions
from acim.errors import AcimError, ToolError
from acim.outputs import check_inputs, staged
from acim.tools import QUIET, Tools

_PIPELINES = {"plain": "acim-plain-pipeline", "exact": "acim-exact-pipeline", "lossy": "acim-lossy-pipeline"}
_MODULE_SUFFIXES = (".mlir", ".mlirbc")
_PROGRAM_SUFFIXES = (".acim", ".mlir", ".mlirbc")
_MAX_ARGUMENT = 120_000  # Linux refuses single arguments of 128 KiB and more


def compile_model(tools: Tools, source: Path, target: Path, options: CompileOptions) -> None:
    """Compile `source` to `target`: `.acim`, or the program as `.mlir` or `.mlirbc`."""
    check_inputs([source])
    if source.suffix not in _MODULE_SUFFIXES:
        raise AcimError(
            f"cannot compile {source}: expected a TOSA module, {' or '.join(_MODULE_SUFFIXES)}",
            hint=f"acim import {source} -o {source.stem}.mlir" if source.suffix == ".tflite" else None,
        )
    if target.suffix not in _PROGRAM_SUFFIXES:
        raise AcimError(f"cannot write {target}: the name of a program ends in {', '.join(_PROGRAM_SUFFIXES)}")
    with staged(target) as output, tempfile.TemporaryDirectory(prefix="acim-compile-") as scratch:
        lowered = output if target.suffix != ".acim" else Path(scratch) / "program.mlirbc"
        bytecode = ["--emit-bytecode"] if lowered.suffix == ".mlirbc" else []
        command: list[str | Path] = [tools.own("acim-opt"), *QUIET, source, pipeline_argument(options), *bytecode]
        try:
            tools.run([*command, "-o", lowered], doing=f"compile {source}", source=source)
        except ToolError as error:
            point_to_hardware_file(error, options.hardware)
            raise
        if lowered != output:
            translate: list[str | Path] = [tools.own("acim-translate"), "--program-to-acim", lowered, "-o", output]
            tools.run(translate, doing=f"write {target}", source=source)


def point_to_hardware_file(error: ToolError, hardware: str) -> None:
    """The tools see a hardware description as a text without a name; in what it says, name the file it came from."""
    if _is_file(hardware):
        error.stderr = re.sub(r"\bhardware:(?=\d+:\d+)", lambda _: f"{hardware}:", error.stderr)


def pipeline_argument(options: CompileOptions) -> str:
    """The one argument that tells acim-opt what to do."""
    text = _pipeline_text(options.pipeline)
    if text is None:
        return f"--{_PIPELINES[options.pipeline]}={_pairs(options)}"
    if extra := options.pipeline_options():
        raise AcimError(
            f"the options {', '.join(extra)} belong to a named pipeline ({', '.join(_PIPELINES)}); in a pipeline of your "
            "own write them into its text"
        )
    return f"--pass-pipeline={text}"


def pipeline_text(options: CompileOptions) -> str:
    """A named pipeline with its options as the text of a pass pipeline, on one line."""
    return " ".join(f"builtin.module({_PIPELINES[options.pipeline]}{{{_pairs(options)}}})".split())


def _pairs(options: CompileOptions) -> str:
    pairs = {"hardware": _quoted(hardware_text(options.hardware)), **options.pipeline_options()}
    return " ".join(f"{key}={value}" for key, value in pairs.items())


def _pipeline_text(pipeline: str) -> str | None:
    """The text of a pipeline that is not one of the named ones."""
    if pipeline in _PIPELINES:
        return None
    if "(" not in pipeline and Path(pipeline).is_file():
        pipeline = Path(pipeline).read_text().strip()
    if not pipeline.startswith("builtin.module("):
        raise AcimError(
            f"no pipeline '{pipeline[:80]}': it is neither a name ({', '.join(_PIPELINES)}) nor a file nor a text that "
            "starts with 'builtin.module('"
        )
    return " ".join(pipeline.split())


def _is_file(hardware: str) -> bool:
    """Whether a file is meant, there or not."""
    return hardware.endswith(".json") or os.sep in hardware or Path(hardware).is_file()


def hardware_text(hardware: str) -> str:
    """The name of a preset as it is; of a file the text, as it stands, so that errors can say line and column."""
    if not _is_file(hardware):
        return hardware
    check_inputs([Path(hardware)])
    text = Path(hardware).read_text().strip()
    if not text.startswith("{") or len(text) > _MAX_ARGUMENT:
        raise AcimError(
            f"{hardware} is not a hardware description: expected a JSON object of at most {_MAX_ARGUMENT} bytes"
        )
    return text


def _quoted(text: str) -> str:
    """In quotes for the option parser of MLIR, which knows no escapes and counts braces even there: in a text of JSON,
    a quote or a brace becomes its code."""
    if not text.startswith("{"):
        return text
    codes = str.maketrans({"'": "\\u0027", "{": "\\u007b", "}": "\\u007d"})
    return "'" + re.sub(r'"(?:[^"\\]|\\.)*"', lambda string: string[0].translate(codes), text) + "'"
