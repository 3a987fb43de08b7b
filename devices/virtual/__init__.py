"""Devices that are not there, for trying the till out, for the demo and for tests: shipped, not mocks."""
