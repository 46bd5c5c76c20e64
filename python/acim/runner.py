"""`acim run`: execute a tile program on arrays, with a progress bar where somebody watches."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from acim.errors import AcimError
from acim.outputs import check_inputs, check_writable, staged
from acim.report import Report
from acim.tools import Tools

Engine = Literal["auto", "algebraic", "bit-plane"]


@dataclass(frozen=True)
class RunOptions:
    inputs: Sequence[Path]
    labels: Path | None = None
    reference: Path | None = None
    explain: bool = False
    outputs: Path | None = None
    report: Path | None = None
    engine: Engine = "auto"
    threads: int | None = None
    top_k: int | None = None

    def check(self) -> None:
        """Find what cannot work before minutes are spent: missing inputs, outputs that cannot be written."""
        if not self.inputs:
            raise AcimError("no inputs: give one --inputs FILE.npy for every input of the model")
        if self.explain and not self.reference:
            raise AcimError("--explain compares with a program of the same model", hint="name one with --reference")
        check_inputs([*self.inputs, *(path for path in (self.labels, self.reference) if path)])
        for target in (self.outputs, self.report):
            if target:
                check_writable(target)


def run_program(tools: Tools, program: Path, options: RunOptions, console: Console) -> Report:
    """Run a program; writes the files that the options name and returns the report."""
    check_inputs([program])
    options.check()
    with ExitStack() as stack:
        scratch = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="acim-run-")))
        outputs = stack.enter_context(staged(options.outputs)) if options.outputs else None
        report = stack.enter_context(staged(options.report)) if options.report else scratch / "report.json"
        command = _command(tools, program, options, outputs, report)
        with progress_bar(console, "running") as on_line:
            watched = [*command, "--progress"] if on_line else command
            tools.run(watched, doing=f"run {program}", source=program, on_stderr_line=on_line)
        return Report.load(report)


def _command(tools: Tools, program: Path, options: RunOptions, outputs: Path | None, report: Path) -> list[str | Path]:
    command: list[str | Path] = [tools.own("acim-run"), program, "--report", report, "--engine", options.engine]
    for array in options.inputs:
        command += ["--inputs", array]
    for flag, value in (("--labels", options.labels), ("--reference", options.reference), ("--outputs", outputs)):
        command += [flag, value] if value else []
    command += ["--explain"] if options.explain else []
    for flag, number in (("--threads", options.threads), ("--top-k", options.top_k)):
        command += [flag, str(number)] if number is not None else []
    return command


@contextmanager
def progress_bar(console: Console, doing: str) -> Iterator[Callable[[str], bool] | None]:
    """A reader of a tool's `progress DONE TOTAL` lines that draws them, or None where nobody watches."""
    if not console.is_terminal:
        yield None
        return
    columns = (
        TextColumn(doing),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(doing, total=None, rate="")

        def on_line(line: str) -> bool:
            words = line.split()
            if len(words) != 3 or words[0] != "progress":
                return False
            speed = bar.tasks[0].finished_speed or bar.tasks[0].speed
            bar.update(task, completed=int(words[1]), total=int(words[2]), rate=f"{speed:.1f}/s" if speed else "")
            return True

        yield on_line
