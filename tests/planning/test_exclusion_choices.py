import pytest

from gisapp.planning.exclusion_choices import exclusion_choices
from gisapp.planning.parameters import REASONS
from tests import factories

pytestmark = pytest.mark.django_db


def test_every_reason_is_offered_and_those_with_zones_come_first():
    factories.small_province()
    factories.exclusion_zone(115.0, -3.2, 115.2, -2.8)
    first, *others = exclusion_choices()
    assert (first.code, first.legal_basis, first.is_recorded) == ("protected_forest", "a law", True)
    assert not any(choice.is_recorded for choice in others)
    assert {first.code, *(choice.code for choice in others)} == set(REASONS)
