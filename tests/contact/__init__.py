"""Every message with its shortest and its longest data, in every language: validated, and drawn to be looked at."""
