"""Plan files read: what comes out, and what is said about what can't."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boards import do, make_board
from releaseboard.domain.commands import PutRecords
from releaseboard.errors import BadInput
from releaseboard.interchange.planfile import read_plan

TODAY = date(2027, 2, 24)

PLAN = """\
[board]
name = "Payments"

[[releases]]
key = "PAY-4.2"
type = "minor"
state = "in_progress"
stage = "build"
window = {start = 2027-03-01, end = 2027-03-05}
target = 2027-03-02
start = 2027-02-01
stage_days = {plan = 3, build = 10, test = 5}
stage_team = {test = "qa"}
stage_actual = {plan = {started = 2027-02-01, finished = 2027-02-03}, build = {started = 2027-02-04}}
remaining = {days = 4, as_of = 2027-02-22}
blocked = {since = 2027-02-20, cause = "third_party", reason = "no answer", until = 2027-02-26}
event = {id = "os12", within = [0, 5]}
tags = ["quarter", "refunds"]

[[dependencies]]
successor = "PAY-4.2"
predecessor = "PAY-4.1.1"
why = "same application"
"""


def test_the_example_of_the_design_is_read() -> None:
    """Stages, remaining days, block and event become the fields of the record."""
    tables = read_plan(PLAN, "plan.toml")
    assert tables["board"] == [{"name": "Payments"}]
    assert tables["links"] == [{"successor": "PAY-4.2", "predecessor": "PAY-4.1.1", "why": "same application"}]
    (release,) = tables["releases"]
    assert release["stages"] == {
        "plan": {"planned_days": 3, "started": "2027-02-01", "finished": "2027-02-03"},
        "build": {"planned_days": 10, "started": "2027-02-04", "remaining": {"days": 4, "as_of": "2027-02-22"}},
        "test": {"planned_days": 5, "team": "qa"},
    }
    assert release["blocked"] == {
        "since": "2027-02-20", "cause": "third_party", "reason": "no answer", "expected_unblock": "2027-02-26",
    }  # fmt: skip
    assert release["tags"] == {"quarter": True, "refunds": True}
    assert release["window"] == {"start": "2027-03-01", "end": "2027-03-05"}
    assert release["event"] == {"id": "os12", "within": [0, 5]}


@pytest.mark.parametrize(
    ("old", "new", "message", "hint"),
    [
        ("type =", "typ =", "p.toml:6: releases PAY-4.2, typ: there is no key 'typ' here", "type"),
        ("[[releases]]", "[[release]]", "p.toml:4: release: there is no table 'release'", "releases"),
        ('"minor"', '"minro"', "p.toml:6: releases PAY-4.2, type: 'minro' is not allowed here", "minor"),
        ("end = 2027-03-05", 'end = "soon"', "p.toml:9: releases PAY-4.2, window.end: 'soon' is not a date", "2027"),
        ("plan = 3,", "plan = 0,", "p.toml:12: releases PAY-4.2, stage_days.plan: '0' is not a whole number", "quotes"),
        ('name = "Payments"', "name = 4.2", "p.toml:2: board.name: 4.2 is a number, a text is needed", '"4.2"'),
        ('"PAY-4.1.1"', "4", "p.toml:22: dependencies PAY-4.2 4, predecessor: 4 is a number", "quotes"),
        ('["quarter", "refunds"]', '"quarter"', "p.toml:18: releases PAY-4.2, tags: a list is needed", "brackets"),
        (
            '{test = "qa"}',
            '{tset = "qa"}',
            "p.toml:13: releases PAY-4.2, stage_team.tset: this release does not",
            "test",
        ),
        ('successor = "PAY-4.2"\n', "", "p.toml:20: dependencies PAY-4.1.1: successor is missing", "predecessor"),
        ('stage = "build"\n', "", "p.toml:14: releases PAY-4.2, remaining: it is about the active stage", "stage ="),
        ("target = 2027-03-02", 'target = "today+3"', "target: 'today+3': only sample boards", "such as"),
        ('key = "PAY-4.2"', 'key = ""', "p.toml:5: releases entry 1, key: it can't be empty", "name"),
        ("cause = ", "because = ", "p.toml:16: releases PAY-4.2, blocked.because: there is no key", "cause"),
    ],
)
def test_an_error_names_file_line_place_and_way_out(old: str, new: str, message: str, hint: str) -> None:
    """What is wrong, where exactly, and what would do."""
    assert PLAN.count(old) >= 1
    with pytest.raises(BadInput) as caught:
        read_plan(PLAN.replace(old, new, 1), "p.toml")
    assert message in caught.value.message
    assert hint in caught.value.hint
    assert "\n" not in str(caught.value)


def test_text_that_is_not_toml_is_told_with_its_line() -> None:
    """The line of the syntax error, also at the end of the file."""
    with pytest.raises(BadInput, match=r"^p\.toml:2: this is not TOML"):
        read_plan("[board]\nname = Payments\n", "p.toml")
    with pytest.raises(BadInput, match=r"^p\.toml:3: this is not TOML"):
        read_plan('[board]\nname = "a"\nx = """', "p.toml")


def test_an_entry_that_stands_twice_is_refused() -> None:
    """One key twice in a file is a slip, in whatever case."""
    with pytest.raises(BadInput, match=r"p\.toml:3: releases a-1: it stands twice, as entry 1 and 2"):
        read_plan('[[releases]]\nkey = "A-1"\n[[releases]]\nkey = "a-1"\n', "p.toml")


