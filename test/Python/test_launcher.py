"""The launcher and the CI entry: what they say when used wrongly. That they work is seen by using them."""

from __future__ import annotations

import subprocess
from pathlib import Path

from run_all import Counts, read_counts

ROOT = Path(__file__).resolve().parents[2]


def run(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
    return subprocess.run(
        command,
        cwd=ROOT,
        env={"PATH": path, "HOME": "/tmp", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_help_lists_the_commands() -> None:
    for arguments in ([], ["--help"]):
        done = run("./acim", *arguments)
        assert done.returncode == 0
        for command in ("./acim demo", "./acim test", "./acim build"):
            assert command in done.stdout


def test_ci_needs_the_data() -> None:
    done = run(".ci/run", ACIM_DATA="/nowhere")
    assert done.returncode == 1
    assert "no directory /nowhere" in done.stderr


def test_scripts_are_valid_bash() -> None:
    for script in ("acim", ".ci/run"):
        assert run("bash", "-n", script).returncode == 0


def test_counts_of_a_report(tmp_path: Path) -> None:
    report = tmp_path / "r.xml"
    report.write_text(
        '<testsuites><testsuite name="a" tests="10" failures="1" errors="1" skipped="2"/>'
        '<testsuite name="b" tests="3" failures="0" skipped="0"/></testsuites>'
    )
    assert read_counts(report, 1) == Counts(passed=9, failed=2, skipped=2)
    assert str(read_counts(report, 1)) == "9 passed, 2 failed, 2 skipped"


def test_suite_that_did_not_run_is_a_failure(tmp_path: Path) -> None:
    assert read_counts(tmp_path / "none.xml", 1) == Counts(failed=1)
    assert read_counts(tmp_path / "none.xml", 0) == Counts()
