"""Days as cells of a line: no day is lost, none stands twice, labels stand where their days do."""

from datetime import date

import pytest

from releaseboard.tui.timescale import ZOOMS, Scale, find_frame, write_scale

MONDAY = date(2027, 2, 22).toordinal()


@pytest.mark.parametrize("zoom", ZOOMS)
def test_cells_go_on_without_gaps(zoom: str) -> None:
    """Over three years each cell begins where the one before ends, and holds the days it says."""
    scale = Scale(zoom)
    first, last = date(2026, 1, 1).toordinal(), date(2028, 12, 31).toordinal()
    cells = [scale.cell(day) for day in range(first, last + 1)]
    assert cells == sorted(cells)
    assert sorted(set(cells)) == list(range(cells[0], cells[-1] + 1))
    for cell in range(cells[0] + 1, cells[-1]):
        assert scale.cell(scale.first_day(cell)) == cell
        assert scale.cell(scale.first_day(cell) - 1) == cell - 1


def test_the_scale_of_days() -> None:
    """Each Monday has its day, each month its name, the first one its year."""
    upper, lower = write_scale(Scale("day"), MONDAY, 21)
    assert upper == "Feb    Mar           "
    assert lower == "22     1      8      "


def test_the_scale_of_weeks_and_months() -> None:
    """Every second Monday; letters of months under their years."""
    scale = Scale("week")
    upper, lower = write_scale(scale, scale.cell(MONDAY), 24)
    assert upper.split() == ["Mar", "2027", "Apr", "May"]
    assert [int(day) for day in lower.split()] == [1, 15, 29, 12, 26, 10]
    months = Scale("month")
    upper, lower = write_scale(months, months.cell(MONDAY) - 1, 30)
    assert upper.split() == ["2027", "2028"]
    assert lower.replace(" ", "") == "FMAMJJASONDJFMA"


@pytest.mark.parametrize("zoom", ZOOMS)
@pytest.mark.parametrize("width", [1, 2, 5, 52, 154])
def test_both_lines_are_as_wide_as_the_chart(zoom: str, width: int) -> None:
    """At every width and at both ends of time."""
    scale = Scale(zoom)
    for day in (1, MONDAY, date(9999, 12, 31).toordinal()):
        assert [len(line) for line in write_scale(scale, scale.cell(day) - 3, width)] == [width, width]


def test_where_a_span_stands() -> None:
    """Cut at both edges, None outside."""
    scale = Scale("day")
    assert scale.place(MONDAY, MONDAY + 4, MONDAY + 2, 10) == (0, 3)
    assert scale.place(MONDAY, MONDAY + 40, MONDAY, 10) == (0, 10)
    assert scale.place(MONDAY, MONDAY, MONDAY + 1, 10) is None


def test_zooming_stops_at_the_ends() -> None:
    """Days are the finest, months the coarsest."""
    assert Scale("day").zoomed(1) == Scale("day")
    assert Scale("day").zoomed(-1).zoomed(-1).zoomed(-1) == Scale("month")


def test_the_frame_to_begin_with() -> None:
    """As fine as the span fits; when it does not, weeks around today."""
    assert find_frame((MONDAY, MONDAY + 30), MONDAY, 52) == (Scale("day"), MONDAY - 1)
    assert find_frame((MONDAY, MONDAY + 100), MONDAY, 52)[0] == Scale("week")
    scale, left = find_frame((MONDAY - 900, MONDAY + 900), MONDAY, 52)
    assert scale == Scale("week")
    assert left <= scale.cell(MONDAY) < left + 52
