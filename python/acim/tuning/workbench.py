"""The tuning directory at work: makes programs, measures them and keeps what the best of them needs."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from rich.console import Console

from acim import __version__
from acim.calibration import LOSSY_SAMPLES, CalibrationOptions, calibrate_model
from acim.compiler import compile_model, hardware_text
from acim.configuration import DEFAULT_HARDWARE, CompileOptions
from acim.errors import AcimError
from acim.outputs import make_directory, staged, write_text
from acim.report import Report
from acim.runner import RunOptions, run_program
from acim.tools import Tools
from acim.tuning.goal import Figures
from acim.tuning.settings import EXACT, Setting
from acim.tuning.store import Store, digest, file_digest, open_store

JOURNAL = "trials.jsonl"
CALIBRATED, REFERENCE = "calibrated.mlirbc", "exact.acim"
PROGRAM, PIPELINE, REPORT = "tuned.acim", "pipeline.txt", "report.json"
_TOOLS = ("acim-calibrate", "acim-opt", "acim-translate", "acim-run")


@dataclass(frozen=True)
class Material:
    """What is tuned, for what, and on what."""

    model: Path
    calibration: Sequence[Path]
    validation: Sequence[Path]
    labels: Path | None = None
    hardware: str = DEFAULT_HARDWARE
    options: Mapping[str, str] = field(default_factory=dict)
    samples: int = LOSSY_SAMPLES
    threads: int | None = None
    batch: int | None = None

    def check(self, tools: Tools, directory: Path) -> None:
        """Find what cannot work before minutes are spent."""
        self.calibration_options.check_sources(tools, self.model)
        self.run_options.check()
        hardware_text(self.hardware)
        if directory.exists() and not directory.is_dir():
            raise AcimError(f"cannot write into {directory}: it is a file", hint="name a directory")

    @property
    def calibration_options(self) -> CalibrationOptions:
        return CalibrationOptions(
            self.calibration, self.hardware, self.samples, self.threads, self.batch, sensitivity=True
        )

    @property
    def run_options(self) -> RunOptions:
        return RunOptions(self.validation, self.labels, threads=self.threads)


@contextmanager
def open_workbench(tools: Tools, material: Material, directory: Path, console: Console) -> Iterator[Workbench]:
    """The directory, with the calibrated model in it and no other process at work there."""
    make_directory(directory)
    with (
        open_store(directory / JOURNAL) as store,
        tempfile.TemporaryDirectory(prefix=".acim-tune-", dir=directory) as scratch,
    ):
        bench = Workbench(tools, material, directory, store, Path(scratch), console)
        bench.calibrate()
        yield bench


class Workbench:
    """Makes every file once: what an earlier run left is taken where all that decides it is the same."""

    def __init__(
        self, tools: Tools, material: Material, directory: Path, store: Store, scratch: Path, console: Console
    ) -> None:
        self._tools, self._material, self._console = tools, material, console
        self._directory, self._store, self._scratch = directory, store, scratch
        self._compiled: Setting | None = None  # whose program is in the scratch directory

    def calibrate(self) -> None:
        """Make the model that every setting is compiled from."""

        def calibrate(target: Path) -> None:
            options = self._material.calibration_options
            calibrate_model(self._tools, self._material.model, target, options, self._console)

        self._make(CALIBRATED, self._calibration_key, calibrate)

    def measured(self, setting: Setting) -> Figures | None:
        """What an earlier run measured."""
        record = self._store.find(self._trial_key(setting))
        return Figures.model_validate(record["figures"]) if record else None

    def measure(self, setting: Setting) -> Figures:
        options = self._run_options()
        report = run_program(self._tools, self._compile(setting), options, self._console)
        figures = figures_of(report)
        self._store.add(self._trial_key(setting), setting=setting.name, figures=figures.model_dump())
        return figures

    def keep(self, setting: Setting) -> None:
        """Make the program of this setting the tuned one."""

        def replace_program(target: Path) -> None:
            program = self._compile(setting)
            (self._directory / REPORT).unlink(missing_ok=True)  # it was of another program
            _copy(program, target)

        self._make(PROGRAM, self._program_key(setting), replace_program)
        write_text(self._directory / PIPELINE, self.pipeline(setting) + "\n")

    def discard(self) -> None:
        """Leave no program of an earlier run where this one found none."""
        for name in (PROGRAM, PIPELINE, REPORT):
            (self._directory / name).unlink(missing_ok=True)

    def report(self, setting: Setting) -> None:
        """The report of the tuned program, with the paths that it has now."""

        def run(target: Path) -> None:
            run_program(self._tools, self._directory / PROGRAM, self._run_options(target), self._console)

        paths = (self._directory, *self._material.validation, self._material.labels)
        self._make(REPORT, digest("report", self._trial_key(setting), *map(str, paths)), run)

    def pipeline(self, setting: Setting) -> str:
        return setting.text(self._material.hardware, self._material.options)

    # What is made from what ----------------------------------------------------------------------------------------

    def _make(self, name: str, key: str, make: Callable[[Path], None]) -> Path:
        target = self._directory / name
        if not self._store.is_made(key, target):
            make(target)
            self._store.add_made(key, target)
        return target

    def _compile(self, setting: Setting) -> Path:
        program = self._scratch / PROGRAM
        if self._compiled == setting:
            return program
        self._compiled = None
        options = CompileOptions(hardware=self._material.hardware, pipeline=self.pipeline(setting))
        with self._console.status(f"compiling {setting.name}"):
            compile_model(self._tools, self._directory / CALIBRATED, program, options)
        self._compiled = setting
        return program

    def _run_options(self, report: Path | None = None) -> RunOptions:
        """Against the program that computes what the model does."""
        reference = self._make(REFERENCE, self._program_key(EXACT), lambda target: _copy(self._compile(EXACT), target))
        return replace(self._material.run_options, report=report, reference=reference)

    @cached_property
    def _calibration_key(self) -> str:
        material = self._material
        chosen = (hardware_text(material.hardware), str(material.samples), str(material.batch))
        return digest("calibration", _versions(self._tools), *chosen, *_digests(material.model, *material.calibration))

    @cached_property
    def _validation_key(self) -> str:
        material = self._material
        labels = [material.labels] if material.labels else []
        return digest(*_digests(*material.validation), "labels", *_digests(*labels))

    def _program_key(self, setting: Setting) -> str:
        return digest("program", self._calibration_key, self.pipeline(setting))

    def _trial_key(self, setting: Setting) -> str:
        return digest("trial", self._program_key(setting), self._validation_key)


def _versions(tools: Tools) -> str:
    """A rebuilt tool may give other results under the same version."""
    return digest(__version__, *_digests(*map(tools.own, _TOOLS)))


def _digests(*paths: Path) -> list[str]:
    return [file_digest(path) for path in paths]


def _copy(program: Path, target: Path) -> None:
    with staged(target) as output:
        shutil.copyfile(program, output)


def figures_of(report: Report) -> Figures:
    summary, reference = report.summary, report.reference
    if reference is None or reference.logit_nmse is None:
        raise AcimError(
            "the logits are the same for all validation inputs, so no error of them can be measured",
            hint="give more inputs; a model without weights cannot be tuned",
        )
    return Figures(
        energy_j=summary.energy_j,
        subtotal_j=summary.converting_j,
        latency_s=summary.latency_s,
        area_m2=summary.area_m2,
        logit_nmse=reference.logit_nmse,
        agreement=reference.agreement,
        top1=summary.top1,
        exact_top1=reference.top1,
    )
