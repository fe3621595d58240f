"""One transaction for an answer, from its first feature to its last, with limits on both sides."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import OperationalError, connection, transaction
from django.http import StreamingHttpResponse
from django.http.response import HttpResponseBase
from psycopg.errors import QueryCanceled

from gisapp.ogc.errors import BusyError


def answer_within_transaction(
    answer: Callable[[], HttpResponseBase], *, timeout_s: float, idle_s: float
) -> HttpResponseBase:
    """Return a response whose transaction ends with its body, or when the client goes away.

    Parameters
    ----------
    answer
        Makes the response; features of a streamed one are read while they are sent.
    timeout_s
        No statement takes longer.
    idle_s
        No client waits longer before it takes the next part: PostgreSQL ends the connection then.

    Raises
    ------
    BusyError
        If a statement takes longer before the response begins.
    """
    steps = _steps(answer, timeout_s=timeout_s, idle_s=idle_s)
    response: HttpResponseBase = next(steps)
    if isinstance(response, StreamingHttpResponse):
        response.streaming_content = steps
    else:
        for _part in steps:
            pass
    return response


def _steps(answer: Callable[[], HttpResponseBase], *, timeout_s: float, idle_s: float) -> Iterator[Any]:
    """Give the response first, then the parts of its body where it is streamed."""
    with _limited_transaction(timeout_s=timeout_s, idle_s=idle_s):
        response = answer()
        # Taken now: the response will be given these steps for its body.
        body: Any = response.streaming_content if isinstance(response, StreamingHttpResponse) else ()
        yield response
        yield from body


@contextmanager
def _limited_transaction(*, timeout_s: float, idle_s: float) -> Iterator[None]:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT set_config('statement_timeout', %s, true),"
                " set_config('idle_in_transaction_session_timeout', %s, true)",
                [f"{timeout_s * 1000:.0f}", f"{idle_s * 1000:.0f}"],
            )
            yield
    except OperationalError as error:
        if not isinstance(error.__cause__, QueryCanceled):
            raise
        raise BusyError(f"the database did not answer within {timeout_s:g} s; ask for a smaller part") from error
