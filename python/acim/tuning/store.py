"""The journal of a tuning directory: what was measured and made, so that a later run need not do it again."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

from acim.errors import AcimError

_CHUNK = 1 << 20


def digest(*parts: str) -> str:
    """A key made of everything that decides a result."""
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def file_digest(path: Path) -> str:
    hashed = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            hashed.update(chunk)
    return hashed.hexdigest()


@contextmanager
def open_store(path: Path) -> Iterator[Store]:
    """The journal, which no other process may write to at the same time."""
    with path.open("a+b") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise AcimError(
                f"another acim tune is at work in {path.parent}", hint="wait for it, or name another directory"
            ) from error
        yield Store(file)


class Store:
    """One JSON object a line, each under a key; lines are only ever added. One that was cut off is as none."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._records: dict[str, dict[str, Any]] = {}
        file.seek(0)
        text = file.read()
        whole = text[: text.rfind(b"\n") + 1]
        file.truncate(len(whole))
        for line in whole.splitlines():
            with suppress(ValueError, KeyError, TypeError):
                record = json.loads(line)
                self._records[record["key"]] = record

    def find(self, key: str) -> dict[str, Any] | None:
        return self._records.get(key)

    def add(self, key: str, **record: Any) -> None:
        """On the disk before this returns."""
        self._records[key] = {"key": key, **record}
        self._file.write(json.dumps(self._records[key]).encode() + b"\n")
        self._file.flush()
        os.fsync(self._file.fileno())

    def is_made(self, key: str, path: Path) -> bool:
        """Whether `path` holds what was made under this key."""
        record = self.find(key)
        return record is not None and path.is_file() and record.get("sha256") == file_digest(path)

    def add_made(self, key: str, path: Path) -> None:
        self.add(key, file=path.name, sha256=file_digest(path))
