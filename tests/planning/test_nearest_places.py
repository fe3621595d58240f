import pytest
from django.utils import translation

from gisapp.planning.nearest_places import direction_words


@pytest.mark.parametrize(
    ("east", "north", "words"),
    [
        (0, 1, "to the north"),
        (1, 1, "to the north-east"),
        (1, 0.1, "to the east"),
        (0, -1, "to the south"),
        (-0.1, -1, "to the south"),
        (-1, 0, "to the west"),
        (-1, 0.9, "to the north-west"),
    ],
)
def test_steps_lead_to_a_point_of_the_compass(east, north, words):
    with translation.override("en"):
        assert direction_words(east, north) == words
