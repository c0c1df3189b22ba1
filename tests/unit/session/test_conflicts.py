"""Two people set one field without knowing of each other: both are told, and one settles it for all."""

from pathlib import Path

import pytest

from boards import READY_TO_COMMIT
from releaseboard.domain import commands as c
from releaseboard.errors import BadInput, Refused, UnknownKey
from releaseboard.session import Session

PLAN = {"releases": [{"key": "PAY-4.2", "title": "Refunds"}, {"key": "WEB-1", "state": "committed", **READY_TO_COMMIT}]}


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Session, Session]:
    """Ana and Bo, who have each set the title of PAY-4.2 while away from the other."""
    path = str(tmp_path / "team.json")
    Session.create(path, plan=PLAN, user="ana")
    ana, bo = Session.open(path, user="ana"), Session.open(path, user="bo")
    ana.history(), bo.history()
    ana.do(c.EditFields("PAY-4.2", {"title": "Ana's"}), save=False)
    bo.do(c.EditFields("PAY-4.2", {"title": "Bo's"}), save=False)
    for session in (ana, bo, ana):
        session.save()
        session.refresh()
    return ana, bo


def test_both_see_the_later_value_and_both_values_in_the_conflict(pair: tuple[Session, Session]) -> None:
    ana, bo = pair
    assert ana.board.release("PAY-4.2").title == bo.board.release("PAY-4.2").title == "Bo's"
    for session in pair:
        (conflict,) = session.find_conflicts()
        assert (conflict.field, [head.by for head in conflict.heads]) == ("title", ["bo", "ana"])


@pytest.mark.parametrize(("value", "is_new"), [("Bo's", False), ("Ana's", False), ("Both", True)])
def test_keep_swap_or_a_third_settles_it_for_both(pair: tuple[Session, Session], value: str, is_new: bool) -> None:
    ana, bo = pair
    (conflict,) = ana.find_conflicts()
    ana.do(c.SettleConflict(conflict.entity, conflict.key, conflict.field, value, is_new))
    bo.refresh()
    for session in pair:
        assert session.find_conflicts() == ()
        assert session.board.release("PAY-4.2").title == value
    assert {"Ana's", "Bo's"} <= {change.set.get("title") for change in bo.history("PAY-4.2")}


def test_settling_can_be_undone(pair: tuple[Session, Session]) -> None:
    ana, _ = pair
    (conflict,) = ana.find_conflicts()
    ana.do(c.SettleConflict(conflict.entity, conflict.key, "title", "Ana's"))
    ana.undo()
    assert ana.board.release("PAY-4.2").title == "Bo's"


def test_what_breaks_a_rule_is_refused(pair: tuple[Session, Session]) -> None:
    ana, _ = pair
    web = ana.board.release("WEB-1").id
    for command, error, word in [
        (c.SettleConflict("releases", web, "target", "2027-04-01"), Refused, "outside the window"),
        (c.SettleConflict("releases", web, "target", "2027-03-03", is_new=True), Refused, "re-plan"),
        (c.SettleConflict("releases", web, "target", "soon"), BadInput, "target"),
        (c.SettleConflict("releases", "gone", "title", "x"), UnknownKey, "any more"),
    ]:
        with pytest.raises(error, match=word):
            ana.preview(command)
