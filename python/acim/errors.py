"""Errors that a user sees: one message, and what the failing tool was told and said."""

from __future__ import annotations

import shlex
import signal
from collections.abc import Sequence
from pathlib import Path


class AcimError(Exception):
    """A problem that the user can mend. The text says what was expected, what was found and what to do."""

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class ToolError(AcimError):
    """A process failed. Carries its command line, its input file and everything it wrote to stderr."""

    def __init__(
        self,
        message: str,
        *,
        command: Sequence[str | Path],
        source: Path | str | None,
        returncode: int,
        stderr: str,
        hint: str | None = None,
    ) -> None:
        super().__init__(message, hint=hint)
        self.command = [str(part) for part in command]
        self.source = source
        self.returncode = returncode
        self.stderr = stderr

    def shell_command(self, limit: int = 160) -> str:
        """The command as it can be pasted into a shell, but for arguments that hold a whole file: they are cut."""
        parts = [" ".join(part.split()) if "\n" in part else part for part in self.command]
        return shlex.join(part if len(part) <= limit else part[:limit] + "…" for part in parts)


def how_it_ended(returncode: int) -> str:
    """`exit code 1`, or the name of the signal that killed the process."""
    if returncode >= 0:
        return f"exit code {returncode}"
    try:
        return f"killed by signal {-returncode} ({signal.Signals(-returncode).name})"
    except ValueError:
        return f"killed by signal {-returncode}"
