"""`acim tune` on the network that ships: what it writes, that it can be repeated, resumed and stopped."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner
from conftest import ROOT, Cli

from acim.cli import main
from acim.errors import AcimError
from acim.tools import Tools
from acim.tuning.store import open_store

pytestmark = [pytest.mark.usefixtures("tools"), pytest.mark.slow]
ARRAYS = ("--calibration", "x.npy", "--validation", "xv.npy")
LABELLED = (*ARRAYS, "--labels", "yv.npy")
LIMITS = ("--max-accuracy-drop", 1, "--max-logit-error", 0.02)  # which two of the first five trials meet
MODEL = ROOT / "test/Models/digits/digits.mlir"
WRITTEN = {
    "calibrated.mlirbc",
    "exact.acim",
    "pareto.json",
    "pipeline.txt",
    "report.json",
    "trials.jsonl",
    "tuned.acim",
}


def split(directory: Path) -> None:
    """Inputs to calibrate with, and others to validate on."""
    images, labels = (np.load(MODEL.with_name(f"digits_{kind}.npy")) for kind in ("images", "labels"))
    for name, array in (
        ("x", images[:100]),
        ("xv", images[100:200]),
        ("yv", labels[100:200]),
    ):
        np.save(directory / f"{name}.npy", array)


def front_of(directory: Path) -> dict[str, Any]:
    front: dict[str, Any] = json.loads((directory / "pareto.json").read_text())
    return front


@pytest.fixture(scope="module")
def tuned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory with the arrays, and five trials in `t`."""
    directory = tmp_path_factory.mktemp("tuned")
    split(directory)
    Cli(directory).succeed("tune", MODEL, *LABELLED, *LIMITS, "--trials", 5, "-o", "t")
    return directory


@pytest.fixture
def again(tuned: Path, tmp_path: Path) -> Cli:
    """A copy of that to go on with."""
    shutil.copytree(tuned, tmp_path / "copy")
    return Cli(tmp_path / "copy")


# What it writes ----------------------------------------------------------------------------------------------------


def test_front(tuned: Path) -> None:
    assert {path.name for path in (tuned / "t").iterdir()} == WRITTEN
    document = front_of(tuned / "t")
    assert document["limits"] == {"max-accuracy-drop": 1.0, "max-logit-error": 0.02}
    assert document["trials"] == 5
    front = document["front"]
    for cheaper, dearer in zip(front, front[1:]):
        assert cheaper["energy_j"] < dearer["energy_j"] and cheaper["logit_nmse"] > dearer["logit_nmse"]
    exact = document["exact"]
    assert exact["logit_nmse"] == 0 and exact["agreement"] == 1 and exact["accuracy_drop"] == 0
    chosen = next(entry for entry in front if entry["setting"] == document["chosen"])
    assert chosen["energy_j"] < exact["energy_j"] < document["plain"]["energy_j"]
    assert chosen["logit_nmse"] <= 0.02 and chosen["accuracy_drop"] <= 1
    assert chosen["energy_ratio"] == document["plain"]["energy_j"] / chosen["energy_j"]


def test_pipeline_reproduces_program_and_report(again: Cli, tools: Tools) -> None:
    """The documented commands, with nothing but the tools."""
    directory = again.directory / "t"
    expected = {name: (directory / name).read_bytes() for name in ("tuned.acim", "report.json")}
    for name in expected:
        (directory / name).unlink()
    pipeline = (directory / "pipeline.txt").read_text().strip()
    compiled = ["--emit-bytecode", "-o", directory / "program.mlirbc"]
    commands: list[list[str | Path]] = [
        [
            tools.own("acim-opt"),
            directory / "calibrated.mlirbc",
            f"--pass-pipeline={pipeline}",
            *compiled,
        ],
        [
            tools.own("acim-translate"),
            "--program-to-acim",
            directory / "program.mlirbc",
            "-o",
            directory / "tuned.acim",
        ],
    ]
    for command in commands:
        subprocess.run(command, check=True)
    arrays = ("--inputs", "xv.npy", "--labels", "yv.npy")
    again.succeed(
        "run",
        "t/tuned.acim",
        *arrays,
        "--reference",
        "t/exact.acim",
        "--report",
        "t/report.json",
    )
    assert {name: (directory / name).read_bytes() for name in expected} == expected
    again.succeed("compile", "t/calibrated.mlirbc", "--pipeline", "t/pipeline.txt", "-o", "c.acim")
    assert (again.directory / "c.acim").read_bytes() == expected["tuned.acim"]


