"""Random actions of a release manager's day, for tests that do and undo them in any order on the board `busy`."""

from datetime import date
from typing import Any

from hypothesis import strategies as st

from coordboards import busy, entry
from releaseboard.domain import approvals as ap
from releaseboard.domain import commands as c
from releaseboard.domain import coordination as co
from releaseboard.domain.scope import list_items
from releaseboard.domain.words import Agreement, GateState, NoticeKind, Strategy

_BOARD = busy()
_KEYS = ("PAY-4.2", "WEB-9.0", "PAY-4.1.1", "SHOP-3", "MOB-7.0")
_RAID = tuple(entry(_BOARD, kind) for kind in ("risk", "issue", "decision", "request"))
_ITEMS = tuple(item.id for item in list_items(_BOARD, _BOARD.release("PAY-4.2").id))


def made(kind: Any, *parts: st.SearchStrategy[Any], **named: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Commands of one kind; fields that are not named keep their defaults."""
    return st.builds(lambda *args, **more: kind(*args, **more), *parts, **named)


keys = st.sampled_from(_KEYS)
days = st.dates(date(2027, 2, 20), date(2027, 3, 12))
words = st.sampled_from(["x", "the tests take longer", "zoë\x1b[31m said so", "a\nb"])
gates = st.sampled_from(["test", "deploy", "build"])
people = st.sampled_from(["kim", "zoe", "ana", "a.b~c"])
links = st.sampled_from(sorted(_BOARD.links))
entries = st.sampled_from(_RAID)
teams = st.sampled_from(["core", "web"])
items = st.lists(st.sampled_from(_ITEMS), min_size=1, max_size=2)
maybe_days = st.none() | days
conditions = st.lists(st.fixed_dictionaries({"text": words, "owner": people, "due": days}), max_size=2)
options = st.sampled_from([(), ("move", "cut")])

talks = st.one_of(
    made(co.CheckIn, keys, st.none() | st.integers(0, 9), st.integers(0, 5), words, words, words, maybe_days),
    made(co.EstimateStage, keys, st.sampled_from(["plan", "build", "test"]), st.integers(0, 9), reason=words),
    made(co.SwapOrder, keys, keys, words),
)
logs = st.one_of(
    made(co.RaiseEntry, st.sampled_from(["risk", "issue", "decision", "request"]), words, st.lists(keys)),
    made(
        co.EditEntry,
        entries,
        st.fixed_dictionaries({"owner": people, "due": maybe_days.map(lambda day: day and day.isoformat())}),
    ),
    made(co.AdvanceEntry, entries, st.sampled_from(["mitigating", "acting", "open", "closed"]), words),
    made(co.ResolveEntry, entries, words),
    made(co.BecomeIssue, st.just(_RAID[0])),
    made(co.DecideEntry, st.just(_RAID[2]), st.sampled_from(["cut", "2"]), words),
    made(co.PassOn, st.just(_RAID[3]), teams),
    made(co.AnswerRequest, st.just(_RAID[3]), st.sampled_from(["accepted", "declined", "countered"])),
    made(co.ReportBack, st.just(_RAID[3])),
)
decisions = st.one_of(
    made(ap.VoteGate, keys, gates, st.sampled_from(["go", "no_go", "abstain"]), words, people),
    made(ap.AnswerCriterion, keys, gates, st.sampled_from(["1", "a.new one"]), st.sampled_from(["go", ""]), words),
    made(ap.PlanGate, keys, gates, maybe_days),
    made(ap.DecideGate, keys, gates, st.sampled_from(list(GateState)), words, conditions, maybe_days),
    made(ap.RequestException, keys, st.just("quarter"), st.integers(1, 5), words),
    made(ap.DecideException, keys, st.just("quarter"), st.sampled_from(["approved", "rejected"]), words),
)
agreements = st.one_of(
    made(ap.AgreeLink, links, st.sampled_from(list(Agreement)), words, maybe_days, maybe_days),
    made(ap.EditLink, links, st.fixed_dictionaries({"lag": st.integers(-2, 5), "strength": st.just("soft")}), words),
    made(ap.ConfirmExternal, st.sampled_from(["sap", "os12"]), maybe_days, evidence=words),
    made(ap.MeetExternal, st.just("sap"), st.sampled_from(["met", "dropped", "open"]), reason=words),
    made(ap.SampleBacklog, st.just("support"), st.integers(0, 50), on=st.dates(date(2027, 2, 10), date(2027, 2, 24))),
)
work = st.one_of(
    made(co.AssignTeam, keys, teams, words, maybe_days, people=st.integers(0, 3)),
    made(co.Allocate, keys, teams, words, st.integers(0, 3), start=maybe_days, end=maybe_days),
    made(co.Allocate, keys, teams, words, st.integers(1, 3), from_key=keys),
    made(co.AddScopeItem, keys, words, st.sampled_from(["", "S", "3"])),
    made(co.DeferItems, items, keys, words),
    made(co.SetScopeState, items, st.sampled_from(["in", "done", "dropped"]), words),
    made(
        co.RecordNotice, keys, st.sampled_from(["client", "vendor"]), st.sampled_from(list(NoticeKind)),
        st.lists(people), maybe_days, text=words, next_update_on=days, channel=st.sampled_from(["", "email"]),
    ),
)  # fmt: skip
moves = st.one_of(
    made(c.MoveRelease, keys, st.sampled_from(["next", "back"]), reason=words),
    made(c.MarkReleased, keys, reason=words),
    made(c.CancelRelease, keys, words),
    made(c.Replan, keys, st.just("defect"), words, days),
)
strategies = st.one_of(
    made(
        co.ApplyStrategy, st.just(_RAID[1]), st.just(Strategy.WAIVE), words,
        st.lists(st.one_of(
            made(ap.DecideGate, keys, gates, st.just("waive"), words),
            made(ap.AgreeLink, links, st.just("waived"), words),
        ), min_size=1, max_size=2),
        options,
    ),
    made(
        co.ApplyStrategy, st.just(_RAID[1]), st.just(Strategy.DIVERT_RESOURCES), words,
        st.tuples(
            made(co.Allocate, keys, teams, words, st.integers(1, 2), from_key=keys),
            made(co.EstimateStage, keys, st.just("test"), st.integers(0, 9), reason=words),
            made(co.EstimateStage, keys, st.just("build"), st.integers(0, 9), reason=words),
        ),
    ),
    made(co.ApplyStrategy, st.just(_RAID[1]), st.just(Strategy.ACCEPT), words),
)  # fmt: skip

actions: st.SearchStrategy[Any] = st.one_of(talks, logs, decisions, agreements, work, moves, strategies)
