"""A board of any size, invented with a seed, to try out speed: work in every state, links, a history that is over."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from .invented import CAUSES, DEPARTMENTS, THINGS, Days, Inventor, Record
from .records import Tables

TYPES = ("minor",) * 45 + ("patch",) * 28 + ("major",) * 8 + ("security",) * 8 + ("hotfix",) * 5 + ("vendor",) * 6
SPREAD = ((-240, -13), (-12, -1), (0, 26), (27, 70), (71, 140))  # working days from today, and how many go out then
SHARES = (34, 8, 38, 12, 8)
SYLLABLES = (
    "AM", "BER", "COR", "DAL", "ELM", "FEN", "GAR", "HOL", "IVO", "JUN", "KES", "LUM", "MAR", "NOR", "OST", "PEL",
)  # fmt: skip
FIRST = ("Ada", "Bram", "Chidi", "Dana", "Emre", "Freya", "Gael", "Hana", "Ilse", "Jomo", "Kira", "Liang", "Mona")
LAST = ("Abel", "Brandt", "Chandra", "Diallo", "Eriksen", "Fontana", "Grau", "Haddad", "Ito", "Jansen", "Lund")
REACH = 60  # how many releases back a link may lead


def make_tables(count: int, seed: int = 1, today: date | None = None) -> Tables:
    """Plain records for `PutRecords` on an empty board: the same ones for the same count, seed and day.

    Args:
        count: how many releases, from 1.
        seed: another seed invents another board.
        today: the day in the middle of it; None is the system's day.
    """
    return Generator(count, seed, today or date.today()).make()


class Generator:
    """Tables being filled."""

    def __init__(self, count: int, seed: int, today: date) -> None:
        self.count = count
        self.random = Random(f"{seed} {count}")
        self.day = Days(today)
        self.tables: Tables = {}
        self.rms: list[str] = []
        self.ordered: list[Record] = []

    def make(self) -> Tables:
        """All tables that hold something."""
        self._make_people()
        self._make_calendar()
        self._make_releases()
        self.tables["links"] = list(self._make_links())
        begun = [release for release in self.ordered if release["state"] in ("in_progress", "ready", "committed")]
        self.tables["raid"] = [self._make_raid(number, release) for number, release in enumerate(begun[::6], 1)]
        self.tables["replans"] = [self._replan(release) for release in begun[3::9]]
        return {name: records for name, records in self.tables.items() if records}

    def _make_people(self) -> None:
        """Release managers and leads, teams, projects."""
        pick = self.random.choice
        projects = max(2, min(150, self.count // 14))
        managers = max(2, projects // 8)
        names = [(first, last) for first in FIRST for last in LAST]
        self.random.shuffle(names)
        people = [
            {"id": f"{first[:2]}{last}{at // len(names) or ''}".lower(), "name": f"{first} {last}",
             "side": "rm" if at < managers else "team", "org": pick(DEPARTMENTS)}
            for at, (first, last) in enumerate((names * 3)[: managers + projects])
        ]  # fmt: skip
        self.rms = [str(person["id"]) for person in people[:managers]]
        leads = [person["id"] for person in people[managers:]]
        teams = [
            {"id": f"team{number}", "name": f"{pick(DEPARTMENTS)} {number}", "people": self.random.randint(3, 9),
             "lead": leads[number % projects], "lanes": 3}
            for number in range(1, max(2, projects // 3) + 1)
        ]  # fmt: skip
        codes = [one + two for one in SYLLABLES for two in SYLLABLES if one != two]
        self.random.shuffle(codes)
        self.tables |= {"people": people, "teams": teams, "projects": [
            {"id": code, "name": f"{code.title()} {pick(THINGS)}", "department": pick(DEPARTMENTS), "lead": lead,
             "default_team": teams[at % len(teams)]["id"]}
            for at, (code, lead) in enumerate(zip(codes, leads, strict=False))
        ]}  # fmt: skip

    def _make_calendar(self) -> None:
        """Holidays, freezes, a recurring window, and the world outside."""
        day = self.day
        frozen = (("quarter", "Quarter close", "deploy", 16, 19), ("year-end", "Year end", "change", -70, -60))
        some = [project["id"] for project in self.tables["projects"][::7]]
        self.tables |= {
            "holidays": [{"date": day(offset), "name": "Holiday"} for offset in (-61, 13, 44)],
            "freezes": [{"id": ident, "name": name, "kind": kind, "start": day(start), "end": day(end)}
                        for ident, name, kind, start, end in frozen],
            "windows": [{"id": "tue-thu", "name": "Tuesdays and Thursdays", "rrule": "FREQ=WEEKLY;BYDAY=TU,TH",
                         "projects": some}],
            "events": [{"id": f"event{number}", "name": f"System update {number}", "kind": "os_update",
                        "date": day(12 * number), "confidence": "expected"} for number in range(1, 5)],
            "externals": [{"id": f"vendor{number}", "kind": ("third_party", "vendor_requirement")[number % 2],
                           "vendor": "Vendor", "product": f"part {number}", "date_expected": day(number % 40 + 3),
                           "confidence": "expected"} for number in range(1, max(3, self.count // 60))],
        }  # fmt: skip

    def _make_releases(self) -> None:
        """The releases of each project, with versions that go up with time; `ordered` holds them by their day."""
        inventor = Inventor(self.random, self.day)
        projects = self.tables["projects"]
        planned: list[tuple[int, Record]] = []
        for at, project in enumerate(projects):
            share = self.count // len(projects) + (at < self.count % len(projects))
            version = (self.random.randint(1, 9), self.random.randint(0, 4), 0)
            for out in sorted(self._draw_day() for _ in range(share)):
                kind = self.random.choice(TYPES)
                version = _next_version(version, kind)
                text = ".".join(str(part) for part in version[: 3 if version[2] else 2])
                rm = self.rms[at % len(self.rms)]
                planned.append((out, inventor.make_release(project, rm, text, kind, out)))
        self.tables |= {"releases": [release for _, release in planned], "check_ins": inventor.check_ins}
        self.ordered = [release for _, release in sorted(planned, key=lambda item: (item[0], item[1]["key"]))]

    def _draw_day(self) -> int:
        low, high = self.random.choices(SPREAD, SHARES)[0]
        return self.random.randint(low, high)

    def _make_links(self) -> Iterator[Record]:
        """About three a release, each to one that is planned to go out before it, so that no loop can be."""
        random = self.random
        last_of: dict[str, str] = {}
        outside = [str(record["id"]) for record in (*self.tables["externals"], *self.tables["events"])]
        for at, release in enumerate(self.ordered):
            reach = self.ordered[max(0, at - REACH) : at]
            wanted = {random.choice(reach)["key"] for _ in range(random.choice((0, 1, 2, 2, 3, 4)) if reach else 0)}
            if release["project"] in last_of:
                wanted.add(last_of[release["project"]])
            yield from (self._make_link(release, key) for key in sorted(wanted))
            if release["state"] in ("committed", "in_progress") and random.random() < 0.12:
                yield {"successor": release["key"], "predecessor": random.choice(outside), "why": "built on it"}
            last_of[release["project"]] = release["key"]

    def _make_link(self, release: Record, key: str) -> Record:
        kind = self.random.choices(("FS", "SS", "FF", "same_stage"), (80, 7, 6, 7))[0]
        link = {"successor": release["key"], "predecessor": key, "type": kind, "why": "uses what the other brings"}
        if kind != "FS":
            link["successor_stage"] = "test"
        if kind in ("SS", "FF"):
            link["point"] = "test"
        if release["state"] in ("released", "closed"):
            return {**link, "agreement": "met"}
        if self.random.random() < 0.25:
            return {**link, "strength": "soft", "agreement": self.random.choice(("agreed", "proposed", "refused"))}
        return {**link, "agreement": self.random.choice(("agreed", "agreed", "agreed", "proposed"))}

    def _make_raid(self, number: int, release: Record) -> Record:
        kind = self.random.choice(("risk", "issue", "issue", "decision", "request"))
        return {
            "kind": kind, "title": f"{kind.title()} {number} about {release['title']}", "owner": release["lead"],
            "releases": {release["key"]: True}, "raised_by": release["rm"], "state": "open",
            "raised_on": self.day(-self.random.randint(1, 20)), "due": self.day(self.random.randint(-3, 15)),
        }  # fmt: skip

    def _replan(self, release: Record) -> Record:
        """The record of a move by a week, and the baseline put back to where the release was first."""
        after = {"window": release["window"], "target": release["target"]}
        window = {name: _week_before(day) for name, day in release["window"].items()}
        before = {"window": window, "target": _week_before(release["target"])}
        release["plan_revision"] = 1
        release["baseline"] |= before
        return {
            "release": release["key"], "cause": self.random.choice(CAUSES), "reason": "it took longer than planned",
            "by": release["rm"], "at": f"{self.day(-self.random.randint(2, 15))}T10:00:00+00:00",
            "before": before, "after": after,
        }  # fmt: skip


def _week_before(day: str) -> str:
    return (date.fromisoformat(day) - timedelta(days=7)).isoformat()


def _next_version(version: tuple[int, int, int], kind: str) -> tuple[int, int, int]:
    major, minor, patch = version
    if kind in ("major", "new_app"):
        return (major + 1, 0, 0)
    return (major, minor, patch + 1) if kind in ("patch", "security", "hotfix") else (major, minor + 1, 0)
