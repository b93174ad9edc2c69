"""From what somebody typed to one of a question's options, or to none; it decides nothing else."""

import os

# One thread: the matrices are small, and several threads that wait for each other are slower than one.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
