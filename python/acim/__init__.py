"""acim: compile quantized neural networks for analog compute-in-memory and run them. See `acim --help`."""

__version__ = "0.1.0"
