"""The command line: each command checks its arguments, calls one function and shows what came of it."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any, NoReturn, TypeVar, get_args

import click
from rich.console import Console
from rich.markup import escape

from acim import __version__, compiler, configuration, doctor, importer, outputs, runner
from acim import calibration as calibration_room
from acim import report as reports
from acim.configuration import DEFAULT_HARDWARE, CompileOptions, load_preset, override, parse_settings
from acim.contents import holds_layers, holds_program
from acim.errors import AcimError, ToolError
from acim.operators import operator_table
from acim.terminal import stdout
from acim.tools import Tools
from acim.tuning.command import tune_command

_F = TypeVar("_F", bound=Callable[..., Any])
_FILE = click.Path(path_type=Path)
_CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 110}
_SHOWN_STDERR_LINES = 40


class _Commands(click.Group):
    """Turns AcimError into a message and exit code 1; anything else is a bug and shows its traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        logging.basicConfig(format="%(message)s")
        try:
            return super().invoke(ctx)
        except AcimError as error:
            show_error(error)


def show_error(error: AcimError) -> NoReturn:
    """Print an error with the command, input and stderr of the tool that failed, and leave with exit code 1."""
    console = Console(stderr=True, soft_wrap=True, highlight=False)
    console.print(f"[bold red]error:[/] {escape(error.message)}")
    if isinstance(error, ToolError):
        console.print(f"  [dim]command:[/] {escape(error.shell_command())}")
        if error.source:
            console.print(f"  [dim]input:[/]   {escape(str(error.source))}")
        lines = error.stderr.strip().splitlines() or ["(it wrote nothing to stderr)"]
        for line in lines[:_SHOWN_STDERR_LINES]:
            console.print(f"  [dim]|[/] {escape(line[:400])}")
        if len(lines) > _SHOWN_STDERR_LINES:
            console.print(f"  [dim]| ... {len(lines) - _SHOWN_STDERR_LINES} more lines[/]")
    if error.hint:
        console.print(f"  [bold]hint:[/] {escape(error.hint)}")
    raise SystemExit(1)


def _compile_options(command: _F) -> _F:
    """The options that say how a model is compiled, in the order of --help."""
    options = [
        click.option(
            "--preset",
            metavar="NAME|FILE",
            help="All compile options at once, which the options below override: a JSON file or "
            + ", ".join(f"{name} ({meaning})" for name, meaning in configuration.PRESETS.items())
            + ".",
        ),
        click.option("--hardware", metavar="NAME|FILE", help="Hardware preset or JSON file.  [default: chen_rram128]"),
        click.option(
            "--pipeline",
            metavar="NAME|TEXT|FILE",
            help="Named pipeline (plain, exact, lossy), or a pass pipeline.  [default: plain]",
        ),
        click.option(
            "--weight-encoding",
            type=click.Choice(get_args(configuration.WeightEncoding)),
            help="How weights become cells; auto (with the pipeline exact): each layer's cheapest.",
        ),
        click.option(
            "--input-encoding",
            type=click.Choice(get_args(configuration.InputEncoding)),
            help="How inputs become driven planes; auto as above.",
        ),
        click.option("--dac-bits", type=click.IntRange(1, 4), help="Input planes driven at once."),
        click.option(
            "--readout", type=click.Choice(["single", "difference", "separate"]), help="What a converter reads."
        ),
        click.option(
            "--correction",
            type=click.Choice(["digital", "reference_column"]),
            help="How the offset of weights is taken back.",
        ),
        click.option(
            "--adc-semantics",
            type=click.Choice(get_args(configuration.AdcSemantics)),
            help="What converter codes mean.",
        ),
        click.option(
            "--adc-granularity",
            type=click.Choice(get_args(configuration.AdcGranularity)),
            help="What shares a proven range.",
        ),
        click.option("--adc-bits", type=click.IntRange(1, 32), help="Resolution of the converters."),
        click.option("--ou-rows", type=click.IntRange(1), help="Rows of an operation unit."),
        click.option("--ou-columns", type=click.IntRange(1), help="Columns of an operation unit."),
        click.option("--set", "settings", multiple=True, metavar="KEY=VALUE", help="Any other pipeline option."),
        click.option(
            "--calibration",
            multiple=True,
            type=_FILE,
            help="Array of some hundred real inputs (.npy) that choices by energy are made for; once for every input.",
        ),
    ]
    for option in reversed(options):
        command = option(command)
    return command


