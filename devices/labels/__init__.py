"""Shelf labels, on label printers that speak ZPL and on receipt printers."""
