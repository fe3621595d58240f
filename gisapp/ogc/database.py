"""The database on hot paths: psycopg without Django's layers in between, each request with a time limit."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.db import OperationalError, connection
from psycopg import Cursor, sql
from psycopg.errors import QueryCanceled
from psycopg.pq import Format, TransactionStatus

from gisapp.ogc.errors import BusyError

Row = tuple[Any, ...]
# A statement of the same text is prepared when it comes for the third time.
_PREPARE_AFTER = 2
_log = logging.getLogger(__name__)


@contextmanager
def answering(otherwise: str) -> Iterator[None]:
    """Do what needs the database.

    Parameters
    ----------
    otherwise
        What to tell if it does not answer.

    Raises
    ------
    BusyError
        If the database has no connection left, is starting, or was stopped meanwhile.
    """
    try:
        yield
    except (OperationalError, psycopg.OperationalError) as error:
        _log.warning("the database does not answer: %s", error)
        raise BusyError(otherwise) from error


@contextmanager
def raw_cursor(*, timeout_ms: int) -> Iterator[Cursor[Row]]:
    """Give a binary cursor on Django's own connection, so that it sees what the same transaction wrote.

    Parameters
    ----------
    timeout_ms
        Longest time that a statement may take.

    Raises
    ------
    BusyError
        If a statement takes longer.
    """
    connection.ensure_connection()
    raw = connection.connection
    # Django's own cursors bind on the client's side: they never prepare, and read text.
    raw.prepare_threshold = _PREPARE_AFTER
    with Cursor[Row](raw) as cursor:
        cursor.format = Format.BINARY
        cursor.execute(sql.SQL("SET statement_timeout = {limit}").format(limit=sql.Literal(timeout_ms)), prepare=False)
        try:
            yield cursor
        except QueryCanceled as error:
            raise BusyError(
                f"the answer took longer than {timeout_ms / 1000:g} s; ask for a smaller area or for less at a time"
            ) from error
        finally:
            # A failed transaction takes the setting back with all else.
            if raw.info.transaction_status is not TransactionStatus.INERROR:
                cursor.execute("RESET statement_timeout", prepare=False)
