"""Where tables go."""

from __future__ import annotations

import os
import sys

from rich.console import Console


def stdout() -> Console:
    """Tables fit the terminal; where there is none they get the width that they want."""
    return Console() if sys.stdout.isatty() or "COLUMNS" in os.environ else Console(width=120)
