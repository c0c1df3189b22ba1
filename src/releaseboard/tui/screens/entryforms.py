"""The forms that settle an entry of the RAID log: resolve, decide, answer, pass on, open again."""

from typing import Any

from releaseboard.domain import coordination as co
from releaseboard.domain.raid import Raid
from releaseboard.domain.raiddetails import list_options
from releaseboard.domain.words import Answer, RaidKind, spoken
from releaseboard.tui.desk import Desk

from .fields import ChoiceField, Field, Form, PickField, lettered
from .raidforms import whom_of

ANSWERS = lettered((word.value, word.value) for word in Answer)


def resolve_form(desk: Desk, entry: Raid) -> Form:
    """An issue is resolved, a risk closed; how is asked, and may stay open."""
    word = "closed" if entry.kind == RaidKind.RISK else "resolved"

    def submit(values: dict[str, Any]) -> None:
        desk.do(co.ResolveEntry(entry.id, values["reason"] or ""), said=f"{word}: {entry.title}")

    fields = (Field("reason", "How", "", "what settled it, one line; may stay empty"),)
    return Form(f"resolve {entry.id}", f"{entry.title[:60]} is {word}", fields, submit, "reason")


def decide_form(desk: Desk, entry: Raid) -> Form:
    """What was chosen, and why."""
    options = list_options(entry)

    def submit(values: dict[str, Any]) -> None:
        chosen = values["chosen"]
        desk.do(co.DecideEntry(entry.id, chosen, values["reason"]), said=f"decided: {chosen}")

    chosen = (
        ChoiceField("chosen", "Chosen", "", "press a number", required=True,
                    options=lettered(((text, text) for text in options), numbers=True))
        if 0 < len(options) < 10 else Field("chosen", "Chosen", "", "what is decided, one line", required=True)
    )  # fmt: skip
    fields = (chosen, Field("reason", "Why", "", "one line, for the record", required=True))
    return Form(f"decide {entry.id}", f"Decide: {entry.title[:60]}", fields, submit, "reason")


def answer_form(desk: Desk, entry: Raid, answer: str = "") -> Form:
    """Accepted, declined or countered, and what that does to the forecast."""

    def submit(values: dict[str, Any]) -> None:
        command = co.AnswerRequest(entry.id, values["answer"], values["effect"] or "")
        desk.do(command, said=f"{values['answer']}: {entry.title}; {desk.key_of('settle_entry')} when reported back")

    fields = (
        ChoiceField("answer", "Answer", answer, "press a letter", required=True, options=ANSWERS),
        Field("effect", "Effect", "", "what it does to the forecast, one line"),
    )
    to = f"from {desk.board.person_name(str(entry.details['to']))}" if entry.details.get("to") else ""
    return Form(f"answer {entry.id}", f"Answer: {entry.title[:60]}", fields, submit, "answer", to,
                "effect" if answer else "")  # fmt: skip


def pass_on_form(desk: Desk, entry: Raid) -> Form:
    """To a team or a lead."""

    def submit(values: dict[str, Any]) -> None:
        desk.do(co.PassOn(entry.id, values["to"]), said=f"passed on to {desk.board.person_name(values['to'])}")

    fields = (
        PickField("to", "To", str(entry.details.get("to") or ""), "the team or lead it is for", required=True,
                  source=lambda: whom_of(desk), is_free=True, what="team or person"),
    )  # fmt: skip
    return Form(f"pass on {entry.id}", f"Pass on: {entry.title[:60]}", fields, submit, "to")


def reopen_form(desk: Desk, entry: Raid, state: str) -> Form:
    """Why it is not over after all."""

    def submit(values: dict[str, Any]) -> None:
        desk.do(co.AdvanceEntry(entry.id, state, values["reason"]), said=f"{spoken(state)}: {entry.title}")

    fields = (Field("reason", "Why", "", "why it is not over after all, one line", required=True),)
    return Form(f"reopen {entry.id}", f"{entry.title[:50]} is {spoken(state)} again", fields, submit, "reason")