def test_left_out_stage_days_are_those_of_the_file() -> None:
    """A new release gets the stages that the file brings, or else those the board has."""
    stages = '[[stages]]\nid = "dig"\ndays = 4\n[[stages]]\nid = "sow"\n'
    tables = read_plan(stages + '[[releases]]\nkey = "A-1"\n', "p.toml")
    assert "stages" not in tables["releases"][0]
    assert [stage["order"] for stage in tables["stages"]] == [1, 2]
    own = [(plan.stage, plan.planned_days) for plan in make_board(tables).release("A-1").stages]
    assert own == [("dig", 4), ("sow", 5)]


def test_left_out_stage_days_leave_a_release_as_it_is() -> None:
    """A release that is there keeps the stages it has and their days, also where the file tells of one of them."""
    text = '[[stages]]\nid = "dig"\ndays = 4\n[[stages]]\nid = "sow"\n[[releases]]\nkey = "A-1"\n'
    own = '[[releases]]\nkey = "A-1"\nstage_days = {dig = 9}\n'
    board = do(make_board(read_plan(text.partition("[[rel")[0] + own, "p.toml")))
    assert do(board, PutRecords(read_plan(text, "p.toml", known=board))) == board
    told = text + "stage_actual = {dig = {started = 2027-02-01}}\n"
    after = do(board, PutRecords(read_plan(told, "p.toml", known=board))).release("A-1")
    assert [(plan.stage, plan.planned_days, plan.started) for plan in after.stages] == [("dig", 9, date(2027, 2, 1))]
    with pytest.raises(BadInput, match="this release does not have that stage"):
        read_plan(text + 'stage_team = {sow = "x"}\n', "p.toml", known=board)


def test_a_new_release_that_tells_of_one_stage_has_all() -> None:
    """What is over is told of one stage; the others are the usual ones."""
    text = '[[releases]]\nkey = "A-1"\nstage_actual = {plan = {finished = 2027-02-01}}\n'
    release = make_board(read_plan(text, "p.toml")).release("A-1")
    assert [plan.stage for plan in release.stages] == ["plan", "build", "test", "accept", "deploy"]
    assert release.stages[0].finished == date(2027, 2, 1)


def test_what_only_some_raid_entries_have_goes_to_the_details() -> None:
    """domain.md's columns of risk, issue, decision and request."""
    text = '[[raid]]\nkind = "request"\ntitle = "T"\nfrom = "cto"\nask = "when?"\nanswered_on = 2027-02-01\n'
    (entry,) = read_plan(text, "p.toml")["raid"]
    assert entry == {
        "kind": "request", "title": "T", "details": {"from": "cto", "ask": "when?", "answered_on": "2027-02-01"},
    }  # fmt: skip


def test_a_train_comes_before_what_it_holds() -> None:
    """A release can name a train that stands further down in the file."""
    trains = (("A-1", "B-1"), ("B-1", "c-1"), ("C-1", ""))
    text = "".join(f'[[releases]]\nkey = "{key}"\ntrain = "{train}"\n' for key, train in trains)
    assert [release["key"] for release in read_plan(text, "p.toml")["releases"]] == ["C-1", "B-1", "A-1"]


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("today", "2027-02-24"),
        ("today+12", "2027-03-08"),
        ("today-10", "2027-02-14"),
        ("today+3wd", "2027-03-01"),
        ("today-3wd", "2027-02-19"),
        ("today+0wd", "2027-02-24"),
        ("week fri", "2027-02-26"),
        ("week+2 tue", "2027-03-09"),
        ("week-1 sun", "2027-02-21"),
        ("2027-03-02", "2027-03-02"),
    ],
)
def test_a_sample_counts_dates_from_today(written: str, day: str) -> None:
    """Calendar days, working days, and days of a week."""
    text = f'[[releases]]\nkey = "A-1"\ntarget = "{written}"\n'
    assert read_plan(text, "p.toml", TODAY)["releases"][0]["target"] == day


@pytest.mark.parametrize(("written", "day"), [("today+0wd", 1), ("today+1wd", 2), ("today-1wd", -1)])
def test_on_a_weekend_working_days_count_from_monday(written: str, day: int) -> None:
    """Saturday: the next working day is Monday, the last was Friday."""
    text = f'[[releases]]\nkey = "A-1"\ntarget = "{written}"\n'
    found = read_plan(text, "p.toml", date(2027, 2, 27))["releases"][0]["target"]
    assert date.fromisoformat(found).day == (28 + day) % 28 if day > 0 else date.fromisoformat(found).day == 26


def test_dates_outside_the_calendar_are_refused() -> None:
    """No overflow, however far."""
    with pytest.raises(BadInput, match="outside the calendar"):
        read_plan('[[releases]]\nkey = "A-1"\ntarget = "today+9999"\n', "p.toml", date(9999, 1, 1))


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text: str) -> None:
    """No text makes a traceback."""
    _read_or_refuse(text)


@given(st.data())
def test_any_slip_in_a_plan_is_read_or_refused(data: st.DataObject) -> None:
    """A sound plan with something else written somewhere."""
    at = data.draw(st.integers(0, len(PLAN)))
    end = data.draw(st.integers(at, min(len(PLAN), at + 30)))
    put = data.draw(
        st.one_of(
            st.sampled_from(["[", "]", "{", "}", '"', "=", "\n", "1", "[[", "'''", "-1", "true"]), st.text(max_size=5)
        )
    )
    _read_or_refuse(PLAN[:at] + put + PLAN[end:])


def test_brackets_without_end_are_refused() -> None:
    """A file that nests too deep is bad input, not a crash."""
    with pytest.raises(BadInput):
        read_plan("a = " + "[" * 5_000 + "]" * 5_000, "p.toml")
    with pytest.raises(BadInput):
        read_plan("a = " + "9" * 5_000, "p.toml")


def _read_or_refuse(text: str) -> None:
    try:
        assert isinstance(read_plan(text, "p.toml", TODAY), dict)
    except BadInput as problem:
        assert problem.message.startswith("p.toml:")
        assert "\n" not in problem.message
