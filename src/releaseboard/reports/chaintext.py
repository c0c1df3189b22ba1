"""The chain behind a date in words: from the cause to the date, with whom to talk to (forecast.md, "Why")."""

from releaseboard.schedule.why import Step, Why

from .layout import Style, wrap_cells


def write_chain(why: Why | None, style: Style) -> list[str]:
    """The sentence, the steps from the root, what would hold it otherwise; [] where there is no forecast."""
    if why is None or not why.sentence:
        return []
    lines = ["", style.paint("Why this date", "bold"), *wrap_cells(why.sentence, style.width, "  ")]
    for step in why.steps:
        lines += wrap_cells(_say_step(step), style.width, "      ", "    ")
    if why.runner_up:
        lines += wrap_cells(why.runner_up, style.width, "  ")
    return lines


def _say_step(step: Step) -> str:
    who = f"; talk to {step.who}" if step.who else ""
    return f"{step.text}{who}"
