import pytest

from gisapp.planning.plan_fit import fits_plan


@pytest.mark.parametrize(
    ("chain", "lead_industry", "expected"),
    [
        ("oil_palm", "industri hasil perkebunan", True),
        ("oil_palm", "industri hulu agro", True),
        ("oil_palm", "industri hasil hutan dan perkebunan karet", False),
        ("rubber", "industri hasil hutan dan perkebunan karet", True),
        ("rattan", "industri sandang, kulit dan kerajinan", True),
        ("rice", "industri pangan", True),
        ("rice", "Industri Logam Dasar", False),
        ("textile", "industri sandang", True),
        ("rice", "", None),
        ("rice", "industri pengolahan lainnya", None),
        ("no_such_chain", "industri pangan", None),
    ],
)
def test_reading_of_the_industrial_plan(chain, lead_industry, expected):
    assert fits_plan(chain=chain, lead_industry=lead_industry) is expected
