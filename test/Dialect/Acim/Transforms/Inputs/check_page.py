"""Runs every command on PAGE with OPT and looks for what the page says it prints.

A block behind `<!-- input -->` is the input of all commands; a block behind `<!-- acim-opt ... -->` is part of what
that command prints, up to blanks and with `...` for anything. Commands that fail are written `<!-- not acim-opt ... -->`.
"""

import re
import subprocess
import sys
from pathlib import Path

*opt, page = sys.argv[1:]
text = Path(page).read_text()
blocks = re.findall(r"<!-- (input|(?:not )?acim-opt [^\n]*) -->\n```\w+\n(.*?)```", text, re.DOTALL)
source = next(block for name, block in blocks if name == "input")
commands = [
    (name.startswith("not "), name.removeprefix("not ").split()[1:], block) for name, block in blocks if name != "input"
]


def squeezed(printed: str) -> str:
    return " ".join(printed.split())


differing = 0
for fails, options, block in commands:
    done = subprocess.run([*opt, *options], input=source, capture_output=True, text=True, check=False)
    assert (done.returncode != 0) == fails, done.stderr
    diagnostics = re.findall(r"(?:remark|error): .*", done.stderr)
    found = squeezed("\n".join([*diagnostics, done.stdout]))
    pattern = re.escape(squeezed(block)).replace(re.escape("..."), ".*?")
    if not re.search(pattern, found):
        differing += 1
        print(f"other than on the page: {' '.join(options)}\n{found}")
print(f"{len(commands)} commands, {differing} differ")
