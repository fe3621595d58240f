import pytest

from gisapp.exchange.errors import MappingError
from gisapp.exchange.options import ImportOptions, Mapper, conditions_parse, pairs_parse, srid_parse
from gisapp.exchange.table import Table

FIELDS = {"name": (), "lat": ("latitude", "y"), "source": (), "confidence": None}


def table(*columns):
    return Table(values={name: ["cell"] for name in columns}, rows=[2])


def mapper(found, *, required=(), **options):
    return Mapper(table(*found), ImportOptions(**options), fields=FIELDS, required=required)


def test_columns_are_found_by_the_name_of_their_field_or_one_of_its_others():
    assert mapper(["NAME", "Y", "Latitude", "Confidence"]).column_of == {"name": "NAME", "lat": "Latitude"}


def test_an_option_goes_before_a_name_and_a_constant_before_both():
    made = mapper(["name", "Label", "source"], columns={"name": "label"}, constants={"source": "BPS"})
    assert made.cells([0]) == {"name": ["cell"], "source": ["BPS"]}
    assert made.column_of == {"name": "Label"}


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"columns": {"nam": "name"}}, "no field “nam”. Did you mean “name”"),
        ({"columns": {"name": "Mill_Nam"}}, "no column “Mill_Nam”. Did you mean “Mill_Name”"),
        ({"constants": {"colour": "red"}}, "no field “colour”"),
        ({"conditions": {"Provinc": frozenset({"x"})}}, "no column “Provinc”. Did you mean “Province”"),
        ({"required": ["source"]}, "--map source=COLUMN or --set source=VALUE"),
    ],
)
def test_a_wrong_name_is_told_with_the_nearest(options, message):
    with pytest.raises(MappingError, match=message):
        mapper(["Mill_Name", "Province"], **options)


def test_rows_count_by_any_spelling_in_any_case():
    conditions = conditions_parse(["Province=Kalimantan Selatan|South Kalimantan", "year=2022"])
    provinces = ["KALIMANTAN SELATAN", " south kalimantan ", "Kalimantan Tengah", None]
    given = Table(values={"Province": provinces, "Year": [2022, "2022", 2022, 2022]}, rows=[2, 3, 4, 5])
    made = Mapper(given, ImportOptions(conditions=conditions), fields=FIELDS, required=[])
    assert made.counting() == [0, 1]


def test_values_may_hold_the_separator():
    assert pairs_parse(["source=a=b", " name = x "], option="--set") == {"source": "a=b", "name": "x"}


@pytest.mark.parametrize("text", ["source", "=x"])
def test_no_pair_is_refused(text):
    with pytest.raises(MappingError, match="--set"):
        pairs_parse([text], option="--set")


def test_crs_codes():
    assert srid_parse("EPSG:3857") == srid_parse("3857") == 3857
    for wrong in ("WGS84", "EPSG:999999", ""):
        with pytest.raises(MappingError, match="--crs"):
            srid_parse(wrong)
