"""How long questions took to answer, to tell beforehand how long the next may take."""

from dataclasses import dataclass
from statistics import median

from gisapp import conf
from layers.models import RunStatus, SitingRun


@dataclass(frozen=True, slots=True)
class RunTime:
    """The median of the newest runs that asked for as many plants of one kind.

    Attributes
    ----------
    seconds
        From the start of a worker on it to its answer.
    """

    process: str
    plants: int
    seconds: float
    runs: int


def run_times_read() -> tuple[RunTime, ...]:
    """Return how long the newest answered runs took, by kind and number of plants; one query."""
    rows = (
        SitingRun.objects.filter(status__in=(RunStatus.SUGGESTED, RunStatus.REFUSED), finished_at__isnull=False)
        .order_by("-created_at")
        .values_list("process__code", "parameters__plants", "started_at", "finished_at")[: conf.RUNS_TIMED]
    )
    seconds: dict[tuple[str, int], list[float]] = {}
    for process, plants, started, finished in rows:
        if started is not None and finished is not None:
            seconds.setdefault((process, plants), []).append((finished - started).total_seconds())
    return tuple(
        RunTime(process, plants, median(taken), len(taken)) for (process, plants), taken in sorted(seconds.items())
    )
