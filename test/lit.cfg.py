# Configuration of the lit tests. ACIM_VERIFY_ROUNDTRIP=1 in the environment reruns every acim-opt with
# --verify-roundtrip; ACIM_DATA names the directory of real models and data sets.

import os
import subprocess
import sys
from pathlib import Path

import lit.formats
from lit.llvm import llvm_config
from lit.llvm.subst import ToolSubst

config.name = "acim"
config.test_format = lit.formats.ShTest(execute_external=False)
config.suffixes = [".mlir", ".test"]
config.excludes = ["Benchmark", "Inputs", "Integration", "Models", "Python", "Unit"]
config.test_source_root = os.path.dirname(__file__)
config.test_exec_root = os.path.join(config.acim_binary_root, "test")

# %python: the project's environment where there is one, for tests that need numpy.
environment = Path(config.acim_source_root, ".venv", "bin", "python")
python = str(environment) if environment.exists() else sys.executable
if subprocess.run([python, "-c", "import numpy"], capture_output=True).returncode == 0:
    config.available_features.add("numpy")

data = Path(os.environ.get("ACIM_DATA", Path(config.acim_source_root).parent / "shared" / "data")).resolve()
if data.is_dir():
    config.available_features.add("acim-data")

config.substitutions.append(("%acim_data", str(data)))
config.substitutions.append(("%acim_binary_root", config.acim_binary_root))
config.substitutions.append(("%acim_src", config.acim_source_root))
config.substitutions.append(("%llvm_lib_dir", config.llvm_lib_dir))
config.substitutions.append(("%mlir_include", config.mlir_include_dir.split(";")[0]))
config.substitutions.append(("%python", python))

roundtrip = ["--verify-roundtrip"] if os.environ.get("ACIM_VERIFY_ROUNDTRIP") else []
llvm_config.with_system_environment(["ASAN_OPTIONS", "HOME", "TMPDIR", "UBSAN_OPTIONS"])
# LLVM's allocators poison their slabs in our instrumented code, and libMLIR, which is not, knows nothing of it.
config.environment.setdefault("ASAN_OPTIONS", "allow_user_poisoning=0")
llvm_config.add_tool_substitutions(
    ["acim-calibrate", ToolSubst("acim-opt", extra_args=roundtrip), "acim-run", "acim-translate"],
    [config.acim_tools_dir],
)
llvm_config.add_tool_substitutions(
    ["FileCheck", "count", "mlir-opt", "mlir-runner", "mlir-tblgen", "not", "split-file"], [config.llvm_tools_dir]
)
