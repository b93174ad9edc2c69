"""Benchmarks: what the product promises in figures, measured."""
