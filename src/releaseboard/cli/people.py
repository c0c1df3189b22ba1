"""`person`, `team`, `project`: who works on what."""

from releaseboard.domain.words import Side

from .records import Kind, make_commands

PERSON = Kind(
    "person", "people", "the login, such as kim",
    (
        ("name", "full name"), ("side", ", ".join(side.value for side in Side)), ("org", "company or department"),
        ("contact", "mail or phone"), ("active", "yes or no"),
    ),
    ("name", "side", "org", "contact"),
    {"add": "add kim --name 'Kim Lee' --side team", "set": "set kim contact=kim@example.org", "remove": "remove kim"},
)  # fmt: skip
TEAM = Kind(
    "team", "teams", "short name, such as core",
    (
        ("name", "full name"), ("department", "department"), ("lead", "login of its lead"), ("people", "how many"),
        ("week", "its working days, such as mon,tue,wed,thu"), ("days_off", "dates on which it does not work"),
        ("lanes", "how many stages it works on at once; 0: no limit"),
        ("queue", "order of work when lanes are short, such as PAY-4.2.test,MOB-7.0.test"),
    ),
    ("name", "department", "lead", "people", "week", "lanes"),
    {"add": "add core --name 'Core payments' --people 6 --lead kim", "set": "set core people=5",
     "remove": "remove core"},
)  # fmt: skip
PROJECT = Kind(
    "project", "projects", "its key, such as PAY",
    (
        ("name", "full name"), ("department", "department"), ("lead", "login of its lead"), ("sponsor", "who pays"),
        ("default_team", "team of its releases"), ("state", "active, paused or retired"),
    ),
    ("name", "department", "lead", "default_team", "state"),
    {"add": "add WEB --name 'Web shop' --lead kim", "set": "set PAY department=Finance", "remove": "remove WEB"},
)  # fmt: skip

COMMANDS = make_commands(PERSON) | make_commands(TEAM) | make_commands(PROJECT)
