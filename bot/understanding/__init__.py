"""From what somebody typed to one of a question's options, or to none; it decides nothing else."""
