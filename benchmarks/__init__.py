"""Measurements against floors of the same run; each module is started as `python -m benchmarks.status`."""
