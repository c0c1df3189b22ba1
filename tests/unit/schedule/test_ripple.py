"""Before and after a change: who moves, who newly misses a window, and what moved it."""

from datetime import date

from payboard import IN_BUILD, board, link, release
from randomboards import TODAY, make_board
from releaseboard.domain.board import Board
from releaseboard.schedule.appraisal import Outlooks
from releaseboard.schedule.outlook import look_ahead
from releaseboard.schedule.ripple import DeltaTeller, compare

DAY = date(2027, 2, 12)
FAR = {"window": {"start": "2027-03-01", "end": "2027-03-31"}, "target": "2027-03-19"}


def chain(build: int = 10) -> Board:
    """PAY-4.2 holds up MOB-7.0, which holds up WEB-9.0; HUB-2.3 stands alone."""
    pay = release("PAY-4.2", **{**IN_BUILD, "days": {"plan": 3, "build": build, "deploy": 1}})
    mob = release("MOB-7.0", days={"build": 3, "deploy": 1}, **FAR)
    web = release("WEB-9.0", days={"build": 2, "deploy": 1}, **FAR)
    links = [link("mob-7.0", "pay-4.2", successor_stage="build"), link("web-9.0", "mob-7.0", successor_stage="build")]
    return board(pay, mob, web, release("HUB-2.3"), today="2027-02-12", links=links)


def look(made: Board, day: date = DAY) -> Outlooks:
    return look_ahead(made, day)


def test_all_that_moves_is_listed_the_furthest_first() -> None:
    deltas = compare(look(chain(10)), look(chain(25)))
    assert [(delta.release, delta.days) for delta in deltas] == [("mob-7.0", 8), ("pay-4.2", 8), ("web-9.0", 8)]


def test_a_window_that_is_newly_missed_is_marked() -> None:
    deltas = {delta.release: delta for delta in compare(look(chain(10)), look(chain(25)))}
    assert deltas["pay-4.2"].is_newly_missed
    assert (deltas["pay-4.2"].was_met, deltas["pay-4.2"].is_met) == (True, False)
    assert not deltas["mob-7.0"].is_newly_missed
    back = {delta.release: delta for delta in compare(look(chain(25)), look(chain(10)))}
    assert (back["pay-4.2"].was_met, back["pay-4.2"].is_met) == (False, True)
    assert (back["pay-4.2"].days or 0) < 0


def test_what_moved_it_is_the_first_thing_that_is_not_as_it_was() -> None:
    before, after = look(chain(10)), look(chain(25))
    teller = DeltaTeller(before, after)
    told = {delta.release: teller.tell(delta) for delta in compare(before, after)}
    assert told["web-9.0"] == told["pay-4.2"] == "PAY-4.2 Build now ends Wed 10 Mar (was Wed 17 Feb)"


def test_without_a_change_nothing_moves() -> None:
    for seed in range(30):
        made = make_board(seed)
        assert compare(look(made, TODAY), look(make_board(seed), TODAY)) == ()


def test_new_and_removed_releases_are_told_too() -> None:
    small = board(release("PAY-4.2", **IN_BUILD), today="2027-02-12")
    deltas = {delta.release: delta for delta in compare(look(small), look(chain()))}
    assert deltas["hub-2.3"].before.date is None
    assert deltas["hub-2.3"].after.date is not None
    assert deltas["hub-2.3"].days is None
    assert {delta.release for delta in compare(look(chain()), look(small))} >= {"mob-7.0", "web-9.0", "hub-2.3"}


def test_any_two_boards_can_be_compared() -> None:
    for seed in range(60):
        before, after = look(make_board(seed), TODAY), look(make_board(seed + 1), TODAY)
        teller = DeltaTeller(before, after)
        for delta in compare(before, after):
            assert "\n" not in teller.tell(delta)
