"""`notices` and `notice`: who has been told, the text for each audience, and that it was sent."""

import argparse
from typing import Any

from releaseboard.domain.coordination import AcknowledgeNotice, RecordNotice, SendNotice
from releaseboard.domain.notify import list_stakeholders
from releaseboard.domain.raid import Notice
from releaseboard.domain.words import CHANNELS, Audience, NoticeKind, NoticeState, spoken
from releaseboard.errors import BadInput, Refused
from releaseboard.reports.noticefacts import Case, Typed, is_hidden
from releaseboard.reports.notices import list_notices, list_owed, make_case, view_notice, view_owed, write_notices
from releaseboard.reports.noticetext import Message, write_notice
from releaseboard.reports.telling import find_draft
from releaseboard.schedule.outlook import look_ahead

from .files import write_text
from .parser import Command, OneOf, Parser
from .shell import Shell

AUDIENCES = tuple(audience.value for audience in Audience)
KINDS = tuple(kind.value for kind in NoticeKind)
_ACTIONS = ("sent", "ack")


def _set_up_notices(parser: Parser) -> None:
    parser.add_argument("key", metavar="KEY", nargs="?", help="only about this release")
    parser.add_argument("--owed", action="store_true", help="only what is still owed")
    parser.add_argument("--json", action="store_true", help="for scripts")


def _notices(args: argparse.Namespace, shell: Shell) -> int:
    board = shell.board
    about = board.release(args.key).id if args.key is not None else ""
    every = list_owed(board, look_ahead(board, shell.today), shell.today)
    owed = [each for each in every if not about or each.release == about]
    notices = [] if args.owed else list_notices(board, about)
    if args.json:
        found: dict[str, Any] = {"owed": view_owed(board, owed)}
        if not args.owed:
            found["notices"] = [view_notice(board, notice) for notice in notices]
        shell.out.json(found)
    elif not owed and not notices:
        shell.out.note("nobody is owed a notice" + ("" if args.owed else ", and none was written yet"))
    else:
        head, lines = write_notices(board, owed, notices, shell.today, shell.out.width)
        shell.out.result(shell.out.paint(head, "dim"))
        shell.out.lines(lines)
    return 0


def _set_up_notice(parser: Parser) -> None:
    parser.add_argument("words", metavar="[sent|ack] KEY", nargs="+",
                        help="the release; with `sent` they were told, with `ack` they answered")  # fmt: skip
    parser.add_argument("--for", dest="audience", type=OneOf(AUDIENCES), required=True, metavar="AUDIENCE",
                        help=", ".join(AUDIENCES))  # fmt: skip
    parser.add_argument("--to", metavar="WHO", action="append", default=[], help="only these of them; once for each")
    parser.add_argument("--kind", type=OneOf(KINDS), metavar="KIND", help=f"else what is owed: {', '.join(KINDS)}")
    parser.add_argument("--why", metavar="TEXT", default="", help="the cause in your words")
    parser.add_argument("--effect", metavar="TEXT", default="", help="what it means for them, in your words")
    parser.add_argument("--doing", metavar="TEXT", default="", help="what is being done, in your words")
    parser.add_argument("--next", dest="next_on", metavar="DATE", help="the day of the next update")
    parser.add_argument("--draft", action="store_true", help="keep the text on the board as a draft")
    parser.add_argument("--by", type=OneOf(CHANNELS), metavar="CHANNEL", help=f"with sent: {', '.join(CHANNELS)}")
    parser.add_argument("--who", metavar="WHO", default="", help="with ack: who has answered")
    parser.add_argument("-o", "--output", metavar="FILE", help="write the text to a file")
    parser.add_argument("--eml", action="store_true", help="as a mail file, to be opened and sent by a mail program")
    parser.add_argument("--json", action="store_true", help="for scripts")


def _notice(args: argparse.Namespace, shell: Shell) -> int:
    action = args.words[0] if args.words[0] in _ACTIONS and len(args.words) > 1 else ""
    keys = args.words[1:] if action else args.words
    if len(keys) > 1:
        raise BadInput(f"releaseboard notice has no use for {keys[1]!r}", "one release at a time")
    args.key = shell.board.release(keys[0]).key
    if args.by is not None and action != "sent":
        raise BadInput("--by says nothing by itself", f"such as: releaseboard notice sent {args.key} --by email")
    if action == "ack":
        return _acknowledge(args, shell)
    case, is_short = _make_case(args, shell)
    message = write_notice(case, _read_typed(args, shell))
    if action == "sent":
        return _send(args, shell, case, message)
    if args.draft:
        _keep(args, shell, case, message, "")
    _print(args, shell, case, message, is_short=is_short)
    if is_short and not args.json:
        shell.out.note(f"short notice: {case.release.type} releases ask for more days between notice and date")
    return 0


def _make_case(args: argparse.Namespace, shell: Shell) -> tuple[Case, bool]:
    board = shell.board
    outlooks = look_ahead(board, shell.today)
    return make_case(
        board, board.release(args.key), args.audience, outlooks, shell.today, to=args.to, kind=args.kind or ""
    )


