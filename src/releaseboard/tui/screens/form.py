"""The one form engine: a sheet at the bottom with one line a field, what was understood beside it, errors in place.

Enter saves, Tab goes on, Esc leaves and keeps the text, so that a form left by mistake comes back as it was.
"""

from typing import TYPE_CHECKING, Any, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Input, Static

from releaseboard.errors import ReleaseboardError
from releaseboard.tui.bindings import bindings_for
from releaseboard.tui.paint import plain

from .fields import ChoiceField, Field, Form, Option, find_clashes, read_form
from .formlines import ChoiceLine, TextLine, letter_rows
from .rows import Row, RowList, text_row

if TYPE_CHECKING:
    from releaseboard.tui.ripplemodel import Ripple

KEYS = "Enter save · Tab next · Esc leave, your text is kept"


class FormScreen(ModalScreen[bool]):
    """Shows a `Form`; dismissed with True when it was submitted.

    Args:
        form: what to ask.
        kept: texts by form id of forms that were left; this one's are put back, and kept again when it is left.
    """

    CSS_PATH = "../css/sheets.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("form")]

    def __init__(self, form: Form, kept: dict[str, dict[str, str]]) -> None:
        super().__init__()
        self.form, self._kept = form, kept
        self._texts = {item.name: item.value for item in form.fields}
        self._came_back = form.id in kept
        self._texts.update(kept.get(form.id, {}))
        self._unsettled: set[str] = set()
        self._is_open = True
        self._told: dict[str, str] = {}  # clashes with others' edits that were said

    def compose(self) -> ComposeResult:
        """Title, fields, help, errors, keys."""
        with Vertical(id="form"):
            yield Static(plain(self.form.title), id="form-title")
            yield Static(plain(self._note()), id="form-note")
            for item in self.form.fields:
                with Horizontal(classes="form-row"):
                    yield Static(plain(item.label), classes="form-label")
                    yield self._make_line(item)
                    yield Static("", id=f"echo-{item.name}", classes="form-echo")
            yield RowList(id="form-help")
            yield Static("", id="form-error")
            yield Static(Content(KEYS), id="form-keys")

    def _note(self) -> str:
        back = "your text from before is back" if self._came_back else ""
        return " · ".join(part for part in (self.form.note, back) if part)

    def _make_line(self, item: Field) -> Widget:
        text = self._texts[item.name]
        return ChoiceLine(item, text) if isinstance(item, ChoiceField) else TextLine(item, text)

    def on_mount(self) -> None:
        """Begin where the form says; what stands there already is echoed."""
        self.query_one("#form-note").display = bool(self._note())
        for item in self.form.fields:
            self._echo(item)
        first = self.form.first or (self.form.fields[0].name if self.form.fields else "")
        if first:
            self.query_one(f"#in-{first}").focus()

    # -- what is typed ---------------------------------------------------------------------------------------------

    def _field(self, name: str) -> Field:
        return next(item for item in self.form.fields if item.name == name)

    def _line_text(self, name: str) -> str:
        line = self.query_one(f"#in-{name}")
        return line.value if isinstance(line, TextLine | ChoiceLine) else ""

    def texts(self) -> dict[str, str]:
        """What stands in the fields now."""
        return {item.name: self._line_text(item.name) for item in self.form.fields}

    def _put_text(self, name: str, text: str) -> None:
        line = self.query_one(f"#in-{name}")
        if isinstance(line, ChoiceLine):
            line.pick(text)
        elif isinstance(line, TextLine):
            with line.prevent(Input.Changed):
                line.value = text
            line.cursor_position = len(text)
        self._unsettled.discard(name)
        self._echo(self._field(name))

    def _focused_field(self) -> Field | None:
        widget = self.focused
        ident = widget.id or "" if widget is not None else ""
        return self._field(ident[3:]) if ident.startswith("in-") else None

    @on(Input.Changed)
    def note_typing(self, event: Input.Changed) -> None:
        """Say back what is understood; errors wait until the field is left or the form saved."""
        event.stop()
        name = (event.input.id or "")[3:]
        item = self._field(name)
        self._unsettled.add(name)
        self._echo(item, quiet=True)
        self._show_help(item)

    def _echo(self, item: Field, *, quiet: bool = False) -> None:
        text = self._line_text(item.name)
        try:
            said = item.echo(text) if text.strip() else ""
        except ReleaseboardError as error:
            self._show_echo(item.name, "" if quiet else error.message, is_error=not quiet)
        else:
            self._show_echo(item.name, said)

    def _show_echo(self, name: str, text: str, *, is_error: bool = False) -> None:
        echo = self.query_one(f"#echo-{name}", Static)
        echo.update(plain(text))
        echo.set_class(is_error, "-error")
        echo.display = bool(text)

    # -- help and suggestions --------------------------------------------------------------------------------------

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Each field brings its own help."""
        item = self._focused_field()
        if item is not None:
            self._show_help(item)

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        """A field that is left takes the best suggestion, and says what is wrong with it."""
        name = (event.widget.id or "")[3:]
        if self._is_open and any(item.name == name for item in self.form.fields):
            if name in self._unsettled:
                self._settle(self._field(name))
            self._echo(self._field(name))

    def _show_help(self, item: Field) -> None:
        rows = self.query_one("#form-help", RowList)
        if isinstance(item, ChoiceField):
            rows.show(letter_rows(item, max(20, self.size.width - 4)))
            return
        found = self._suggestions(item)
        if found:
            shown = [Row(option.value, ((option.value, "key"), (_beside(option), ""))) for option in found]
            rows.show(shown)
        else:
            rows.show([text_row(item.hint, "dim")] if item.hint else [])

    def _suggestions(self, item: Field) -> list[Option]:
        text = self._line_text(item.name)
        found = list(item.suggest(text)) if item.name in self._unsettled or not text else []
        is_named = any(option.value.casefold() == text.strip().casefold() for option in found)
        if found and text.strip() and getattr(item, "is_free", False) and not is_named:
            found.append(Option(text.strip(), "as it is typed"))
        return found

    def _settle(self, item: Field) -> bool:
        """Take the highlighted suggestion for what was typed; True when that changed the text."""
        text = self._line_text(item.name)
        current = self.query_one("#form-help", RowList).current
        self._unsettled.discard(item.name)
        if not text.strip() or not item.suggest(text):
            return False
        is_shown = current is not None and any(option.value == current.id for option in item.suggest(text))
        value = current.id if current is not None and (is_shown or current.id == text.strip()) else text
        if value == text:
            return False
        self._put_text(item.name, value)
        return True

    @on(RowList.Chosen, "#form-help")
    def take_suggestion(self, event: RowList.Chosen) -> None:
        """A click on a suggestion."""
        item = self._focused_field()
        if item is not None and not isinstance(item, ChoiceField):
            self._put_text(item.name, event.row.id)
            self.focus_next()

    @on(ChoiceLine.Picked)
    def go_on(self, event: ChoiceLine.Picked) -> None:
        """A letter says all there is to say, so the next field is next."""
        self._show_echo(event.line.item.name, "")
        if event.line.item is not self.form.fields[-1]:
            self.focus_next()

    # -- keys ------------------------------------------------------------------------------------------------------

    def on_key(self, event: events.Key) -> None:
        """Up and down go through the suggestions while there are any."""
        item = self._focused_field()
        rows = self.query_one("#form-help", RowList)
        if event.key in ("up", "down") and item is not None and item.name in self._unsettled and rows.current:
            event.stop()
            rows.move(1 if event.key == "down" else -1)

    def action_next_field(self) -> None:
        """The field below, from the last one to the first."""
        self.focus_next()

    def action_previous_field(self) -> None:
        """The field above, from the first one to the last."""
        self.focus_previous()

    @on(Input.Submitted)
    def submit_from_line(self, event: Input.Submitted) -> None:
        """Enter in a text."""
        event.stop()
        self.action_save_form()

    def action_save_form(self) -> None:
        """Save; the first field that is wrong is gone to. On a suggestion Enter takes it first."""
        item = self._focused_field()
        if item is not None and item.name in self._unsettled and self._settle(item):
            if item is not self.form.fields[-1]:
                self.focus_next()
            return
        values, errors = read_form(self.form, self.texts())
        for name, error in errors.items():
            self._show_echo(name, error.message, is_error=True)
        if errors:
            name, error = next(iter(errors.items()))
            self._show_error(error)
            self.query_one(f"#in-{name}").focus()
            return
        if self._tell_clashes():
            return
        if self.form.foresee is None:
            self._submit(values)
            return
        try:
            ripple = self.form.foresee(lambda: self.form.submit(dict(values)), self.form.title)
        except ReleaseboardError as error:
            self._refuse(error)
            return
        if ripple.waves:
            self._ask_first(ripple, values)
        else:
            self._submit(values)

    def _tell_clashes(self) -> bool:
        """True when somebody else changed meanwhile what is typed here, and that was not said yet."""
        clashes = find_clashes(self.form, self.texts())
        if not clashes or clashes == self._told:
            return False
        self._told = clashes
        for name, text in clashes.items():
            if name:
                self._show_echo(name, f"now: {text or 'empty'}", is_error=True)
        now = f": {clashes['']}" if "" in clashes else ""
        self.query_one("#form-error", Static).update(
            plain(f"somebody changed this meanwhile{now} · Enter saves yours, Esc leaves theirs")
        )
        return True

    def _ask_first(self, ripple: "Ripple", values: dict[str, Any]) -> None:
        """Show what moves; y saves, else the form is there as it was."""
        from .ripple import RippleScreen  # noqa: PLC0415 - most forms move nothing

        def answer(is_yes: bool | None) -> None:
            if is_yes:
                self._submit(values)

        self.app.push_screen(RippleScreen(ripple), answer)

    def _refuse(self, error: ReleaseboardError) -> None:
        if self.form.blame:
            self._show_echo(self.form.blame, error.message, is_error=True)
            self.query_one(f"#in-{self.form.blame}").focus()
        self._show_error(error)

    def _submit(self, values: dict[str, Any]) -> None:
        try:
            self.form.submit(values)
        except ReleaseboardError as error:
            self._refuse(error)
            return
        self._kept.pop(self.form.id, None)
        self._is_open = False
        self.dismiss(True)

    def _show_error(self, error: ReleaseboardError) -> None:
        self.query_one("#form-error", Static).update(plain(str(error)))

    def action_leave(self) -> None:
        """Nothing is saved, and nothing typed is lost."""
        texts = self.texts()
        if any(texts[item.name] != item.value for item in self.form.fields):
            self._kept[self.form.id] = texts
        self._is_open = False
        self.dismiss(False)


def _beside(option: Option) -> str:
    return f"  {option.label}" if option.label and option.label != option.value else ""
