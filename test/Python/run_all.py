#!/usr/bin/env python3
"""Run every suite (lit, GoogleTest, pytest) in turn and end with one line of counts. Called by `./acim test`."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(os.environ.get("ACIM_ROOT", Path(__file__).resolve().parents[2]))
BUILD = ROOT / "build/release"
RESULTS = BUILD / "test-results"
JOBS = os.environ.get("ACIM_JOBS", "2")


@dataclass
class Counts:
    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.passed + other.passed, self.failed + other.failed, self.skipped + other.skipped)

    def __str__(self) -> str:
        return f"{self.passed} passed, {self.failed} failed" + (f", {self.skipped} skipped" if self.skipped else "")


def read_counts(report: Path, exit_code: int) -> Counts:
    """Sum the suites of an xunit file. A suite that wrote none, or failed without saying where, is one failure."""
    total = Counts()
    if report.exists():
        for suite in ET.parse(report).getroot().iter("testsuite"):
            tests, skipped, failures, errors = (
                int(suite.get(key) or 0) for key in ("tests", "skipped", "failures", "errors")
            )
            total += Counts(tests - skipped - failures - errors, failures + errors, skipped)
    if exit_code and not total.failed:
        total.failed = 1
    return total


def run_suite(title: str, name: str, command: list[str], environment: dict[str, str]) -> Counts:
    report = RESULTS / f"{name}.xml"
    report.unlink(missing_ok=True)
    print(f"acim: {title}", flush=True)
    start = time.monotonic()
    code = subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}, check=False).returncode
    counts = read_counts(report, code)
    print(f"acim: {title}: {counts} ({time.monotonic() - start:.0f} s)\n", flush=True)
    return counts


def run_lit(title: str, target: str, *, name: str = "", options: str = "", **environment: str) -> Counts:
    name = name or target
    options = f"-sv --xunit-xml-output={RESULTS / name}.xml {options}"
    command = ["ninja", "-C", str(BUILD), "-j", JOBS, target]
    return run_suite(title, name, command, {"LIT_OPTS": options, **environment})


def run_pytest(fast: bool) -> Counts:
    command = [sys.executable, "-m", "pytest", "-q", "-rfE", f"--junitxml={RESULTS / 'pytest.xml'}", "test/Python"]
    command += ["-n", JOBS, "--dist", "worksteal"]
    return run_suite("Python tests", "pytest", command + (["-m", "not slow"] if fast else []), {})


def main() -> int:
    parser = argparse.ArgumentParser(prog="acim test", description="Run all tests.")
    parser.add_argument("--fast", action="store_true", help="leave out whole networks: about a minute")
    fast = parser.parse_args().fast
    RESULTS.mkdir(parents=True, exist_ok=True)
    total = run_lit("IR and unit tests", "check-acim")
    if not fast:
        total += run_lit(
            "the same IR tests, every module verified to survive a round trip",
            "check-acim",
            name="round-trip",
            options="--filter-out=acim-unit",
            ACIM_VERIFY_ROUNDTRIP="1",
        )
        total += run_lit("integration tests", "check-acim-slow")
    total += run_pytest(fast)
    print(total)
    return 1 if total.failed else 0


if __name__ == "__main__":
    sys.exit(main())