def _chosen(preset: str | None, settings: tuple[str, ...], **chosen: Any) -> CompileOptions:
    base = load_preset(preset) if preset else CompileOptions()
    return override(base, options=base.options | parse_settings(settings), **chosen)


def _run_options(command: _F) -> _F:
    options = [
        click.option("--inputs", multiple=True, required=True, type=_FILE, help="Array of inputs (.npy), first dimension "
                     "counts them; once for every input of the model."),
        click.option("--labels", type=_FILE, help="Array of class numbers (.npy), for the accuracy."),
        click.option("--reference", metavar="PROGRAM", type=_FILE,
                     help="Say how this run differs from that of another program of the same model."),
        click.option("--explain", is_flag=True, help="Also say what makes the difference, layer by layer and by cause."),
        click.option("--top-k", type=click.IntRange(1), help="Also report top-k accuracy."),
        click.option("--outputs", type=_FILE, help="Write the outputs here (.npy)."),
        click.option("--report", "report_file", type=_FILE, help="Write the whole report here (JSON)."),
        click.option("--engine", type=click.Choice(["auto", "algebraic", "bit-plane"]), default="auto", show_default=True,
                     help="How conversions are computed."),
        click.option("--threads", type=click.IntRange(1), help="Worker threads.  [default: all processors]"),
    ]  # fmt: skip
    for option in reversed(options):
        command = option(command)
    return command


@click.group(cls=_Commands, context_settings=_CONTEXT)
@click.version_option(__version__, prog_name="acim")
def main() -> None:
    """Compile quantized neural networks for analog compute-in-memory, and run them with exact arithmetic and costs.

    \b
    Example:
      acim import model.tflite -o model.mlir
      acim compile model.mlir --hardware chen_rram128 -o model.acim
      acim run model.acim --inputs x.npy --labels y.npy --report report.json
    """


@main.command("import")
@click.argument("model", type=_FILE)
@click.option("-o", "--output", type=_FILE, help="The TOSA module to write.  [default: MODEL.mlir in this directory]")
@click.option("--batch", type=int, help="Size of a batch dimension that the model leaves open.  [default: 1]")
def import_command(model: Path, output: Path | None, batch: int | None) -> None:
    """Turn a .tflite, .mlir or .mlirbc model into the TOSA module that `acim compile` takes.

    \b
    Example:
      acim import model.tflite -o model.mlir --batch 1
    """
    target = output or Path(model.stem + ".mlir")
    outputs.check_inputs([model])
    if output is None and target.exists():
        raise AcimError(f"{target} exists already", hint=f"say where to write with -o (-o {target} overwrites it)")
    outputs.check_writable(target)
    _show_import(importer.import_to_file(Tools.from_environment(), model, target, batch=batch), target)


def _show_import(imported: importer.Imported, target: Path | None) -> None:
    console = Console(stderr=True)
    console.print(operator_table(imported.operators))
    for kind, types in (("inputs", imported.signature.inputs), ("outputs", imported.signature.outputs)):
        console.print(f"{kind}: {', '.join(map(str, types))}", highlight=False)
    for objection in imported.objections[:5]:
        console.print(f"[yellow]TOSA validation:[/] {escape(objection)}")
    if target:
        console.print(f"wrote {target}", highlight=False)


@main.command("compile")
@click.argument("model", type=_FILE)
@click.option("-o", "--output", type=_FILE, help="The program to write.  [default: MODEL.acim in this directory]")
@_compile_options
def compile_command(model: Path, output: Path | None, calibration: tuple[Path, ...], **options: Any) -> None:
    """Compile an imported TOSA module to a tile program.

    \b
    Example:
      acim compile model.mlir --hardware chen_rram128 -o model.acim
      acim compile model.mlir --hardware my_chip.json --adc-bits 6 --ou-rows 16 -o model.acim
      acim compile model.mlir --preset exact --calibration x.npy -o model.acim
    """
    target = output or Path(model.stem + ".acim")
    outputs.check_inputs([model, *calibration])
    outputs.check_writable(target)
    tools, chosen = Tools.from_environment(), _chosen(**options)
    with tempfile.TemporaryDirectory(prefix="acim-compile-") as scratch:
        module = _calibrated(tools, model, calibration, chosen, Path(scratch))
        compiler.compile_model(tools, module, target, chosen)
    Console(stderr=True).print(f"wrote {target} ({reports.quantity(target.stat().st_size, 'B')})", highlight=False)