def test_hardware_of_ones_own_is_in_the_pipeline(cli: Cli, tools: Tools) -> None:
    split(cli.directory)
    description = json.loads((ROOT / "lib/Hardware/presets/chen_rram128.json").read_text())
    description["description"] = "odd } brace, ' quote"
    (cli.directory / "chip.json").write_text(json.dumps(description, indent=2))
    cli.succeed("tune", MODEL, *LABELLED, "--hardware", "chip.json", "--trials", 2, "-o", "t")
    pipeline = (cli.directory / "t/pipeline.txt").read_text().strip()
    assert "acim-exact-pipeline" in pipeline and "\n" not in pipeline
    program = cli.directory / "program.mlirbc"
    module = cli.directory / "t/calibrated.mlirbc"
    compiled = [f"--pass-pipeline={pipeline}", "--emit-bytecode", "-o", program]
    subprocess.run([tools.own("acim-opt"), module, *compiled], check=True)
    subprocess.run(
        [
            tools.own("acim-translate"),
            "--program-to-acim",
            program,
            "-o",
            cli.directory / "p.acim",
        ],
        check=True,
    )
    assert (cli.directory / "p.acim").read_bytes() == (cli.directory / "t/tuned.acim").read_bytes()
    assert "odd } brace" in (cli.directory / "t/report.json").read_text()


def test_further_options_are_in_the_pipeline(cli: Cli) -> None:
    split(cli.directory)
    cli.succeed("tune", MODEL, *LABELLED, "--set", "bound-conversions=true", "--trials", 2, "-o", "t")
    expected = "builtin.module(acim-exact-pipeline{hardware=chen_rram128 bound-conversions=true})\n"
    assert (cli.directory / "t/pipeline.txt").read_text() == expected
    assert front_of(cli.directory / "t")["exact"]["logit_nmse"] == 0


def test_agreement_stands_in_for_labels(again: Cli) -> None:
    said = again.succeed("tune", MODEL, *ARRAYS, "--max-accuracy-drop", 1, "--trials", 3, "-o", "t")
    assert "agreement" in said and "top-1" not in said
    for entry in front_of(again.directory / "t")["front"]:
        assert entry["top1"] is None
        assert entry["accuracy_drop"] == pytest.approx(100 * (1 - entry["agreement"]))


# Going on ----------------------------------------------------------------------------------------------------------


