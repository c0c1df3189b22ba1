"""`notices` and `notice`: who is owed one, the text, a file, a mail, and that they were told."""

import json
from collections.abc import Callable
from email import message_from_string
from email.policy import default
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
Good = Callable[..., str]
Refused = Callable[..., str]

PEOPLE = """
[[stakeholders]]
who = "ana"
release = "PAY-4.2"
audience = "management"
[[people]]
id = "ana"
name = "Ana Ruiz"
contact = "ana@pay.example"
[[releases]]
key = "PAY-4.2"
clients = ["Acme", "sam@bank.example"]
"""


@pytest.fixture(autouse=True)
def told(on: Run) -> None:
    """PAY-4.2 with two clients and a manager, and a board that is late."""
    Path("people.toml").write_text(PEOPLE)
    assert on("import", "people.toml").code == 0


def owed(good: Good) -> list[tuple[str, str]]:
    """Audience and reader of each notice owed."""
    return [(each["audience"], each["who"]) for each in json.loads(good("notices", "--owed", "--json"))["owed"]]


def test_what_is_owed_until_it_was_sent(good: Good, on: Run) -> None:
    """Each reader by audience; sent is sent, for whom it was sent."""
    everybody = [("client", "Acme"), ("client", "sam@bank.example"), ("management", "ana")]
    assert owed(good) == everybody
    assert good("notices").splitlines()[0].split()[:3] == ["release", "audience", "who"]
    said = good("notice", "sent", "pay-4.2", "--for", "client", "--to", "Acme", "--by", "call")
    assert said.startswith("delay notice about PAY-4.2 to Acme noted as sent by call: ")
    assert owed(good) == everybody[1:]
    good("notice", "sent", "PAY-4.2", "--for", "client", "--by", "email")
    good("notice", "sent", "PAY-4.2", "--for", "management", "--by", "meeting")
    assert owed(good) == []
    assert on("notices", "--owed").err == "nobody is owed a notice\n"
    assert good("notices", "PAY-4.2").count("sent") == 3
    good("undo")
    assert owed(good) == everybody[2:]
    assert on("notices", "MOB-7.0").err == "nobody is owed a notice, and none was written yet\n"


def test_a_draft_is_kept_and_goes_out_as_it_stands(good: Good) -> None:
    """Its text is what was sent; the answer is noted."""
    out = good("notice", "PAY-4.2", "--for", "client", "--why", "a part comes late", "--draft", "--next", "fri")
    assert "to every client kept as a draft" in out
    assert "Why: a part comes late." in out
    good("notice", "sent", "PAY-4.2", "--for", "client", "--by", "email")
    (kept,) = json.loads(good("notices", "--json"))["notices"]
    assert (kept["state"], kept["channel"], kept["next_update_on"]) == ("sent", "email", "2027-02-26")
    assert "Why: a part comes late." in kept["text"]
    said = good("notice", "ack", "PAY-4.2", "--for", "client", "--who", "Acme")
    assert said == "delay notice about PAY-4.2 acknowledged by Acme\n"
    assert json.loads(good("notices", "--json"))["notices"][0]["ack_by"] == "Acme"


def test_the_text_goes_to_a_file_and_into_a_mail(good: Good) -> None:
    """The mail can be opened and sent: one reader in To, several unseen by each other."""
    assert good("notice", "PAY-4.2", "--for", "client", "-o", "n.txt") == "n.txt written\n"
    assert Path("n.txt").read_text() == good("notice", "PAY-4.2", "--for", "client")
    mail = message_from_string(good("notice", "PAY-4.2", "--for", "client", "--eml"), policy=default)
    assert (mail["To"], mail["From"], mail["X-Unsent"]) == ("sam@bank.example", "ana@pay.example", "1")
    assert mail["Subject"].startswith("Payments 4.2: release moves from Tue 02 Mar to ")
    assert "Payments 4.2 will be released on" in mail.get_content()
    found = json.loads(good("notice", "PAY-4.2", "--for", "management", "--json"))
    assert (found["key"], found["audience"], found["kind"], found["told"]) == (
        "PAY-4.2", "management", "delay", "2027-03-02",
    )  # fmt: skip
    assert found["short_notice"] is False


def test_looking_at_a_text_writes_nothing(good: Good) -> None:
    """Only --draft and `sent` do."""
    before = good("history", "--json")
    good("notice", "PAY-4.2", "--for", "team")
    assert good("history", "--json") == before


@pytest.mark.parametrize(("code", "words", "said"), [
    (2, ("PAY-4.2",), "needs --for"),
    (2, ("PAY-4.2", "--for", "clients"), "did you mean client?"),
    (2, ("PAX", "--for", "client"), "PAX"),
    (2, ("PAY-4.2", "MOB-7.0", "--for", "client"), "one release at a time"),
    (2, ("PAY-4.2", "--for", "client", "--to", "Globex"), "they are: Acme, sam@bank.example"),
    (2, ("PAY-4.2", "--for", "client", "--why", "Kim Lee is ill"), "is not for this audience"),
    (2, ("PAY-4.2", "--for", "client", "--by", "call"), "notice sent PAY-4.2 --by email"),
    (2, ("sent", "PAY-4.2", "--for", "client"), "say how PAY-4.2 was told"),
    (2, ("sent", "PAY-4.2", "--for", "client", "--by", "fax"), "can't be 'fax'"),
    (4, ("ack", "PAY-4.2", "--for", "client"), "no notice to client waits for an answer"),
])  # fmt: skip
def test_what_a_notice_refuses(refused: Refused, code: int, words: tuple[str, ...], said: str) -> None:
    """No audience, wrong readers, names of the inside, no channel."""
    assert said in refused(code, "notice", *words)


def test_a_release_that_is_out_is_drafted_and_goes_out(good: Good) -> None:
    """`release` drafts the news for all who are owed it; `notice sent` sends that draft; undo takes back both."""
    assert "2 released notices drafted: releaseboard notices PAY-4.2" in good("release", "PAY-4.2")
    good("undo")
    assert good("notices", "PAY-4.2").count("draft") == 0
    good("release", "PAY-4.2")
    said = good("notice", "sent", "PAY-4.2", "--for", "client", "--by", "email")
    assert "released notice about PAY-4.2 to Acme, sam@bank.example noted as sent by email" in said
    found = json.loads(good("notices", "PAY-4.2", "--json"))["notices"]
    assert sorted((each["audience"], each["kind"], each["state"]) for each in found) == [
        ("client", "released", "sent"), ("management", "released", "draft"),
    ]  # fmt: skip
