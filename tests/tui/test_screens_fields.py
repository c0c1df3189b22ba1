"""Fields read what was typed, say it back, and help along; without a screen."""

from datetime import date

import pytest

from releaseboard.domain.model import Window
from releaseboard.errors import BadInput
from releaseboard.tui.fuzzy import AS_WRITTEN, rank, score_text
from releaseboard.tui.screens.fields import (
    ChoiceField,
    DateField,
    Days,
    Field,
    Form,
    KeyField,
    NumberField,
    Option,
    PickField,
    StagesField,
    WindowField,
    lettered,
    read_form,
)
from releaseboard.tui.screens.fieldsources import CAUSES, OUTCOMES, TYPES
from releaseboard.tui.screens.linkforms import AGREEMENTS, LINK_TYPES, STRENGTHS
from releaseboard.tui.wording import count_of, tell_error, to_keys

TODAY = date(2027, 2, 24)
DAYS = Days(TODAY, note=lambda day: "in freeze" if day.month == 4 else "")
PEOPLE = (Option("ana", "Ana Ruiz"), Option("kim", "Kim Park"), Option("kofi", "Kofi Mensah"))


def test_a_date_is_read_and_said_back() -> None:
    """Weekday, distance, and what else there is to the day."""
    item = DateField("target", "Target", days=DAYS)
    assert item.read("+3") == date(2027, 3, 1)
    assert item.echo("1 apr") == "Thu 01 Apr 2027 · in 26 working days · in freeze"
    assert item.read("") is None
    assert item.echo("") == ""
    with pytest.raises(BadInput, match="two ways"):
        item.read("03/04/27")


def test_a_window_is_two_dates() -> None:
    """The note is about its last day."""
    item = WindowField("window", "Window", days=DAYS)
    assert item.read("30 mar..1 apr") == Window(date(2027, 3, 30), date(2027, 4, 1))
    assert item.echo("30 mar..1 apr") == "Tue 30 Mar 2027 – Thu 01 Apr 2027 · in freeze"
    with pytest.raises(BadInput, match="before it starts"):
        item.read("5 mar..1 mar")


def test_numbers_have_a_range() -> None:
    """Words and numbers outside it are refused with the range."""
    item = NumberField("lag", "Lag", low=-5, high=5, unit="working days")
    assert item.read("-3") == -3
    assert item.echo("2") == "working days"
    for text in ("x", "6", "1.5"):
        with pytest.raises(BadInput):
            item.read(text)


def test_stage_days_name_known_stages_only() -> None:
    """The sum is said back."""
    item = StagesField("stages", "Stages", known=("build", "test"))
    assert item.read("build=4 test=2") == {"build": 4, "test": 2}
    assert item.echo("build=4 test=2") == "6 working days"
    with pytest.raises(BadInput, match="tset"):
        item.read("tset=1")


@pytest.mark.parametrize("options", [CAUSES, TYPES, OUTCOMES, STRENGTHS, LINK_TYPES, AGREEMENTS])
def test_every_choice_has_a_letter_of_its_own(options: tuple[Option, ...]) -> None:
    """No two options share a letter, and none is without one."""
    letters = [option.letter for option in options]
    assert all(letters)
    assert len(set(letters)) == len(letters)


def test_choices_are_read_by_value_or_label() -> None:
    """What is none of them is refused with the list."""
    item = ChoiceField("cause", "Cause", options=lettered([("third_party", "third party"), ("defect", "defect")]))
    assert item.read("Third Party") == "third_party"
    assert item.by_letter("D") is item.options[1]
    with pytest.raises(BadInput, match="none of these"):
        item.read("weather")


def test_a_pick_takes_the_best_of_what_is_known() -> None:
    """Exact names first, then the best match; unknown ones are refused with the nearest."""
    item = PickField("lead", "Lead", source=lambda: PEOPLE, what="person")
    assert item.read("kim") == "kim"
    assert item.read("park") == "kim"
    assert item.echo("park") == "Kim Park"
    with pytest.raises(BadInput, match="there is no person 'zoe'"):
        item.read("zoe")


def test_a_free_pick_never_turns_a_new_name_into_a_known_one() -> None:
    """`kos` has its letters in Kofi Mensah, but is somebody else."""
    item = PickField("lead", "Lead", source=lambda: PEOPLE, is_free=True, what="person")
    assert item.read("kos") == "kos"
    assert item.suggest("kos") == []
    assert "taken as it is" in item.echo("kos")


def test_a_new_key_says_which_project_it_belongs_to() -> None:
    """A known project by its name, another as new."""
    item = KeyField("key", "Key", required=True, projects={"PAY": "Payments"})
    assert item.echo("pay-4.2") == "project Payments"
    assert item.echo("NEW-1") == "makes project NEW"


def test_a_form_reads_all_fields_and_collects_all_errors() -> None:
    """The good ones are read though others are wrong."""
    form = Form("f", "F", (Field("a", "A", required=True), Field("b", "B"), NumberField("n", "N")), lambda values: None)
    values, errors = read_form(form, {"a": " ", "b": " x ", "n": "many"})
    assert values == {"b": "x"}
    assert set(errors) == {"a", "n"}


def test_type_ahead_prefers_beginnings() -> None:
    """The start of the text, then of a word, then anywhere, then letters in order; all words must be found."""
    names = ["HUB-2.8 payments page", "PAY-4.2 wallets", "repay", "p-a-y"]
    assert rank("pay", names, str) == ["PAY-4.2 wallets", "HUB-2.8 payments page", "repay", "p-a-y"]
    assert rank("pay", names, str, least=AS_WRITTEN) == ["PAY-4.2 wallets", "HUB-2.8 payments page", "repay"]
    assert rank("pay wall", names, str) == ["PAY-4.2 wallets"]
    assert rank("", names, str, limit=2) == names[:2]
    assert score_text("zz", "PAY") == 0


def test_the_hint_of_a_command_line_becomes_a_key() -> None:
    """What has no key here keeps its command."""
    keys = {"commit_release": "C", "replan": "m"}

    def key_of(action: str) -> str:
        return keys[action]

    assert to_keys("commit it first: `releaseboard commit PAY-4.2`", key_of) == "commit it first: press C"
    text = "`releaseboard replan X … --cause …`, or m on the board"
    assert to_keys(text, key_of) == "press m"
    assert to_keys("make one with `releaseboard init`", key_of) == "make one with releaseboard init"
    assert tell_error(BadInput("no"), key_of) == "no"
    assert count_of(1, "release") + count_of(2, "entry", "entries") == "1 release2 entries"
