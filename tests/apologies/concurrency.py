"""Doing something from several threads at the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

Result = TypeVar("Result")


def at_once(deed: Callable[[int], Result], threads: int) -> list[Result]:
    """The results of `deed(0)`, `deed(1)` … begun together; an exception of one is raised here."""
    ready = Barrier(threads)

    def go(number: int) -> Result:
        ready.wait()
        return deed(number)

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(go, range(threads)))
