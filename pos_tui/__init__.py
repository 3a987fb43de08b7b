"""A shop's till that runs in a terminal."""

__version__ = "0.1.0"
