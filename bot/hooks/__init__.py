"""Telling another system of each change of an action: what is told, and how it gets there."""
