"""Benchmarks and validation: what Leeway costs, and how far its figures can be trusted.

One thread is set for linear algebra before NumPy is imported, so that seconds of CPU can be compared.
"""

import os

for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"):
    os.environ.setdefault(_name, "1")
