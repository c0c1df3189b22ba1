"""releaseboard: a full-screen board for release managers."""

__version__ = "0.1.0"
