"""Money of other years and currencies brought to rupiah of one year, by ``fixtures/price_levels.csv``."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import prod
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from gisapp.planning.errors import DataMissingError

FILE_NAME = "price_levels.csv"
# All costs are shown in rupiah of this year.
PRICE_YEAR = 2025
IDR, USD = "IDR", "USD"


@dataclass(frozen=True, slots=True)
class PriceLevels:
    """Levels by year.

    Attributes
    ----------
    idr_inflation
        Percent, December on December.
    usd_price_level
        Any base.
    idr_per_usd
        Average of the year.
    """

    idr_inflation: Mapping[int, float]
    usd_price_level: Mapping[int, float]
    idr_per_usd: Mapping[int, float]

    def factor(self, currency: str, year: int | None) -> float | None:
        """Return rupiah of `PRICE_YEAR` for a unit of a currency of some year; None where it is not known.

        Money is inflated in its own currency first and exchanged in the year it is brought to: a price in
        dollars of 1977 says nothing of what rupiah bought then.
        """
        if year is None:
            return None
        if currency == IDR:
            between = range(year + 1, PRICE_YEAR + 1)
            if any(one not in self.idr_inflation for one in between):
                return None
            return prod(1 + self.idr_inflation[one] / 100 for one in between)
        level, now, rate = self.usd_price_level.get(year), self.usd_price_level.get(PRICE_YEAR), self.idr_per_usd
        if currency != USD or level is None or now is None or PRICE_YEAR not in rate:
            return None
        return now / level * rate[PRICE_YEAR]


@cache
def price_levels() -> PriceLevels:
    """Return the levels that belong to the product."""
    return price_levels_read(Path(settings.BASE_DIR) / "fixtures" / FILE_NAME)


def price_levels_read(path: Path) -> PriceLevels:
    """Read levels from a CSV file with the columns series, year and value.

    Raises
    ------
    DataMissingError
        If the file is missing or wrong.
    """
    series: dict[str, dict[int, float]] = {"idr_inflation": {}, "usd_price_level": {}, "idr_per_usd": {}}
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream):
                series[row["series"]][int(row["year"])] = float(row["value"])
    except OSError as error:
        message = _("%(path)s cannot be read (%(error)s): restore it from the release.")
        raise DataMissingError(message % {"path": path.name, "error": error.strerror}) from error
    except (KeyError, ValueError) as error:
        message = _("%(path)s is wrong (%(error)s): correct the row or restore the file.")
        raise DataMissingError(message % {"path": path.name, "error": error}) from error
    return PriceLevels(**series)
