"""Who does the blocks of a large calculation: threads of this process, or a Dask cluster that runs elsewhere."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from importlib import import_module
from itertools import islice
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from gisapp.planning.errors import SchedulerError
from gisapp.siting import engine
from gisapp.siting.execution import Scheduler, Threads

PROTOCOLS = ("tcp://", "tls://")
CONNECT_TIMEOUT_S = 10

_Shared = TypeVar("_Shared")
_Task = TypeVar("_Task")
_Result = TypeVar("_Result")


class DaskScheduler:
    """Does tasks on the workers of a Dask cluster.

    Parameters
    ----------
    client
        A ``distributed.Client``; its workers have the same version of this code.
    """

    def __init__(self, client: Any) -> None:
        self._client = client

    def map(
        self, function: Callable[[_Shared, _Task], _Result], tasks: Iterable[_Task], *, shared: _Shared
    ) -> Iterator[_Result]:
        """Yield results in the order of the tasks; at most two tasks a thread of the cluster are under way."""
        waiting = iter(tasks)
        placed = self._client.scatter(shared, broadcast=True, hash=False)

        def submitted(task: _Task) -> Any:
            return self._client.submit(function, placed, task, pure=False)

        width = 2 * max(1, sum(self._client.nthreads().values()))
        ahead = deque(submitted(task) for task in islice(waiting, width))
        try:
            while ahead:
                done = ahead.popleft().result()
                ahead.extend(submitted(task) for task in islice(waiting, 1))
                yield done
        finally:
            self._client.cancel([*ahead, placed])


@contextmanager
def scheduler_at(address: str) -> Iterator[Scheduler]:
    """Give a scheduler: a Dask cluster's by its address, or threads of this process where it is empty.

    Raises
    ------
    SchedulerError
        If the address is none, Dask is not installed, nobody answers, or the workers have another engine.
    """
    if not address:
        yield Threads()
        return
    if not address.startswith(PROTOCOLS):
        raise SchedulerError(
            _("%(address)s is no address of a scheduler; give one such as tcp://127.0.0.1:8786.") % {"address": address}
        )
    with _client(address) as client:
        _check_workers(client, address)
        yield DaskScheduler(client)


def _client(address: str) -> Any:
    try:
        return import_module("distributed").Client(address, timeout=CONNECT_TIMEOUT_S, set_as_default=False)
    except ModuleNotFoundError as error:
        raise SchedulerError(
            _("Dask is not installed; install the extra: pip install 'distributed>=2025.9'.")
        ) from error
    except (OSError, ValueError) as error:
        raise SchedulerError(
            _("No scheduler answers at %(address)s within %(seconds)d s; start one (dask scheduler).")
            % {"address": address, "seconds": CONNECT_TIMEOUT_S}
        ) from error


def _check_workers(client: Any, address: str) -> None:
    versions = set(client.run(getattr, engine, "ENGINE_VERSION", on_error="return").values())
    if not versions:
        raise SchedulerError(
            _("The scheduler at %(address)s has no workers; start some (dask worker).") % {"address": address}
        )
    if versions != {engine.ENGINE_VERSION}:
        raise SchedulerError(
            _("The workers at %(address)s have engine %(theirs)s and this is %(ours)s; install one version everywhere.")
            % {
                "address": address,
                "theirs": ", ".join(sorted(str(version) for version in versions)),
                "ours": engine.ENGINE_VERSION,
            }
        )
