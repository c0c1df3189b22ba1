"""Floor 2: the only code that touches the board file."""
