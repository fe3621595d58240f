"""What is asked of this part of the API, checked."""

from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from gisapp import conf
from gisapp.api.params import only_known, whole_number
from gisapp.planning.errors import ParameterError


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """A text, and how many places are wanted at most."""

    text: str
    limit: int


def search_query(query: QueryDict) -> SearchQuery:
    """Read what is searched for.

    Raises
    ------
    ParameterError
        If the text is missing, too short or too long, holds a null character, or the limit is out of range.
    """
    only_known(query, ("q", "limit"))
    text = query.get("q", "").strip()
    if len(text) not in conf.SEARCH_CHARS or "\0" in text:
        raise ParameterError(
            name="q", value=text[:40], allowed=_("a name or coordinates, %s characters") % conf.SEARCH_CHARS
        )
    limit = whole_number(query, "limit", conf.SEARCH_LIMIT, default=conf.DEFAULT_SEARCH_LIMIT)
    return SearchQuery(text=text, limit=limit)
