"""The words for how good a plan is: never better than was proven."""

import pytest
from django.utils.translation import override

from gisapp.planning.quality_texts import quality_document, quality_text


def quality(status, gap=None):
    return {"status": status, "gap": gap}


@pytest.mark.parametrize(
    ("gap", "told"), [(0.003, "0.3 %"), (0.00301, "0.4 %"), (0.000126, "0.013 %"), (0.00001, "0.001 %")]
)
def test_a_gap_is_rounded_up(gap, told):
    with override("en"):
        assert quality_text(quality("feasible", gap)) == f"At most {told} from the best possible."


def test_only_what_is_proven_is_called_best():
    with override("en"):
        assert quality_text(quality("optimal", 0.0)).startswith("Proven best")
        assert "not known" in quality_text(quality("no_bound"))


def test_without_a_plan_there_is_none():
    assert quality_document(None, seconds=None) is None
