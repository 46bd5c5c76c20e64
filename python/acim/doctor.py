"""`acim doctor`: what is installed, what is missing, and the command that gets it."""

from __future__ import annotations

import importlib.metadata
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from acim.errors import AcimError
from acim.tools import CONVERTER_HINT, OWN_TOOLS, Tools

_BASE = ("click", "numpy", "pydantic", "rich")
_TORCH = ("torch", "litert-torch", "ai-edge-quantizer")


@dataclass(frozen=True)
class Finding:
    """One thing looked for: its version where found, how to get it where not."""

    group: str
    name: str
    version: str | None
    needed: bool
    remedy: str = ""


def examine(tools: Tools) -> list[Finding]:
    findings = [Finding("acim", "Python", sys.version.split()[0], True)]
    findings += [_tool(tools.own, "acim", name, tools) for name in OWN_TOOLS]
    findings.append(_tool(tools.llvm, "LLVM", "mlir-opt", tools))
    findings.append(_package("import", "tosa-converter-for-tflite", True, CONVERTER_HINT))
    findings += [_package("Python", name, True, f"pip install {name}") for name in _BASE]
    findings += [_package("[torch]", name, False, "pip install 'acim[torch]'") for name in _TORCH]
    findings += _debian_packages(tools)
    return findings


def print_findings(findings: list[Finding], console: Console) -> bool:
    """Print what was found; True when nothing that is needed is missing."""
    table = Table("part", "what", "version", box=None, pad_edge=False)
    for finding in findings:
        word = "missing" if finding.needed else "not installed"
        style = "" if finding.version else "bold red" if finding.needed else "dim"
        table.add_row(escape(finding.group), finding.name, finding.version or word, style=style)
    console.print(table)
    for title, needed in (("missing", True), ("optional, not installed", False)):
        lacking = [finding for finding in findings if finding.needed is needed and finding.version is None]
        _print_remedies(title, lacking, console)
    return all(finding.version for finding in findings if finding.needed)


def _print_remedies(title: str, lacking: list[Finding], console: Console) -> None:
    if not lacking:
        return
    console.print(f"\n{title}:", style="bold")
    for remedy in dict.fromkeys(finding.remedy for finding in lacking):
        names = ", ".join(finding.name for finding in lacking if finding.remedy == remedy)
        console.print(f"  {names}\n    {remedy}", markup=False, highlight=False, soft_wrap=True)


def _tool(find: Callable[[str], Path], group: str, name: str, tools: Tools) -> Finding:
    try:
        path = find(name)
        return Finding(group, name, _version(path, tools), True, "it is there but does not run; rebuild it")
    except AcimError as error:
        return Finding(group, name, None, True, error.hint or "")


def _version(path: Path, tools: Tools) -> str | None:
    """The version a tool reports; the tools built on LLVM say LLVM's."""
    try:
        text = tools.run([path, "--version"], doing="say its version")
    except (AcimError, OSError):
        return None
    found = re.search(r"version (\S+)", text) or re.search(r"(\d+\.\d+\S*)", text)
    return f"{'LLVM ' if 'LLVM' in text else ''}{found[1]}" if found else "unknown"


def _package(group: str, name: str, needed: bool, remedy: str) -> Finding:
    try:
        return Finding(group, name, importlib.metadata.version(name), needed)
    except importlib.metadata.PackageNotFoundError:
        return Finding(group, name, None, needed, remedy)


def _debian_packages(tools: Tools) -> list[Finding]:
    """What the launcher installs to build a checkout; running needs none of it but LLVM's tools."""
    if tools.checkout is None:
        return []
    names = (tools.checkout / "python/apt-packages.txt").read_text().split()
    query = ["dpkg-query", "-W", "-f=${Package} ${Version} ${db:Status-Status}\n", *names]
    try:
        text = subprocess.run(query, capture_output=True, text=True, check=False).stdout
    except OSError:
        return []
    installed = {
        words[0]: words[1] for line in text.splitlines() if len(words := line.split()) == 3 and words[2] == "installed"
    }
    return [Finding("Debian", name, installed.get(name), False, f"apt-get install {name}") for name in names]
