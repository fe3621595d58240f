"""What requests about scenarios say."""

import uuid

from django.http import QueryDict
from django.utils.translation import gettext as _

from gisapp import conf
from gisapp.api.errors import NotFoundError
from gisapp.api.params import Page, id_read, only_known, page_read


def page_query(query: QueryDict) -> Page:
    """Read which part of the list is asked for.

    Raises
    ------
    ParameterError
        At the first parameter that is unknown or out of range.
    """
    only_known(query, ("offset", "limit"))
    return page_read(
        query,
        offsets=conf.SCENARIOS_SKIPPED,
        limits=conf.SCENARIOS_LISTED,
        default=conf.DEFAULT_SCENARIOS_LISTED,
    )


def scenario_id(text: str) -> uuid.UUID:
    """Read the id of a scenario.

    Raises
    ------
    NotFoundError
        If it is no id at all: no scenario has it.
    """
    return id_read(text, otherwise=missing(text))


def missing(text: str) -> NotFoundError:
    """Return the answer for a scenario that is not there, or that the reader may not know of."""
    message = _("There is no scenario %(id)s, or it is not shared with you: ask who sent you the link.")
    return NotFoundError(message % {"id": text[:40]})
