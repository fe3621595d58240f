import pytest

from gisapp.geo.bbox import Bbox


def test_extent_and_margin():
    box = Bbox(114.0, -5.0, 117.0, -1.0)
    assert (box.width, box.height) == (3.0, 4.0)
    assert box.expanded(1.0) == Bbox(113.0, -6.0, 118.0, 0.0)


def test_boxes_that_share_an_edge_intersect():
    box = Bbox(0, 0, 1, 1)
    assert box.intersects(Bbox(1, 0, 2, 1))
    assert not box.intersects(Bbox(1.1, 0, 2, 1))
    assert box.contains(1, 1)
    assert not box.contains(1, 1.01)


def test_a_box_inside_out_is_refused():
    with pytest.raises(ValueError, match="inside out"):
        Bbox(1, 0, 0, 1)


def test_the_box_around_boxes_holds_them_all():
    assert Bbox.around([Bbox(0, 5, 1, 6), Bbox(-2, 0, 0.5, 5.5)]) == Bbox(-2, 0, 1, 6)
    assert Bbox.around([]) is None


def test_a_box_is_read_from_text():
    assert Bbox.parse("114,-4.5,116,-1") == Bbox(114, -4.5, 116, -1)


@pytest.mark.parametrize("text", ["", "1,2,3", "1,2,3,4,5", "1,2,x,4", "1,2,nan,4", "1,2,inf,4", "3,2,1,4", "1,4,3,2"])
def test_what_is_no_box_is_refused(text):
    with pytest.raises(ValueError, match=r"bbox|float"):
        Bbox.parse(text)