def _calibrated(tools: Tools, module: Path, inputs: tuple[Path, ...], options: CompileOptions, scratch: Path) -> Path:
    """The module with statistics of the inputs, or as it is where there are none."""
    if not inputs:
        return module
    calibrated = scratch / f"{module.stem}.calibrated.mlirbc"
    lossy = options.pipeline == "lossy"  # which weighs errors by what they do to the logits
    samples = calibration_room.LOSSY_SAMPLES if lossy else None
    wanted = calibration_room.CalibrationOptions(inputs, options.hardware, samples, sensitivity=lossy)
    calibration_room.calibrate_model(tools, module, calibrated, wanted, Console(stderr=True))
    return calibrated


@main.command("calibrate")
@click.argument("model", type=_FILE)
@click.option("-o", "--output", required=True, type=_FILE, help="The calibrated model to write (.mlir or .mlirbc).")
@click.option(
    "--inputs",
    multiple=True,
    required=True,
    type=_FILE,
    help="Array of some hundred real inputs (.npy); once for every input of the model.",
)
@click.option(
    "--hardware", metavar="NAME|FILE", default=DEFAULT_HARDWARE, show_default=True, help="Hardware preset or JSON file."
)
@click.option(
    "--samples",
    type=click.IntRange(1, 65536),
    help="Columns of inputs kept of a layer, at most, and at most 4 MiB of them.  [default: 256]",
)
@click.option(
    "--sensitivity", is_flag=True, help="Also measure what errors of each channel do to the logits; takes longer."
)
@click.option(
    "--perturbations",
    type=click.IntRange(1, 65536),
    help="Inputs on which --sensitivity measures, at most.  [default: 16]",
)
@click.option("--threads", type=click.IntRange(1), help="Worker threads.  [default: all processors]")
@click.option("--batch", type=int, help="Size of a batch dimension that the model leaves open.  [default: 1]")
def calibrate_command(
    model: Path,
    output: Path,
    inputs: tuple[Path, ...],
    hardware: str,
    samples: int | None,
    sensitivity: bool,
    perturbations: int | None,
    threads: int | None,
    batch: int | None,
) -> None:
    """Run a model on real inputs and write it with statistics of its layers, which `acim compile` may use.

    \b
    Example:
      acim calibrate model.tflite --hardware chen_rram128 --inputs x.npy -o calibrated.mlir
      acim compile calibrated.mlir --hardware chen_rram128 -o model.acim
    """
    console = Console(stderr=True)
    options = calibration_room.CalibrationOptions(inputs, hardware, samples, threads, batch, sensitivity, perturbations)
    gathered = calibration_room.calibrate_model(Tools.from_environment(), model, output, options, console)
    size = reports.quantity(output.stat().st_size, "B")
    console.print(f"wrote {output} ({size}): {gathered}", highlight=False)


@main.command("run")
@click.argument("model", type=_FILE)
@_run_options
@_compile_options
@click.option("--batch", type=int, help="Size of a batch dimension that the model leaves open.  [default: 1]")
@click.option("--keep", type=_FILE, metavar="DIR", help="Keep the imported module and the program here.")
def run_command(
    model: Path,
    inputs: tuple[Path, ...],
    labels: Path | None,
    reference: Path | None,
    explain: bool,
    top_k: int | None,
    outputs: Path | None,
    report_file: Path | None,
    engine: runner.Engine,
    threads: int | None,
    batch: int | None,
    keep: Path | None,
    calibration: tuple[Path, ...],
    **options: Any,
) -> None:
    """Run a program; a model that is not compiled yet is imported and compiled first.

    \b
    Example:
      acim run model.acim --inputs x.npy --labels y.npy --outputs out.npy --report report.json
      acim run model.tflite --hardware chen_rram128 --inputs x.npy --keep build
    """
    chosen = runner.RunOptions(inputs, labels, reference, explain, outputs, report_file, engine, threads, top_k)
    run_model(model, chosen, _chosen(**options), batch=batch, keep=keep, calibration=calibration)


