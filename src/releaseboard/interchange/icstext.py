"""Lines of an iCalendar text (RFC 5545): unfolded, split into name, parameters and value, nested in components.

Reading forgives what calendars in the wild do: LF instead of CRLF, empty lines, lines that are too long, properties
that nobody knows. Writing is strict: CRLF, lines of at most 75 octets, texts escaped.
"""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from releaseboard.errors import BadInput

LONGEST_LINE = 75  # octets, without the break (RFC 5545, 3.1)
DEEPEST = 20  # components within components
_NAME = re.compile(r"[A-Za-z0-9-]+")
_PARAM = re.compile(r';([A-Za-z0-9-]+)=((?:"[^"]*"|[^";:,])*(?:,(?:"[^"]*"|[^";:,])*)*)')
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


class Property(NamedTuple):
    """One property: its name and parameter names in capitals, its value as written, the line it begins on (from 1).

    A line that is no property has the name '' and is all value.
    """

    name: str
    value: str
    params: Mapping[str, str]
    line: int


class Component(NamedTuple):
    """What stands between BEGIN and END: its name in capitals, the line of its BEGIN, its properties and parts."""

    name: str
    line: int
    properties: list[Property]
    parts: "list[Component]"

    def find(self, name: str) -> Property | None:
        """The first property of this name; None when there is none."""
        return next((found for found in self.properties if found.name == name), None)

    def find_all(self, name: str) -> list[Property]:
        """All properties of this name."""
        return [found for found in self.properties if found.name == name]

    def text(self, name: str) -> str:
        """The text of a property without its escapes; '' when it is not there."""
        found = self.find(name)
        return unescape(found.value) if found is not None else ""


def unescape(value: str) -> str:
    """A TEXT value as people read it."""
    return _ESCAPED.sub(lambda match: "\n" if match[1] in "nN" else match[1], value)


def escape(text: str) -> str:
    """A text as a TEXT value."""
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")


def split_values(value: str) -> list[str]:
    """The members of a TEXT list such as CATEGORIES, without their escapes."""
    parts = re.split(r"(?<!\\),", value)
    return [text for part in parts if (text := unescape(part).strip())]


def unfold(text: str) -> Iterator[tuple[int, str]]:
    """The content lines with the line each begins on (from 1); empty lines are passed over."""
    start, held = 0, ""
    for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1):
        if line[:1] in (" ", "\t") and held:
            held += line[1:]
            continue
        if held.strip():
            yield start, held
        start, held = number, line
    if held.strip():
        yield start, held


def read_components(text: str, name: str) -> list[Component]:
    """The components of a calendar file, each with what stands in it.

    Raises:
        BadInput: not a calendar, a component that is not closed; the line is named.
    """
    top = Component("", 1, [], [])
    open_ones = [top]
    for line, content in unfold(text.removeprefix("\ufeff")):
        found = _read_property(content, line)
        if found.name == "BEGIN":
            fresh = Component(found.value.strip().upper(), line, [], [])
            if len(open_ones) > DEEPEST:
                raise BadInput(f"{name}:{line}: components are nested too deep", "is this a calendar?")
            open_ones[-1].parts.append(fresh)
            open_ones.append(fresh)
        elif found.name == "END":
            if open_ones[-1].name != found.value.strip().upper() or len(open_ones) == 1:
                raise BadInput(
                    f"{name}:{line}: {found.value.strip()[:40]!r} ends here, but what is open is "
                    f"{open_ones[-1].name[:40]!r}",
                    "is the file complete?",
                )
            open_ones.pop()
        elif len(open_ones) > 1:
            open_ones[-1].properties.append(found)
        else:
            raise BadInput(f"{name}:{line}: this is not a calendar", "it begins with BEGIN:VCALENDAR")
    if len(open_ones) > 1:
        raise BadInput(
            f"{name}:{open_ones[-1].line}: this {open_ones[-1].name[:40]!r} is never closed", "is the file complete?"
        )
    return top.parts


def _read_property(content: str, line: int) -> Property:
    match = _NAME.match(content)
    at = match.end() if match is not None else len(content)
    params: dict[str, str] = {}
    while (param := _PARAM.match(content, at)) is not None:
        params[param[1].upper()] = param[2].strip('"')
        at = param.end()
    if match is None or content[at : at + 1] != ":":
        return Property("", content, {}, line)
    return Property(match.group().upper(), content[at + 1 :], params, line)


def fold(line: str) -> str:
    """A content line as it is written: at most 75 octets a line, whole characters, CRLF at the end."""
    parts: list[str] = []
    part, size = "", 0
    for sign in line:
        octets = len(sign.encode("utf-8"))
        if size + octets > LONGEST_LINE:
            parts.append(part)
            part, size = " ", 1
        part += sign
        size += octets
    return "\r\n".join((*parts, part)) + "\r\n"
