"""Questions that are gone on with: what was kept, what cannot be, what somebody made meanwhile."""

from __future__ import annotations

from typing import Any

import pytest

from pos_tui.wizard.sheet import Ending

from .fake_port import FakePort, Person


def test_everything_after_making_can_wait() -> None:
    person = Person()
    person.make()
    seen = []
    while person.at != "remaining":
        seen.append(person.at)
        assert person.wizard.later().sound == ""
    assert seen == ["departments", "items", "printer", "scanner", "backup", "practice"]
    assert person.wizard.question.title == "What remains"
    assert all(choice.label.startswith("[ ]") for choice in person.wizard.question.choices[1:])


def test_a_restored_shop_goes_on_with_what_remains() -> None:
    person = Person()
    reply = person.say("restore", "/media/stick/shop")
    assert reply.text == "Corner is here again: 12 records, all right; it is a simulated shop, for ever"
    assert person.at == "remaining"


def test_a_shop_made_elsewhere_meanwhile_is_gone_on_with() -> None:
    person = Person()
    person.say("new", "")
    person.port.made, person.port.rates = True, [("standard", "Standard 20 %")]
    person.start_again()
    assert person.at == "owner"


@pytest.mark.parametrize(
    "state",
    [
        None,
        {},
        {"v": 2, "at": "name"},
        {"v": 1, "at": "nowhere", "trail": ["also nowhere", 3], "answers": {"name": 5, "language": ["x"]}},
        {"v": 1, "at": "items.price", "trail": "x", "answers": []},
        {"v": 1, "at": "name", "answers": {"start": "new", "country": "XX", "rates": {}, "zone": 7}},
        {"v": 1, "at": "usual", "answers": {"language": "\x1b[2J", "country": "\u202e"}},
    ],
)
def test_what_was_kept_may_be_anything(state: Any) -> None:
    port = FakePort()
    port.kept = state
    person = Person(port)
    assert person.wizard.question.title
    assert person.wizard.back() is not None


def test_answers_that_cannot_be_kept_count_all_the_same() -> None:
    person = Person()
    person.port.full = True
    reply = person.wizard.answer("new")
    assert "may be asked again" in reply.text
    assert person.at == "language"


def test_a_shop_that_cannot_be_read_ends_the_questions_with_a_word() -> None:
    person = Person()
    person.make()
    person.port.broken = "000001.jsonl is damaged"
    person.wizard.later()
    assert person.wizard.ending is Ending.LEAVE
    assert "damaged" in person.wizard.farewell
