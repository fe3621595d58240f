"""How a calculation is carried out: who does the blocks, who is told of progress, and when to stop.

Nothing here changes an answer. Work on large rasters is cut into blocks, and a scheduler says where they
are done: in threads of this process, or by an engine that runs elsewhere.
"""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import islice
from typing import Protocol, TypeVar

from gisapp.siting.errors import StoppedError

_Shared = TypeVar("_Shared")
_Task = TypeVar("_Task")
_Result = TypeVar("_Result")


class Stage(StrEnum):
    """The steps of a suggestion, in their order."""

    PREPARE = "prepare"
    SOURCES = "sources"
    EXCLUSION = "exclusion"
    EXISTING_PLANTS = "existing_plants"
    CANDIDATES = "candidates"
    TRAVEL = "travel"
    CRITERIA = "criteria"
    RANKING = "ranking"
    ROBUSTNESS = "robustness"
    EXPLANATION = "explanation"


class Scheduler(Protocol):
    """Does tasks that do not depend on each other, wherever it likes."""

    def map(
        self, function: Callable[[_Shared, _Task], _Result], tasks: Iterable[_Task], *, shared: _Shared
    ) -> Iterator[_Result]:
        """Yield ``function(shared, task)`` in the order of the tasks, few results ahead of their reader.

        Parameters
        ----------
        function
            Of a module, so that it has a name in another process; it changes neither argument.
        """
        ...


class Threads:
    """Does tasks in threads of this process, as many as it may use processors."""

    def __init__(self, count: int | None = None) -> None:
        self.count = count or len(os.sched_getaffinity(0))

    def map(
        self, function: Callable[[_Shared, _Task], _Result], tasks: Iterable[_Task], *, shared: _Shared
    ) -> Iterator[_Result]:
        """Yield results in the order of the tasks; at most two tasks a thread are under way."""
        waiting = iter(tasks)
        with ThreadPoolExecutor(self.count) as pool:
            try:
                ahead = deque(pool.submit(function, shared, task) for task in islice(waiting, 2 * self.count))
                while ahead:
                    done = ahead.popleft().result()
                    ahead.extend(pool.submit(function, shared, task) for task in islice(waiting, 1))
                    yield done
            finally:
                pool.shutdown(cancel_futures=True)


def _go_on() -> bool:
    return False


def _tell_nobody(_stage: Stage, _share: float) -> None:
    """Keep silent."""


@dataclass(frozen=True, slots=True)
class Execution:
    """Who carries out a calculation, and who follows it.

    Attributes
    ----------
    tell
        Called with the stage under way and the share of it that is done, 0-1.
    should_stop
        Asked between stages and blocks; True ends the calculation with `StoppedError`.
    """

    scheduler: Scheduler = field(default_factory=Threads)
    tell: Callable[[Stage, float], None] = _tell_nobody
    should_stop: Callable[[], bool] = _go_on

    def at(self, stage: Stage, share: float = 0.0) -> None:
        """Tell where the calculation stands.

        Raises
        ------
        StoppedError
            If it is to stop.
        """
        if self.should_stop():
            raise StoppedError(f"stopped at {stage.value}")
        self.tell(stage, share)

    def map(
        self,
        stage: Stage,
        function: Callable[[_Shared, _Task], _Result],
        tasks: Sequence[_Task],
        *,
        shared: _Shared,
    ) -> Iterator[_Result]:
        """Yield the results of tasks in their order, telling after each how far the stage is.

        Raises
        ------
        StoppedError
            Between two tasks, if the calculation is to stop.
        """
        for done, result in enumerate(self.scheduler.map(function, tasks, shared=shared), start=1):
            yield result
            self.at(stage, done / len(tasks))
