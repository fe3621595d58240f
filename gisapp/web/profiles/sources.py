"""Sources under a figure: each named once, with its years, and whether anybody has checked it."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

Origin = tuple[str, int | None, bool]


def origin_of(source: Mapping[str, Any]) -> Origin:
    """Return source, year and whether it is verified, from an answer of the API's documents."""
    return source["source"], source.get("year"), bool(source.get("is_verified", True))


def source_lines(origins: Iterable[Origin]) -> list[str]:
    """Return one line a source, the years that it does not name itself behind it."""
    years: dict[tuple[str, bool], set[int]] = {}
    for source, year, is_verified in origins:
        if source:
            years.setdefault((source, is_verified), set()).update([year] if year else [])
    return [_line(source, sorted(found), is_verified=checked) for (source, checked), found in years.items()]


def _line(source: str, years: list[int], *, is_verified: bool) -> str:
    added = [str(year) for year in years if str(year) not in source]
    text = f"{source} ({', '.join(added)})" if added else source
    return text if is_verified else _("%(source)s, not verified") % {"source": text}
