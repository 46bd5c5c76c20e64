"""Attaches the text of a hardware description, renamed, by a command line: OPT... DESCRIPTION MODULE."""

import subprocess
import sys
from pathlib import Path

*opt, description, module = sys.argv[1:]  # lit may add options to the tool
text = Path(description).read_text().strip().replace("chen_rram128", "mine", 1)
for option in (text, "{" + text + "}"):
    subprocess.run([*opt, module, f"--acim-attach-hardware=hardware={option}"], check=True)
