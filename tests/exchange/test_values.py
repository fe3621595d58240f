import math
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gisapp.exchange.values import ValueRefusedError, bounds_of, value_of
from layers.models import Commodity, District, Facility, Process, ProcessFlow, RoadSpeed, SectorStatistic, SourceArea


def parse(model, field, cell):
    return value_of(model._meta.get_field(field), cell)


@pytest.mark.parametrize(
    ("model", "field", "cell", "value"),
    [
        (SourceArea, "annual_tonnes", "1200.5", 1200.5),
        (SourceArea, "annual_tonnes", 7, 7.0),
        (SourceArea, "year", "2024", 2024),
        (SourceArea, "year", 2024.0, 2024),
        (SourceArea, "area_ha", None, None),
        (SourceArea, "availability", None, 1.0),
        (SourceArea, "name", None, ""),
        (SourceArea, "owner_kind", "Smallholder", "smallholder"),
        (SourceArea, "source_date", "2021/07/14 00:00:00+00", date(2021, 7, 14)),
        (SourceArea, "source_date", "2021-07-14", date(2021, 7, 14)),
        (Process, "modular_sizes_per_year", "120000;180000; 240000", [120000.0, 180000.0, 240000.0]),
        (Process, "modular_sizes_per_year", None, []),
        (Commodity, "is_raw", "TRUE", True),
        (Commodity, "is_raw", "tidak", False),
        (Commodity, "is_raw", False, False),
        (SectorStatistic, "value", "-3.2", -3.2),
        (District, "is_approximate", None, False),
    ],
)
def test_a_cell_becomes_the_value_of_its_field(model, field, cell, value):
    assert parse(model, field, cell) == value


@pytest.mark.parametrize(
    ("model", "field", "cell", "limit", "fix"),
    [
        (SourceArea, "annual_tonnes", "-1", "0 or more", "Correct"),
        (SourceArea, "annual_tonnes", "1.234,5", "a number", "1234.5"),
        (SourceArea, "annual_tonnes", "12 t", "a number", "unit"),
        (SourceArea, "annual_tonnes", "nan", "finite", "empty"),
        (SourceArea, "annual_tonnes", None, "must be given", "--set"),
        (SourceArea, "availability", "1.2", "from 0 to 1", "Correct"),
        (SourceArea, "year", "24", "1900 to 2100", "four digits"),
        (SourceArea, "year", "2024.5", "whole", "Correct"),
        (SourceArea, "owner_kind", "smallholders", "one of", "smallholder"),
        (SourceArea, "source_date", "14/07/2021", "a day", "2025-12-31"),
        (SourceArea, "source_date", "2021-02-30", "a day", "2025-12-31"),
        (SourceArea, "name", "x" * 121, "at most 120", "Shorten"),
        (SourceArea, "source", None, "must be given", "--set"),
        (Process, "modular_sizes_per_year", "1;two", "a number", "digits"),
        (Process, "code", "palm oil mill", "slug", "Correct"),
        (Commodity, "is_raw", "maybe", "true or false", "true or false"),
        (RoadSpeed, "speed_low_km_h", "0", "above 0", "Correct"),
        (ProcessFlow, "coefficient_mid", "-0.1", "0 or more", "Correct"),
        (District, "population", "99999999999", "2147483647", "Correct"),
        (Facility, "utilisation", "1.01", "from 0 to 1", "Correct"),
    ],
)
def test_a_cell_that_cannot_be_is_refused_with_value_limit_and_fix(model, field, cell, limit, fix):
    with pytest.raises(ValueRefusedError) as refused:
        parse(model, field, cell)
    assert refused.value.field == field
    assert limit in refused.value.limit
    assert fix in refused.value.fix
    assert (str(cell) if cell is not None else "(empty)").split(";")[-1][:20] in refused.value.value


def test_limits_come_from_the_check_constraints():
    bounds = bounds_of(SourceArea)
    assert (bounds["availability"].low, bounds["availability"].high) == (0, 1)
    assert (bounds["area_ha"].low, bounds["area_ha"].high) == (0, math.inf)
    assert "year" not in bounds


@given(st.floats(min_value=0, allow_infinity=False))
def test_every_number_survives(number):
    assert parse(SourceArea, "annual_tonnes", repr(number)) == number


@given(st.text(max_size=30))
def test_no_text_breaks_a_parser(text):
    for field in ("annual_tonnes", "year", "source_date", "owner_kind", "name"):
        with suppress(ValueRefusedError):
            parse(SourceArea, field, text)
