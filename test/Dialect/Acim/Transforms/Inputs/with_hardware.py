"""Prints MODULE with every HARDWARE replaced by the text of DESCRIPTION as a string of MLIR.

Further arguments replace constants: max_active_rows=16 of its array, adc.granularity=layer of another section.
"""

import json
import sys
from pathlib import Path

module, description = map(Path, sys.argv[1:3])
hardware = json.loads(description.read_text())
for argument in sys.argv[3:]:
    key, _, value = argument.partition("=")
    section, _, name = key.rpartition(".")
    hardware[section or "array"][name] = value if value.isalpha() and value != "false" else json.loads(value)
text = json.dumps(hardware).replace("\\", "\\\\").replace('"', '\\"')
print(module.read_text().replace("HARDWARE", text), end="")
