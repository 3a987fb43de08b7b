"""Scanners: bytes in, codes out."""
