# Configuration of the unit tests: every executable of the build directory whose name ends in UnitTests.

import os

import lit.formats

config.name = "acim-unit"
config.test_format = lit.formats.GoogleTest(".", "UnitTests")
config.suffixes = []
config.test_source_root = config.test_exec_root = os.path.join(config.acim_binary_root, "test", "Unit")
# As in ../lit.cfg.py.
config.environment["ASAN_OPTIONS"] = os.environ.get("ASAN_OPTIONS", "allow_user_poisoning=0")
