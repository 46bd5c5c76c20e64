"""The command `acim tune`."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import click
from rich.console import Console

from acim.calibration import LOSSY_SAMPLES
from acim.configuration import DEFAULT_HARDWARE, parse_settings
from acim.report import quantity
from acim.terminal import stdout
from acim.tools import Tools
from acim.tuning.front import front_table, points
from acim.tuning.goal import DEFAULT_LOGIT_ERROR, Goal, Objective, Trial, make_goal
from acim.tuning.session import Session
from acim.tuning.workbench import Material, open_workbench

_FILE = click.Path(path_type=Path)
_AT_LEAST_0 = click.FloatRange(min=0)
_ABOVE_0 = click.FloatRange(min=0, min_open=True)
_INTERRUPTED = 130  # as shells say it of SIGINT


@click.command("tune")
@click.argument("model", type=_FILE)
@click.option(
    "--calibration",
    multiple=True,
    required=True,
    type=_FILE,
    help="Array of some hundred real inputs (.npy) that choices are made for; once for every input of the model.",
)
@click.option(
    "--validation",
    multiple=True,
    required=True,
    type=_FILE,
    help="Array of other inputs (.npy) on which settings are compared; once for every input of the model.",
)
@click.option(
    "--labels",
    type=_FILE,
    help="Class numbers of the validation inputs (.npy). Without them, agreement with the untouched model is the accuracy.",
)
@click.option("-o", "--output", required=True, type=_FILE, metavar="DIR", help="Directory for all that is written.")
@click.option(
    "--hardware", metavar="NAME|FILE", default=DEFAULT_HARDWARE, show_default=True, help="Hardware preset or JSON file."
)
@click.option("--max-accuracy-drop", type=_AT_LEAST_0, metavar="POINTS", help="Accuracy that may be lost.")
@click.option(
    "--max-logit-error",
    type=_AT_LEAST_0,
    metavar="NMSE",
    help="Squared error of the logits over their variance that may be made. Accuracy on some hundred inputs is only known "
    f"to a point or so, this far better; so it holds beside --max-accuracy-drop, and alone.  [default: "
    f"{DEFAULT_LOGIT_ERROR:g}; none with --energy-target]",
)
@click.option(
    "--energy-target",
    type=_ABOVE_0,
    metavar="JOULES",
    help="Energy of an inference that must not be exceeded; then the setting with the least logit error is chosen, else "
    "the one with the least energy.",
)
@click.option("--max-latency", type=_ABOVE_0, metavar="SECONDS", help="Latency that must not be exceeded.")
@click.option(
    "--objective",
    type=click.Choice(get_args(Objective)),
    default="total",
    show_default=True,
    help="Energy that counts: all, or that of array, converters and shift-add.",
)
@click.option(
    "--set",
    "options",
    multiple=True,
    metavar="KEY=VALUE",
    help="An option that the pipelines exact and lossy take, the same in all trials.",
)
@click.option("--trials", type=click.IntRange(2), default=30, show_default=True, help="Settings tried, at most.")
@click.option(
    "--samples",
    type=click.IntRange(1, 65536),
    default=LOSSY_SAMPLES,
    show_default=True,
    help="Columns of inputs kept of a layer, at most.",
)
@click.option("--threads", type=click.IntRange(1), help="Worker threads.  [default: all processors]")
@click.option("--batch", type=int, help="Size of a batch dimension that the model leaves open.  [default: 1]")
def tune_command(
    model: Path,
    calibration: tuple[Path, ...],
    validation: tuple[Path, ...],
    labels: Path | None,
    output: Path,
    hardware: str,
    max_accuracy_drop: float | None,
    max_logit_error: float | None,
    energy_target: float | None,
    max_latency: float | None,
    objective: Objective,
    options: tuple[str, ...],
    trials: int,
    samples: int,
    threads: int | None,
    batch: int | None,
) -> None:
    """Find the setting of all passes that costs least within limits, and compile the model with it.

    Writes DIR/tuned.acim, DIR/pareto.json and DIR/pipeline.txt, the text of a pass pipeline. Interrupted, the same
    command goes on where it stopped; with other limits it uses what was measured.

    \b
    Example:
      acim tune model.tflite --calibration x.npy --validation xv.npy --labels yv.npy --max-accuracy-drop 0.3 -o tuned
      acim run tuned/tuned.acim --inputs test.npy --labels test_labels.npy
    """
    goal = make_goal(
        objective,
        max_accuracy_drop=max_accuracy_drop,
        max_logit_error=max_logit_error,
        energy_target=energy_target,
        max_latency=max_latency,
    )
    material = Material(
        model, calibration, validation, labels, hardware, parse_settings(options), samples, threads, batch
    )
    tools, console = Tools.from_environment(), Console(stderr=True, highlight=False)
    material.check(tools, output)
    try:
        with open_workbench(tools, material, output, console) as bench:
            session = Session(bench, goal, output)
            for trial in session.run(trials):
                console.print(f"trial {len(session.trials)} of {trials}: {_describe(trial, goal)}", soft_wrap=True)
            chosen = session.finish()
    except KeyboardInterrupt:
        console.print("stopped; the same command goes on from here")
        raise SystemExit(_INTERRUPTED) from None
    _show_result(session, chosen, console)


def _describe(trial: Trial, goal: Goal) -> str:
    figures = trial.figures
    return (
        f"{trial.setting.name}: {quantity(figures.energy(goal.objective), 'J')}, {points(figures.accuracy_drop)} points, "
        f"logit NMSE {figures.logit_nmse:.3g}"
    )


def _show_result(session: Session, chosen: Trial, console: Console) -> None:
    stdout().print(front_table(session.goal, session.trials, chosen))
    if session.reused:
        console.print(f"{session.reused} of {len(session.trials)} trials were measured by an earlier run")
    directory = session.directory
    written = f"wrote {directory}/tuned.acim, pipeline.txt, report.json and pareto.json"
    console.print(f"{written}: {chosen.setting.name}", soft_wrap=True)
