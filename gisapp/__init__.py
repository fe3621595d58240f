"""Hilir: map a province's industrial potential and site its downstream plants."""

import os

# Read when numpy is first imported. The arrays here are small: threads of BLAS would only spin while they wait for each
# other, on cores that other workers need.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
