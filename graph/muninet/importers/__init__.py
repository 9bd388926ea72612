"""Public datasets -> the loader's records; one module a dataset.

Each importer yields records as tables do, so that the loader checks, compares and writes them like any other dataset.
Beside them it tells a `Reading` how many rows it read, which it cannot use, and what it found wrong in the others.
"""
