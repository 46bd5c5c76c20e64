"""Prints MODULE with every HARDWARE replaced by the text of DESCRIPTION as a string of MLIR.

Further arguments, such as max_active_rows=16, replace numbers of its array.
"""

import json
import sys
from pathlib import Path

module, description = map(Path, sys.argv[1:3])
hardware = json.loads(description.read_text())
for argument in sys.argv[3:]:
    key, _, value = argument.partition("=")
    hardware["array"][key] = int(value)
text = json.dumps(hardware).replace("\\", "\\\\").replace('"', '\\"')
print(module.read_text().replace("HARDWARE", text), end="")
