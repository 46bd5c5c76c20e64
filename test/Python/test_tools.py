"""Running programs: what a failure and a warning look like."""

from __future__ import annotations

import logging

import pytest

from acim.errors import AcimError, ToolError
from acim.tools import Tools

TOOLS = Tools({"PATH": "/usr/bin:/bin"})


def test_output_is_returned_and_input_passed() -> None:
    assert TOOLS.run(["/bin/cat"], doing="copy", stdin="hello") == "hello"


def test_failure_carries_command_input_and_stderr() -> None:
    with pytest.raises(ToolError, match=r"sh could not read x\.mlir \(exit code 3\)") as caught:
        TOOLS.run(["/bin/sh", "-c", "echo why >&2; exit 3"], doing="read x.mlir", source="x.mlir")
    error = caught.value
    assert (error.command[0], error.source, error.stderr, error.returncode) == ("/bin/sh", "x.mlir", "why\n", 3)
    assert error.shell_command() == "/bin/sh -c 'echo why >&2; exit 3'"


def test_signal_is_named() -> None:
    with pytest.raises(ToolError, match=r"killed by signal 11 \(SIGSEGV\)"):
        TOOLS.run(["/bin/sh", "-c", "kill -SEGV $$"], doing="live")


def test_warnings_are_logged(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, "acim"):
        TOOLS.run(["/bin/sh", "-c", "echo 'x.mlir:1:1: warning: odd' >&2; echo chatter >&2"], doing="warn")
    assert caplog.messages == ["x.mlir:1:1: warning: odd"]


def test_lines_of_stderr_are_seen_as_they_come() -> None:
    seen = []

    def on_line(line: str) -> bool:
        seen.append(line)
        return line.startswith("progress")

    with pytest.raises(ToolError) as caught:
        TOOLS.run(
            ["/bin/sh", "-c", "echo progress 1 2 >&2; echo broken >&2; exit 1"], doing="go", on_stderr_line=on_line
        )
    assert seen == ["progress 1 2\n", "broken\n"]
    assert caught.value.stderr == "broken\n"


def test_missing_tool_says_where_it_was_looked_for() -> None:
    with pytest.raises(AcimError, match="acim-opt was not found in /nowhere nor on PATH") as caught:
        Tools({"ACIM_BIN": "/nowhere"}).own("acim-opt")
    assert caught.value.hint and "./acim build" in caught.value.hint


def test_long_arguments_are_cut_in_messages() -> None:
    with pytest.raises(ToolError) as caught:
        TOOLS.run(["/bin/false", "x" * 5000, "two\nlines"], doing="be true")
    assert len(caught.value.shell_command()) < 250
    assert "two lines" in caught.value.shell_command()
