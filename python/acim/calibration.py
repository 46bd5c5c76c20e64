"""`acim calibrate`: a model and real inputs in, the model with statistics of its layers out."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from acim.compiler import hardware_text, point_to_hardware_file
from acim.configuration import DEFAULT_HARDWARE
from acim.contents import holds_layers, holds_program
from acim.errors import AcimError, ToolError
from acim.importer import import_to_file
from acim.outputs import check_inputs, check_writable, staged
from acim.runner import progress_bar
from acim.tools import Tools

LOSSY_SAMPLES = 2048  # columns of a layer, from which the moments of hundreds of rows are estimated
_SUFFIXES = (".mlir", ".mlirbc")


@dataclass(frozen=True)
class CalibrationOptions:
    inputs: Sequence[Path]
    hardware: str = DEFAULT_HARDWARE
    samples: int | None = None
    threads: int | None = None
    batch: int | None = None
    sensitivity: bool = False
    perturbations: int | None = None

    def check(self, tools: Tools, source: Path, target: Path) -> None:
        """Find what cannot work before anything is imported or run."""
        self.check_sources(tools, source)
        if target.suffix not in _SUFFIXES:
            raise AcimError(f"cannot write {target}: the name of a calibrated model ends in {' or '.join(_SUFFIXES)}")
        check_writable(target)

    def check_sources(self, tools: Tools, source: Path) -> None:
        if not self.inputs:
            raise AcimError("no inputs: give one --inputs FILE.npy for every input of the model")
        check_inputs([source, *self.inputs])
        if holds_program(tools, source):
            raise AcimError(
                f"{source} is compiled already: expected a model", hint="calibrate the model that it was compiled from"
            )


def calibrate_model(tools: Tools, source: Path, target: Path, options: CalibrationOptions, console: Console) -> str:
    """Write `source` with statistics to `target`; returns what was gathered, as a line."""
    options.check(tools, source, target)
    with ExitStack() as stack:
        module = source
        if not holds_layers(tools, source):
            scratch = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="acim-calibrate-")))
            module = scratch / f"{source.stem}.mlir"
            import_to_file(tools, source, module, batch=options.batch)
        output = stack.enter_context(staged(target))
        command = _command(tools, module, output, options)
        on_line = stack.enter_context(progress_bar(console, "calibrating"))
        watched = [*command, "--progress"] if on_line else command
        try:
            said = tools.run(watched, doing=f"calibrate {source}", source=source, on_stderr_line=on_line)
        except ToolError as error:
            point_to_hardware_file(error, options.hardware)
            error.stderr = error.stderr.replace(str(module), str(source))
            raise
        return said.strip()


def _command(tools: Tools, module: Path, output: Path, options: CalibrationOptions) -> list[str | Path]:
    command: list[str | Path] = [tools.own("acim-calibrate"), module, "--hardware", hardware_text(options.hardware)]
    for array in options.inputs:
        command += ["--inputs", array]
    command += ["--sensitivity"] if options.sensitivity else []
    for flag, number in (
        ("--samples", options.samples),
        ("--perturbations", options.perturbations),
        ("--threads", options.threads),
    ):
        command += [flag, str(number)] if number is not None else []
    return [*command, "-o", output]