def test_a_second_run_runs_no_tool(again: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(again.directory)
    monkeypatch.setattr(Tools, "run", lambda *_, **__: pytest.fail("a tool was run"))
    before = {path: path.read_bytes() for path in Path("t").iterdir()}
    arguments = ["tune", MODEL, *LABELLED, *LIMITS, "--trials", 5, "-o", "t"]
    done = CliRunner().invoke(main, list(map(str, arguments)), catch_exceptions=False)
    assert done.exit_code == 0
    assert "5 of 5 trials were measured by an earlier run" in done.output
    assert {path: path.read_bytes() for path in Path("t").iterdir()} == before


def test_other_limits_and_more_trials_use_what_was_measured(again: Cli) -> None:
    said = again.succeed("tune", MODEL, *LABELLED, "--energy-target", "3.5e-6", "--trials", 6, "-o", "t")
    assert "5 of 6 trials were measured by an earlier run" in said
    document = front_of(again.directory / "t")
    assert document["limits"] == {"energy-target": 3.5e-6}
    met = [entry for entry in document["front"] if entry["energy_j"] <= 3.5e-6]
    assert document["chosen"] == min(met, key=lambda entry: entry["logit_nmse"])["setting"]


@pytest.mark.parametrize("damage", ["cut", "garbled"])
def test_damaged_journal(again: Cli, damage: str) -> None:
    journal = again.directory / "t/trials.jsonl"
    before, front = journal.read_bytes(), front_of(again.directory / "t")
    lines = before.splitlines(keepends=True)
    journal.write_bytes(before[:-40] if damage == "cut" else before.replace(lines[-2], b"{what\n"))
    again.succeed("tune", MODEL, *LABELLED, *LIMITS, "--trials", 5, "-o", "t")
    assert front_of(again.directory / "t") == front
    assert set(lines) <= set(journal.read_bytes().splitlines(keepends=True))


def test_changed_files_are_made_again(again: Cli) -> None:
    expected = (again.directory / "t/tuned.acim").read_bytes()
    (again.directory / "t/tuned.acim").write_bytes(b"something else")
    (again.directory / "t/report.json").unlink()
    (again.directory / "t/pipeline.txt").unlink()
    again.succeed("tune", MODEL, *LABELLED, *LIMITS, "--trials", 5, "-o", "t")
    assert (again.directory / "t/tuned.acim").read_bytes() == expected
    assert {path.name for path in (again.directory / "t").iterdir()} == WRITTEN


def test_interrupted(cli: Cli) -> None:
    split(cli.directory)
    arguments = [MODEL, *LABELLED, *LIMITS, "--trials", 3, "-o", "t"]
    process = subprocess.Popen(
        [sys.executable, "-m", "acim", "tune", *map(str, arguments)],
        cwd=cli.directory,
        env={**os.environ, "PYTHONPATH": str(ROOT / "python")},
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr
    for line in process.stderr:
        if line.startswith("trial 2 of 3"):
            process.send_signal(signal.SIGINT)
            break
    said = process.stderr.read()
    assert process.wait() == 130
    assert "stopped; the same command goes on from here" in said
    assert {path.name for path in (cli.directory / "t").iterdir()} == WRITTEN - {"report.json"}
    assert front_of(cli.directory / "t")["chosen"] == "exact"
    said = cli.succeed("tune", *arguments)
    assert "2 of 3 trials were measured by an earlier run" in said
    assert {path.name for path in (cli.directory / "t").iterdir()} == WRITTEN
    assert front_of(cli.directory / "t")["chosen"].startswith("lambda=")


def test_one_at_a_time(tmp_path: Path) -> None:
    with (
        open_store(tmp_path / "trials.jsonl"),
        pytest.raises(AcimError, match="another acim tune is at work"),
    ):
        with open_store(tmp_path / "trials.jsonl"):
            pass


# What cannot work --------------------------------------------------------------------------------------------------


def test_limits_that_nothing_meets(again: Cli) -> None:
    done = again("tune", MODEL, *LABELLED, "--max-latency", "1e-9", "--trials", 3, "-o", "t")
    said = " ".join(done.stderr.split())
    assert done.returncode == 1
    assert "none of 3 trials meets --max-logit-error 0.01 and --max-latency 1 ns: the nearest, " in said
    assert "t/pareto.json has what can be had" in said
    assert front_of(again.directory / "t")["chosen"] is None
    assert {path.name for path in (again.directory / "t").iterdir()} == WRITTEN - {
        "tuned.acim",
        "pipeline.txt",
        "report.json",
    }


def test_arrays_that_do_not_fit(again: Cli) -> None:
    np.save(again.directory / "short.npy", np.zeros(7, np.int64))
    done = again("tune", MODEL, *ARRAYS, "--labels", "short.npy", "--trials", 2, "-o", "t")
    assert done.returncode == 1 and "acim-run could not run" in done.stderr and "short.npy" in done.stderr
    np.save(again.directory / "shape.npy", np.zeros((3, 2, 2, 1), np.int8))
    arrays = ("--calibration", "x.npy", "--validation", "shape.npy")
    done = again("tune", MODEL, *arrays, "--trials", 2, "-o", "t")
    assert done.returncode == 1 and "acim-run could not run" in done.stderr and "shape.npy: expected" in done.stderr


def test_found_before_anything_is_done(cli: Cli) -> None:
    split(cli.directory)
    said = cli.fail("tune", MODEL, *ARRAYS, "--labels", "no.npy", "-o", "t")
    assert "there is no file no.npy" in said
    said = cli.fail("tune", "no.mlir", *ARRAYS, "-o", "t")
    assert "there is no file no.mlir" in said
    said = cli.fail("tune", MODEL, *ARRAYS, "-o", "x.npy")
    assert "cannot write into x.npy: it is a file" in said
    said = cli.fail("tune", MODEL, *ARRAYS, "--hardware", "chen_rram129.json", "-o", "t")
    assert "there is no file chen_rram129.json" in said
    said = cli.fail("tune", MODEL, *ARRAYS, "--max-accuracy-drop", "-1", "-o", "t")
    assert "-1.0 is not in the range x>=0" in said
