"""The plan file: a board as TOML that people write by hand, `init --from`, `import` and `export toml` (cli.md)."""

from .planreader import read_plan
from .planwriter import write_plan

__all__ = ["read_plan", "write_plan"]
