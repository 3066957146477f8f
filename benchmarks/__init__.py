"""Measurements of speed and quality, with their targets: ``python -m benchmarks``."""