def run_model(
    model: Path,
    chosen: runner.RunOptions,
    options: CompileOptions,
    *,
    batch: int | None,
    keep: Path | None,
    calibration: tuple[Path, ...] = (),
) -> None:
    tools, console = Tools.from_environment(), Console(stderr=True)
    outputs.check_inputs([model, *calibration])
    chosen.check()
    with ExitStack() as stack:
        program = model
        if not holds_program(tools, model):
            if keep:
                outputs.make_directory(keep)
            place = keep or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="acim-")))
            program = _compile_for_run(tools, model, place, options, batch, calibration)
        report = runner.run_program(tools, program, chosen, console)
    reports.print_summary(report, stdout())


def _compile_for_run(
    tools: Tools, model: Path, place: Path, options: CompileOptions, batch: int | None, calibration: tuple[Path, ...]
) -> Path:
    module, program = place / f"{model.stem}.mlir", place / f"{model.stem}.acim"
    if module.absolute() == model.absolute():
        raise AcimError(f"--keep {place} would overwrite {model}", hint="name another directory")
    if holds_layers(tools, model):
        module = model
    else:
        importer.import_to_file(tools, model, module, batch=batch)
    module = _calibrated(tools, module, calibration, options, place)
    compiler.compile_model(tools, module, program, options)
    return program


@main.command("report")
@click.argument("file", type=_FILE)
def report_command(file: Path) -> None:
    """Show the summary of a report that `acim run --report` wrote.

    \b
    Example:
      acim report report.json
    """
    reports.print_summary(reports.Report.load(file), stdout())


@main.command("compare")
@click.argument("first", type=_FILE)
@click.argument("second", type=_FILE)
@click.option(
    "--inputs",
    multiple=True,
    type=_FILE,
    help="Array of inputs (.npy) to run two programs on; once for every input.  [default: made-up numbers]",
)
def compare_command(first: Path, second: Path, inputs: tuple[Path, ...]) -> None:
    """Show where the energy, latency, area and accuracy of two runs differ, by their reports or by running two programs.

    \b
    Example:
      acim compare plain.acim proven.acim --inputs x.npy
      acim compare plain.json proven.json
      # after
      acim run model.tflite --inputs x.npy --report plain.json
      acim run model.tflite --inputs x.npy --adc-semantics proven --report proven.json
    """
    from acim import comparison  # which loads numpy: as long as all other commands take to start

    outputs.check_inputs([first, second, *inputs])
    names = (first.stem, second.stem) if first.stem != second.stem else (str(first), str(second))
    tools = Tools.from_environment()
    compiled = [holds_program(tools, path) for path in (first, second)]
    if compiled[0] != compiled[1]:
        raise AcimError(f"of {first} and {second}, one is a program; two programs or two reports can be compared")
    if compiled[0]:
        runs = comparison.run_both(tools, (first, second), inputs, Console(stderr=True))
        comparison.print_comparison(runs.first, runs.second, names, stdout(), runs.remarks)
        return
    if inputs:
        raise AcimError("--inputs is for programs, which are run; reports are of runs that are over")
    comparison.print_comparison(reports.Report.load(first), reports.Report.load(second), names, stdout())


@main.command("demo")
@click.option(
    "--hardware", metavar="NAME|FILE", default=DEFAULT_HARDWARE, show_default=True, help="Hardware to run it on."
)
def demo_command(hardware: str) -> None:
    """Run the network that ships with acim: handwritten digits, int8.

    \b
    Example:
      acim demo
      acim demo --hardware isaac32
    """
    root = Tools.from_environment().checkout
    if root is None:
        raise AcimError("the demo's network lies in acim's checkout; run it there as ./acim demo")
    digits = root / "test/Models/digits"
    chosen = runner.RunOptions([digits / "digits_images.npy"], labels=digits / "digits_labels.npy")
    run_model(digits / "digits.mlir", chosen, CompileOptions(hardware=hardware), batch=None, keep=None)


@main.command("doctor")
def doctor_command() -> None:
    """Show versions, what is missing and how to get it; exit code 1 if something needed is missing.

    \b
    Example:
      acim doctor
    """
    if not doctor.print_findings(doctor.examine(Tools.from_environment()), Console()):
        raise SystemExit(1)


main.add_command(tune_command)


if __name__ == "__main__":
    main()
