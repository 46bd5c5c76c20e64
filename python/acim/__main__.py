"""`python -m acim`."""

from acim.cli import main

main(prog_name="acim")
