"""What goes through a model together, and how many passes at a time.

One pass is computed by one thread, as many at a time as there are cores: threads that share a pass wait for each other at every
matrix. On two busy cores this takes half of the CPU time and a third of the seconds or less.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache

import torch

PASS_TOKENS = 1024  # per pass, padding included
LEAST_TOKENS = 256  # per pass where there are cores for more passes


def pass_threads(name: str) -> ThreadPoolExecutor:
    """Threads that compute a pass each."""
    return ThreadPoolExecutor(_cores(), name, initializer=torch.set_num_threads, initargs=(1,))


def pass_limit(lengths: Sequence[int]) -> int:
    """Tokens of a pass, so that texts of these lengths keep all cores busy."""
    return min(PASS_TOKENS, max(LEAST_TOKENS, sum(lengths) // _cores()))


@cache
def _cores() -> int:
    """Cores to compute on, as torch counts them before its threads are set."""
    return int(torch.get_num_threads())


def passes(lengths: Sequence[int], limit: int) -> Iterator[list[int]]:
    """Rows that go through the model together: like lengths, so that little is padded, and at most `limit` tokens.

    A text longer than `limit` goes alone.
    """
    rows = sorted(range(len(lengths)), key=lengths.__getitem__, reverse=True)
    first = 0
    while first < len(rows):
        last = first + max(1, limit // max(1, lengths[rows[first]]))
        yield rows[first:last]
        first = last
