"""The fields that forms are made of: how typed text is read, said back and helped along. No widgets here.

Reading gives plain values, as commands take them; an empty field that is not required gives None.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from releaseboard.domain.model import Window
from releaseboard.domain.when import ACCEPTED, echo_date, format_date, parse_date, parse_stage_days, parse_window
from releaseboard.errors import BadInput, ReleaseboardError, did_you_mean
from releaseboard.tui.fuzzy import AS_WRITTEN, rank

if TYPE_CHECKING:
    from releaseboard.tui.ripplemodel import Ripple


class Days(NamedTuple):
    """What dates are read and counted with.

    `note` says what else there is to a day (a freeze, the window it is in), '' for nothing.
    """

    today: date
    add: Callable[[date, int], date] | None = None
    between: Callable[[date, date], int] | None = None
    note: Callable[[date], str] = lambda day: ""


class Option(NamedTuple):
    """One thing to choose: the value that is kept, the words that are shown, the letter that picks it ('' = none)."""

    value: str
    label: str
    letter: str = ""


@dataclass(frozen=True)
class Field:
    """One line of text.

    Args:
        name: key of the value that the form gives back.
        label: at most 13 cells.
        value: what stands there at first, as it would be typed.
        hint: what to type, shown while the field is empty or in use.
        required: an empty field is an error.
    """

    name: str
    label: str
    value: str = ""
    hint: str = ""
    required: bool = False

    def read(self, text: str) -> Any:
        """The value of what was typed. Raises BadInput."""
        text = text.strip()
        if not text:
            if self.required:
                raise BadInput(f"{self.label.lower()} is missing", self.hint)
            return None
        return self.parse(text)

    def parse(self, text: str) -> Any:
        """The value of a text that is not empty. Raises BadInput."""
        return text

    def echo(self, text: str) -> str:
        """What was understood, in a few words; '' when the text says it all. Raises BadInput."""
        self.read(text)
        return ""

    def suggest(self, text: str) -> Sequence[Option]:
        """What may be meant, best first."""
        return ()


@dataclass(frozen=True)
class DateField(Field):
    """A day, in any of the forms that `parse_date` reads."""

    days: Days = field(default_factory=lambda: Days(date.min))
    hint: str = ACCEPTED

    def parse(self, text: str) -> date:
        """The day."""
        return parse_date(text, self.days.today, self.days.add)

    def echo(self, text: str) -> str:
        """`Fri 05 Mar 2027 · in 7 working days · in freeze FY close`."""
        day = self.read(text)
        return echo_date(day, self.days.today, self.days.between, self.days.note(day)) if day else ""


@dataclass(frozen=True)
class WindowField(Field):
    """First and last allowed day, `A..B`."""

    days: Days = field(default_factory=lambda: Days(date.min))
    hint: str = "first..last day, such as 1 mar..5 mar or mon..fri"

    def parse(self, text: str) -> Window:
        """The window."""
        return parse_window(text, self.days.today, self.days.add)

    def echo(self, text: str) -> str:
        """Both days, and what the last one is near to."""
        window = self.read(text)
        if window is None:
            return ""
        note = self.days.note(window.end)
        return f"{format_date(window.start)} – {format_date(window.end)}" + (f" · {note}" if note else "")


@dataclass(frozen=True)
class NumberField(Field):
    """A whole number from `low` to `high`."""

    low: int = 0
    high: int = 999
    unit: str = ""

    def parse(self, text: str) -> int:
        """The number."""
        try:
            number = int(text)
        except ValueError:
            raise BadInput(f"{text[:20]!r} is not a number", f"a whole number from {self.low} to {self.high}") from None
        if not self.low <= number <= self.high:
            raise BadInput(f"{number} is not from {self.low} to {self.high}")
        return number

    def echo(self, text: str) -> str:
        """The unit."""
        return self.unit if self.read(text) is not None else ""


@dataclass(frozen=True)
class ChoiceField(Field):
    """One of a few options, picked by a letter; the value stands in the field as the option's value."""

    options: Sequence[Option] = ()

    def parse(self, text: str) -> str:
        """The option's value."""
        fold = text.casefold()
        for option in self.options:
            if fold in (option.value.casefold(), option.label.casefold()):
                return option.value
        raise BadInput(f"{text[:30]!r} is none of these", ", ".join(option.label for option in self.options))

    def by_letter(self, letter: str) -> Option | None:
        """The option of a letter, upper or lower case; None when no option has it."""
        return next((option for option in self.options if option.letter == letter.lower()), None)

    def label_of(self, text: str) -> str:
        """How the chosen option is shown."""
        return next((option.label for option in self.options if option.value == text), text)