def _read_typed(args: argparse.Namespace, shell: Shell) -> Typed:
    return Typed(args.why.strip(), args.effect.strip(), args.doing.strip(), shell.read_date_or_none(args.next_on))


def _print(args: argparse.Namespace, shell: Shell, case: Case, message: Message, *, is_short: bool) -> None:
    if args.json:
        shell.out.json({
            "key": case.release.key, "audience": case.audience, "kind": case.kind,
            "told": case.told.isoformat() if case.told else None, "now": case.now.isoformat() if case.now else None,
            "days": case.days, "short_notice": is_short, "subject": message.subject, "body": message.body,
        })  # fmt: skip
        return
    text = _make_mail(shell, case, message) if args.eml else message.text + "\n"
    if args.output is None or args.output == "-":
        shell.out.result(text.rstrip("\n"))
    else:
        write_text(args.output, text, shell.session.path)
        shell.out.done(f"{args.output} written")


def _make_mail(shell: Shell, case: Case, message: Message) -> str:
    from email.message import EmailMessage
    from email.policy import SMTPUTF8

    mail = EmailMessage(policy=SMTPUTF8.clone(linesep="\n"))
    mail["Subject"] = message.subject
    people = shell.board.people
    sender = people.get(case.release.rm)
    if sender is not None and "@" in sender.contact:
        mail["From"] = sender.contact
    readers = case.recipients or tuple(
        each.who for each in list_stakeholders(shell.board, case.release) if each.audience == case.audience
    )
    found = (people[who].contact if who in people else who for who in readers)
    addresses = [contact for contact in found if "@" in contact]
    if addresses:
        mail["To" if len(addresses) == 1 else "Bcc"] = ", ".join(addresses)
    mail["X-Unsent"] = "1"
    mail.set_content(message.body + "\n")
    return mail.as_string()


def _keep(args: argparse.Namespace, shell: Shell, case: Case, message: Message, channel: str) -> None:
    outcome = shell.do(RecordNotice(
        case.release.key, case.audience, case.kind, case.recipients, case.now,
        case.release.window if is_hidden(case) else None, cause_told=args.why,
        text=message.text, next_update_on=shell.read_date_or_none(args.next_on), channel=channel,
    ))  # fmt: skip
    notice = outcome.board.notices[outcome.changes[0].key]
    if not args.json:
        shell.out.done(_say_kept(shell, notice))


def _say_kept(shell: Shell, notice: Notice) -> str:
    state = f"noted as sent by {notice.channel}" if notice.state == NoticeState.SENT else "kept as a draft"
    day = f": {shell.echo(notice.date_told)}" if notice.date_told else ""
    key = shell.board.label(notice.release)
    return f"{spoken(notice.kind)} notice about {key} to {_name_readers(notice)} {state}{day}"


def _name_readers(notice: Notice) -> str:
    return ", ".join(notice.stakeholders) or f"every {notice.audience}"


def _send(args: argparse.Namespace, shell: Shell, case: Case, message: Message) -> int:
    """A draft for the same readers goes out as it stands; without one, what the text would be now was sent."""
    if args.by is None:
        raise BadInput(f"say how {case.release.key} was told", f"--by {', '.join(CHANNELS)}")
    draft, rest = find_draft(shell.board, case.release, case.audience, case.recipients)
    is_new = bool(args.why or args.effect or args.doing or args.next_on or args.kind)
    if draft is not None and not rest and not is_new:
        outcome = shell.do(SendNotice(draft.id, args.by))
        shell.out.done(_say_kept(shell, outcome.board.notices[draft.id]))
    else:
        _keep(args, shell, case, message, args.by)
    if args.json:
        sent = [notice for notice in list_notices(shell.board, case.release.id) if notice.state != NoticeState.DRAFT]
        shell.out.json(view_notice(shell.board, sent[0]))
    return 0


def _acknowledge(args: argparse.Namespace, shell: Shell) -> int:
    release = shell.board.release(args.key)
    sent = [
        notice for notice in list_notices(shell.board, release.id)
        if notice.state == NoticeState.SENT and notice.audience == args.audience
        and (not args.to or set(args.to) <= set(notice.stakeholders))
    ]  # fmt: skip
    if not sent:
        raise Refused(f"{release.key}: no notice to {args.audience} waits for an answer", "note it as sent first")
    outcome = shell.do(AcknowledgeNotice(sent[0].id, args.who or (args.to[0] if len(args.to) == 1 else "")))
    after = outcome.board.notices[sent[0].id]
    shell.out.done(f"{spoken(after.kind)} notice about {release.key} acknowledged by {after.ack_by}")
    return 0


COMMANDS = {
    "notices": Command(
        "Who has been told which date, and who is owed a notice.", "notices --owed", _set_up_notices, _notices
    ),
    "notice": Command(
        "The text for an audience: only what it may know. `notice sent` notes that they were told.",
        "notice PAY-4.2 --for client --next fri -o notice.txt", _set_up_notice, _notice,
    ),
}  # fmt: skip
