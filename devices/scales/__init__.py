"""Scales: what one says of the weight on it, in grams, and only when the weight is at rest."""
