"""Floor 2: pure date rules: working days, plan dates, health."""
