"""Where a job stands, in the words of the standard and in ours."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from layers.models import RunStatus


class JobStatus(StrEnum):
    """The states of the standard."""

    ACCEPTED = "accepted"
    RUNNING = "running"
    SUCCESSFUL = "successful"
    FAILED = "failed"
    DISMISSED = "dismissed"


# A refusal is an answer too: no site meets the rules.
STATUS_OF_RUN: Final[Mapping[str, JobStatus]] = {
    RunStatus.QUEUED: JobStatus.ACCEPTED,
    RunStatus.RUNNING: JobStatus.RUNNING,
    RunStatus.SUGGESTED: JobStatus.SUCCESSFUL,
    RunStatus.REFUSED: JobStatus.SUCCESSFUL,
    RunStatus.FAILED: JobStatus.FAILED,
    RunStatus.CANCELLED: JobStatus.DISMISSED,
}


def run_statuses(statuses: tuple[JobStatus, ...]) -> list[str]:
    """Return the states of runs that are one of these."""
    return [run for run, status in STATUS_OF_RUN.items() if status in statuses]
