"""Which candidates must, may and must not be open."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gisapp.siting.codes import Bools
from gisapp.siting.location.errors import LocationError

Fate = NDArray[np.int8]
FREE, OPEN, CLOSED = np.int8(0), np.int8(1), np.int8(-1)


@dataclass(frozen=True, slots=True, eq=False)
class SiteRules:
    """What is decided about candidates beforehand.

    Attributes
    ----------
    existing
        (n_candidate,) already there: open, at no cost, and not counted among the new.
    forced
        (n_candidate,) to be opened, counted and paid for.
    forbidden
        (n_candidate,) never to be opened.
    """

    existing: Bools
    forced: Bools
    forbidden: Bools

    def __post_init__(self) -> None:
        if not len(self.existing) == len(self.forced) == len(self.forbidden):
            raise LocationError(
                f"SiteRules: existing, forced and forbidden have {len(self.existing)}, {len(self.forced)}"
                f" and {len(self.forbidden)} candidates; give one value for each candidate"
            )
        twice = self.existing.astype(int) + self.forced + self.forbidden > 1
        if twice.any():
            raise LocationError(
                f"SiteRules: candidate {np.flatnonzero(twice)[0]} is more than one of existing, forced and"
                " forbidden; let it be one"
            )

    def check_width(self, name: str, matrix: NDArray[Any]) -> None:
        """Refuse a matrix (n_source, n_candidate) of another number of candidates.

        Raises
        ------
        LocationError
            Naming both numbers.
        """
        if matrix.shape[1] != len(self.existing):
            raise LocationError(
                f"sites: rules for {len(self.existing)} candidates, but {name} has {matrix.shape[1]} columns;"
                " give one rule for each column"
            )

    @property
    def must_open(self) -> Bools:
        """(n_candidate,) existing or forced."""
        return self.existing | self.forced

    def fate(self) -> Fate:
        """Return (n_candidate,) `OPEN`, `CLOSED` or `FREE`."""
        return np.where(self.must_open, OPEN, np.where(self.forbidden, CLOSED, FREE)).astype(np.int8)


def site_rules(
    n_candidate: int,
    *,
    existing: tuple[int, ...] = (),
    forced: tuple[int, ...] = (),
    forbidden: tuple[int, ...] = (),
) -> SiteRules:
    """Return rules from lists of candidates.

    Raises
    ------
    LocationError
        If a list names a candidate that is not there, or two lists name the same.
    """

    def mask(name: str, listed: tuple[int, ...]) -> Bools:
        strangers = [site for site in listed if not 0 <= site < n_candidate]
        if strangers:
            raise LocationError(f"{name}: {strangers[0]} is no candidate; give numbers from 0 to {n_candidate - 1}")
        chosen = np.zeros(n_candidate, dtype=bool)
        chosen[list(listed)] = True
        return chosen

    return SiteRules(
        existing=mask("existing", existing), forced=mask("forced", forced), forbidden=mask("forbidden", forbidden)
    )