@dataclass(frozen=True)
class PickField(Field):
    """Something the board knows (a person, a team, a release), found by a few letters.

    `is_free`: other text is taken as it is (a person the board does not have yet).
    """

    source: Callable[[], Sequence[Option]] = tuple
    is_free: bool = False
    what: str = "entry"

    def parse(self, text: str) -> str:
        """The value of the option that is named exactly, or that fits best."""
        options = self.source()
        fold = text.casefold()
        for option in options:
            if fold in (option.value.casefold(), option.label.casefold()):
                return option.value
        found = self.suggest(text)
        if found and not self.is_free:
            return found[0].value
        if self.is_free:
            return text
        hint = did_you_mean(text, (option.value for option in options))
        raise BadInput(f"there is no {self.what} {text[:40]!r}", hint)

    def echo(self, text: str) -> str:
        """Which option that is."""
        value = self.read(text)
        if value is None:
            return ""
        label = next((option.label for option in self.source() if option.value == value), "")
        if not label:
            return f"not on the board yet: taken as it is ({self.what})"
        return label if label != text.strip() else ""

    def suggest(self, text: str) -> Sequence[Option]:
        """The options that fit."""
        least = AS_WRITTEN if self.is_free else 1
        return rank(text, self.source(), lambda option: f"{option.value} {option.label}", limit=8, least=least)


@dataclass(frozen=True)
class KeyField(Field):
    """The key of a new release; `projects` are the names of the known ones by their key."""

    projects: Mapping[str, str] = field(default_factory=dict)

    def echo(self, text: str) -> str:
        """Which project that is."""
        project = str(self.read(text) or "").partition("-")[0]
        known = next((key for key in self.projects if key.casefold() == project.casefold()), "")
        return f"project {self.projects[known] or known}" if known else f"makes project {project}" if project else ""


@dataclass(frozen=True)
class StagesField(Field):
    """Working days by stage, `build=10 test=5`; only those that are named change."""

    known: Sequence[str] = ()

    def parse(self, text: str) -> Mapping[str, int]:
        """Stage ids to working days."""
        return parse_stage_days(text, self.known)

    def echo(self, text: str) -> str:
        """The sum."""
        stages = self.read(text)
        return f"{sum(stages.values())} working days" if stages else ""


def lettered(pairs: Iterable[tuple[str, str]], *, numbers: bool = False) -> tuple[Option, ...]:
    """Options (value, label), each with a letter of its own from its label, the first that is free.

    Args:
        pairs: value and label of each.
        numbers: 1, 2, 3 … instead of letters.
    """
    used: set[str] = set()
    options = []
    for at, (value, label) in enumerate(pairs, 1):
        candidates = str(at) if numbers else _initials_first(label) + "abcdefghijklmnopqrstuvwxyz0123456789"
        letter = next((char for char in candidates if char not in used), "")
        used.add(letter)
        options.append(Option(value, label, letter))
    return tuple(options)


def _initials_first(label: str) -> str:
    fold = label.casefold()
    initials = "".join(word[0] for word in fold.split())
    return "".join(char for char in initials + fold if char.isalnum() and char.isascii())


@dataclass(frozen=True)
class Form:
    """What a form asks, and what is done with the answer.

    Args:
        id: what it is about, such as `replan PAY-4.2`: the text of a form left by mistake is kept under it.
        title: one line.
        fields: at most 14, so that it fits 24 lines.
        submit: is given the values by name; raises ReleaseboardError to keep the form open.
        blame: the field under which an error of `submit` is shown; '' is the line below all.
        note: one line said under the title; '' for nothing.
        first: the field to begin with; '' is the first.
        renew: the same form as it would open now: so that what somebody else changed meanwhile is told before saving.
        foresee: for a form that moves dates: what calling `submit` would do to all of them, shown before it is done.
    """

    id: str
    title: str
    fields: Sequence[Field]
    submit: Callable[[dict[str, Any]], None]
    blame: str = ""
    note: str = ""
    first: str = ""
    foresee: "Callable[[Callable[[], object], str], Ripple] | None" = None
    renew: "Callable[[], Form] | None" = None


def find_clashes(form: Form, texts: Mapping[str, str]) -> dict[str, str]:
    """What somebody else changed under an open form: field name → what stands there now, '' → the form's note now.

    Only fields that were typed in, and differently from what stands there now, can clash; a note tells of all else.
    """
    if form.renew is None:
        return {}
    fresh = form.renew()
    now = {item.name: item.value for item in fresh.fields}
    found = {
        item.name: now[item.name]
        for item in form.fields
        if now.get(item.name, item.value) != item.value and texts.get(item.name, "") not in (item.value, now[item.name])
    }
    return found | ({"": fresh.note} if fresh.note != form.note else {})


def read_form(form: Form, texts: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, ReleaseboardError]]:
    """The values by name, and the errors by name of the fields that could not be read."""
    values: dict[str, Any] = {}
    errors: dict[str, ReleaseboardError] = {}
    for item in form.fields:
        try:
            values[item.name] = item.read(texts.get(item.name, ""))
        except ReleaseboardError as error:
            errors[item.name] = error
    return values, errors
