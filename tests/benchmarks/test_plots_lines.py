from xml.etree import ElementTree

from benchmarks.plots.lines import lines


def test_lines_are_drawn_from_nought_to_the_most():
    drawn = ElementTree.fromstring(  # noqa: S314  our own
        lines("Pace", "s", "messages <all>", {"Kopā": [(0, 0), (10, 30)], "none": []})
    )
    (line, empty) = [element.get("points") for element in drawn.iter("{http://www.w3.org/2000/svg}polyline")]
    assert (line, empty) == ("60.0,312.0 704.0,36.0", "")
