"""The one place that finds and runs the programs underneath: acim's own tools, LLVM's, and the TFLite converter."""

from __future__ import annotations

import logging
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from acim.errors import AcimError, ToolError, how_it_ended

_log = logging.getLogger("acim")
Command = Sequence[str | Path]
LLVM_MAJOR = "22"
# An error names its place; MLIR would also print the operation there, for a module all of it.
QUIET = ("--mlir-print-op-on-diagnostic=false",)
OWN_TOOLS = ("acim-opt", "acim-translate", "acim-run", "acim-calibrate", "acim-lsp-server")
BUILD_HINT = "in a checkout: ./acim build; elsewhere set ACIM_BIN to the directory that holds the tools"
LLVM_HINT = f"apt-get install mlir-{LLVM_MAJOR}-tools, or set LLVM_PREFIX to an LLVM {LLVM_MAJOR} with MLIR"
CONVERTER_HINT = "pip install 'acim[tflite]'"


@dataclass(frozen=True)
class Tools:
    """Finds programs by name and runs them; every failure becomes a ToolError."""

    environment: Mapping[str, str]

    @classmethod
    def from_environment(cls) -> Tools:
        return cls(dict(os.environ))

    @cached_property
    def checkout(self) -> Path | None:
        """The root of the checkout this package lies in, if it lies in one."""
        root = Path(self.environment.get("ACIM_ROOT") or Path(__file__).resolve().parents[2])
        return root if (root / "CMakePresets.json").exists() else None

    def own_directories(self) -> list[Path]:
        """Where acim's tools may be, in the order they are looked for."""
        if override := self.environment.get("ACIM_BIN"):
            return [Path(override)]
        build = [self.checkout / "build/release/bin"] if self.checkout else []
        return [*build, Path(__file__).resolve().parent / "bin", Path(sys.prefix) / "bin"]

    def own(self, name: str) -> Path:
        """One of acim's own tools."""
        return self._find(name, self.own_directories(), BUILD_HINT)

    def llvm(self, name: str) -> Path:
        """One of LLVM's tools, as Debian installs it or below LLVM_PREFIX."""
        prefix = self.environment.get("LLVM_PREFIX") or f"/usr/lib/llvm-{LLVM_MAJOR}"
        return self._find(name, [Path(prefix) / "bin"], LLVM_HINT, on_path=f"{name}-{LLVM_MAJOR}")

    def converter(self) -> Path:
        """The TFLite to TOSA converter that came with the extra [tflite]."""
        return self._find("tosa-converter-for-tflite", [Path(sys.executable).parent], CONVERTER_HINT)

    def _find(self, name: str, directories: Sequence[Path], hint: str, on_path: str | None = None) -> Path:
        for directory in directories:
            candidate = directory / name
            if candidate.is_file() and os.access(candidate, os.X_OK):
                return candidate
        found = None if "ACIM_BIN" in self.environment and name in OWN_TOOLS else shutil.which(on_path or name)
        if found:
            return Path(found)
        looked = ", ".join(str(directory) for directory in directories)
        raise AcimError(f"{name} was not found in {looked} nor on PATH", hint=hint)

    def run(
        self,
        command: Command,
        *,
        doing: str,
        source: Path | str | None = None,
        stdin: str | None = None,
        on_stderr_line: Callable[[str], bool] | None = None,
    ) -> str:
        """Run a program to its end and return what it wrote to stdout; its warnings go to the log `acim`.

        `doing` completes the sentence "mlir-opt could not ...". `on_stderr_line` sees every line of stderr as it
        comes and returns True for those it has used up, which then are not part of an error message.
        """
        process = subprocess.Popen(
            [str(part) for part in command],
            stdin=subprocess.PIPE if stdin is not None else subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=dict(self.environment),
            text=True,
            errors="replace",
        )
        try:
            stdout, stderr = _communicate(process, stdin, on_stderr_line)
        except BaseException:
            process.kill()
            process.wait()
            raise
        if process.returncode:
            name = Path(command[0]).name
            raise ToolError(
                f"{name} could not {doing} ({how_it_ended(process.returncode)})",
                command=[str(part) for part in command],
                source=source,
                returncode=process.returncode,
                stderr=stderr,
            )
        for line in stderr.splitlines():
            if "warning: " in line:
                _log.warning("%s", line)
        return stdout


def _communicate(
    process: subprocess.Popen[str], stdin: str | None, on_stderr_line: Callable[[str], bool] | None
) -> tuple[str, str]:
    if on_stderr_line is None:
        return process.communicate(stdin)
    assert process.stderr is not None and process.stdout is not None
    kept = [line for line in process.stderr if not on_stderr_line(line)]
    stdout = process.stdout.read()
    process.wait()
    return stdout, "".join(kept)
