"""Typed answers with what they mean, written before the reader was tuned; how they are read and split."""
