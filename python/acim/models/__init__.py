"""The networks that ship with acim, and the scripts that made them (they need the extra `[torch]`)."""
