"""What goes wrong with processes and jobs, by the exception types of the standard.

References
----------
OGC 18-062r2, OGC API Processes part 1, clauses 7.9 to 7.13.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from gisapp.ogc.errors import BusyError, InvalidParameterError, NotFoundError, StateError
from gisapp.planning.errors import DataMissingError, ParameterError, ProductTreeError, RasterError, TooManyRunsError
from layers.errors import UnknownCodeError

_TYPES = "http://www.opengis.net/def/exceptions/ogcapi-processes-1/1.0"


class NoSuchProcessError(NotFoundError):
    """No process has this name."""

    problem_type = f"{_TYPES}/no-such-process"


class NoSuchJobError(NotFoundError):
    """No job has this name."""

    problem_type = f"{_TYPES}/no-such-job"


class ResultNotReadyError(NotFoundError):
    """The job is not over."""

    problem_type = f"{_TYPES}/result-not-ready"


class NoResultError(StateError):
    """The job ended without a result."""


@contextmanager
def planning_errors() -> Iterator[None]:
    """Tell errors of planning as those of this protocol.

    Raises
    ------
    InvalidParameterError
        For an input out of its range, and for the code of something that is not there.
    BusyError
        Where the queue is full or the data do not suffice for an answer.
    """
    try:
        yield
    except ParameterError as error:
        raise InvalidParameterError(str(error), locator=f"inputs.{error.name}") from error
    except UnknownCodeError as error:
        raise InvalidParameterError(str(error), locator="inputs") from error
    except (DataMissingError, ProductTreeError, RasterError, TooManyRunsError) as error:
        raise BusyError(str(error)) from error
