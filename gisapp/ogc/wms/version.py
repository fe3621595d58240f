"""The two versions that are spoken, and which of them a client gets."""

import re
from enum import StrEnum
from typing import Final

from gisapp.ogc.errors import InvalidParameterError, MissingParameterError
from gisapp.ogc.kvp import Parameters

_NUMBER: Final = re.compile(r"(\d{1,4})\.(\d{1,4})(?:\.(\d{1,4}))?", re.ASCII)


class Version(StrEnum):
    """What the service speaks, oldest first."""

    V1_1_1 = "1.1.1"
    V1_3_0 = "1.3.0"


NEWEST: Final = Version.V1_3_0
_SPOKEN: Final = {version.value: version for version in Version}


def version_agreed(parameters: Parameters) -> Version:
    """Return the version in which capabilities are told: the highest that is not above what the client asks for.

    References
    ----------
    OGC 06-042, clause 6.2.4 (version number negotiation).

    Raises
    ------
    InvalidParameterError
        If what the client asks for is no version.
    """
    text = _asked(parameters)
    if not text:
        return NEWEST
    asked = _numbers(text)
    return max((version for version in Version if _numbers(version) <= asked), default=min(Version))


def version_given(parameters: Parameters, *, default: Version | None = None) -> Version:
    """Return the version in which a map is asked for.

    Raises
    ------
    MissingParameterError
        If it is missing and there is no default.
    InvalidParameterError
        If it is not spoken.
    """
    text = _asked(parameters) or default
    if not text:
        raise MissingParameterError(
            f"the parameter VERSION is missing; choose one of {', '.join(Version)}", locator="VERSION"
        )
    if text not in _SPOKEN:
        raise InvalidParameterError(
            f"VERSION={text[:20]!r} is not spoken; choose one of {', '.join(Version)}", locator="VERSION"
        )
    return _SPOKEN[text]


def version_likely(parameters: Parameters) -> Version:
    """Return the version in which an error is told, whatever else is wrong with the request."""
    text = _asked(parameters)
    return _SPOKEN.get(text, NEWEST)


def _asked(parameters: Parameters) -> str:
    # WMTVER is the name that VERSION had in WMS 1.0.0; old clients send both.
    return parameters.text("VERSION", default="") or parameters.text("WMTVER", default="")


def _numbers(text: str) -> tuple[int, ...]:
    found = _NUMBER.fullmatch(text)
    if found is None:
        raise InvalidParameterError(
            f"VERSION={text[:20]!r} is no version; choose one of {', '.join(Version)}", locator="VERSION"
        )
    return tuple(int(part or 0) for part in found.groups())
