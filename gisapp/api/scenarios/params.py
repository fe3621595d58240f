"""What requests about scenarios say."""

import uuid
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from gisapp import conf
from gisapp.api.errors import NotFoundError
from gisapp.api.params import only_known, whole_number


@dataclass(frozen=True, slots=True)
class Page:
    """A part of the list."""

    offset: int
    limit: int


def page_query(query: QueryDict) -> Page:
    """Read which part of the list is asked for.

    Raises
    ------
    ParameterError
        At the first parameter that is unknown or out of range.
    """
    only_known(query, ("offset", "limit"))
    return Page(
        offset=whole_number(query, "offset", conf.SCENARIOS_SKIPPED, default=0),
        limit=whole_number(query, "limit", conf.SCENARIOS_LISTED, default=conf.DEFAULT_SCENARIOS_LISTED),
    )


def scenario_id(text: str) -> uuid.UUID:
    """Read the id of a scenario.

    Raises
    ------
    NotFoundError
        If it is no id at all: no scenario has it.
    """
    try:
        return uuid.UUID(text)
    except ValueError as error:
        raise missing(text) from error


def missing(text: str) -> NotFoundError:
    """Return the answer for a scenario that is not there, or that the reader may not know of."""
    message = _("There is no scenario %(id)s, or it is not shared with you: ask who sent you the link.")
    return NotFoundError(message % {"id": text[:40]})
