"""Outputs appear whole or not at all: written beside their target under another name, then renamed."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from acim.errors import AcimError


def check_writable(target: Path) -> None:
    """Raise before any work is done if `target` cannot be written."""
    if target.is_dir():
        raise AcimError(f"cannot write {target}: it is a directory")
    parent = target.absolute().parent
    if not parent.is_dir():
        raise AcimError(f"cannot write {target}: there is no directory {parent}", hint=f"mkdir -p {parent}")
    if target.exists() and not os.access(target, os.W_OK):
        raise AcimError(f"cannot write {target}: the file is read-only")
    with _staging_directory(target):
        pass


def make_directory(path: Path) -> None:
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise AcimError(f"cannot make the directory {path}: {error.strerror}") from error


@contextlib.contextmanager
def staged(target: Path) -> Iterator[Path]:
    """Yield a path of the same file name in a scratch directory beside `target`.

    On success everything written there (tools may add numbered siblings) moves to its place; on failure it vanishes.
    """
    check_writable(target)
    with _staging_directory(target) as scratch:
        yield scratch / target.name
        for written in sorted(scratch.iterdir()):
            os.replace(written, target.absolute().parent / written.name)


def write_text(target: Path, text: str) -> None:
    with staged(target) as path:
        path.write_text(text)


def check_inputs(paths: Sequence[Path]) -> None:
    """Raise if one of the files to read is not there."""
    for path in paths:
        if path.is_dir():
            raise AcimError(f"{path} is a directory; a file was expected")
        if not path.exists():
            raise AcimError(f"there is no file {path}")
        if not os.access(path, os.R_OK):
            raise AcimError(f"cannot read {path}: permission denied")


@contextlib.contextmanager
def _staging_directory(target: Path) -> Iterator[Path]:
    parent = target.absolute().parent
    try:
        scratch = Path(tempfile.mkdtemp(prefix=".acim-", dir=parent))
    except OSError as error:
        raise AcimError(f"cannot write {target}: {error.strerror} in {parent}") from error
    try:
        yield scratch
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
