"""`why`: the chain behind a date in words and as JSON; whose slip it is."""

import json


def test_the_chain_ends_with_the_release_and_names_whom_to_talk_to(on) -> None:
    said = on("why", "PAY-4.2").out
    assert "Why this date" in said
    chain = said.partition("Why this date")[2]
    assert "PAY-4.2 Build" in chain
    assert "talk to Kim Lee" in chain


def test_scripts_get_the_driver_and_both_parts_of_the_slip(on) -> None:
    found = json.loads(on("why", "PAY-4.2", "--json").out)
    assert found["driver"][-1]["ref"] == "PAY-4.2"
    assert found["slip"] == found["own_slip"] + found["inherited_slip"]
    listed = {one["key"]: one for one in json.loads(on("list", "--json").out)["releases"]}
    assert listed["PAY-4.2"]["driver"] == found["driver"]
    status = {one["key"]: one for one in json.loads(on("status", "--json").out)["releases"]}
    assert status["PAY-4.2"]["own_slip"] == found["own_slip"]
    assert json.loads(on("show", "PAY-4.2", "--json").out)["driver"] == found["driver"]


def test_what_is_out_has_no_chain_to_come(on) -> None:
    said = on("why", "SDK-5.0").out
    assert "It is out" in said
    assert "talk to" not in said
