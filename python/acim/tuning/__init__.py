"""`acim tune`: finds how much accuracy to give for energy, by compiling and running a few dozen settings."""
