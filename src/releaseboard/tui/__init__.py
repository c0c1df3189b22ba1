"""Floor 5: the full screen."""
