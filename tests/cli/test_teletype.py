"""What the till says in plain lines, and what its questions take for an answer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pos_tui.cli.teletype import PROMPT, Teletype
from tests.tui.shop import ean, new_shop, open_till


class Talk:
    """A conversation; each call enters lines and returns what was said to them."""

    def __init__(self, till: Teletype, said: list[str]) -> None:
        self.till, self._said = till, said

    def __call__(self, *entries: str) -> list[str]:
        for entry in entries:
            self.till.enter(entry)
        said, self._said[:] = list(self._said), []
        return said

    @property
    def prompt(self) -> str:
        return self.till.prompt

    def lines(self) -> list[tuple[str, str]]:
        basket = self.till.register.basket
        return [(line.sku, str(line.quantity)) for line in basket.lines if not line.void]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return new_shop(tmp_path_factory.mktemp("shop"), items=5)


@pytest.fixture
def talk(folder: Path) -> Iterator[Talk]:
    said: list[str] = []
    with open_till(folder) as (_front, register):
        till = Teletype(register, said.append)
        register.start_over()
        yield Talk(till, said)


def test_it_greets_with_shop_till_and_what_came_last(talk: Talk) -> None:
    talk.till.greet()
    greeting = "\n".join(talk())
    assert greeting.startswith("Corner Shop, till 1, owner. Next receipt 1-00000")
    assert "/help" in greeting and "/quit" in greeting


def test_each_change_says_the_new_total_once(talk: Talk) -> None:
    assert talk("2*MILK") == ["2 x Semi-skimmed milk 1 l @ 1.19 = 2.38", "total 2.38, 1 line"]
    assert talk("CHOC")[-1] == "total 3.23, 2 lines"
    assert talk("/note A-1") == ["noted: A-1"]
    assert talk("/disc 10% all") == ["discount 10% on the whole sale: total 2.91"]
    assert talk("/undo") == ["undone: 2 lines, total 3.23"]
    assert talk("/void #1")[-1] == "total 0.85, 1 line"
    assert talk("/list") == [
        "#1 2 x Semi-skimmed milk 1 l @ 1.19 = 0.00, void",
        "#2 1 x Milk chocolate bar @ 0.85 = 0.85",
        "total 0.85, 1 line",
    ]


def test_split_tender_ends_with_the_change(talk: Talk) -> None:
    talk("2*MILK")
    assert talk("/cash 1") == ["Cash 1.00, still due 1.38"]
    assert talk("MILK")[-1] == "total 3.57, 2 lines, paid 1.00, still due 2.57"
    sale = talk("/cash 5")
    assert "total 3.57, change 2.43" in sale[0]
    assert sale[1:] == ["CHANGE DUE 2.43"]
    assert talk.prompt == PROMPT


def test_a_refusal_says_so(talk: Talk) -> None:
    assert talk("NOSUCH1") == ["refused: no item has the code NOSUCH1"]
    [why] = talk("/list")
    assert why.startswith("refused: ")


def test_a_number_chooses_what_was_found(talk: Talk) -> None:
    title, *found = talk("3*", "chocolate")[1:]
    assert "a number sells one" in title
    assert found == ["1. Milk chocolate bar, 0.85, code CHOC"]
    assert talk.prompt == "1-1> "
    assert talk("1")[0] == "3 x Milk chocolate bar @ 0.85 = 2.55"
    assert talk("1") == ["refused: no item has the code 1"], "the list is gone"


@pytest.mark.parametrize("entry", ["MILK", ean(1), "1*CHOC", "0*BAN", "9", "", "/undo"])
def test_what_is_no_number_of_the_list_is_entered_as_ever(talk: Talk, entry: str) -> None:
    talk("milk choc", entry)
    listed = talk.lines()
    talk.till.register.start_over()
    talk(entry)
    assert talk.lines() == listed
    assert talk.prompt == PROMPT


@pytest.mark.parametrize("entry", ["/recall", "/held", "/hold"])
def test_a_number_takes_a_held_sale_back(talk: Talk, entry: str) -> None:
    talk("CHOC", "/hold ada", "MILK", "/hold")
    _title, first, second = talk(entry)
    assert "ada, 0.85, held at 14:05" in first and "1.19" in second
    assert talk("2")[0].endswith("1 line, total 1.19")
    assert talk.lines() == [("MILK", "1")]
    talk("/cash", "/recall", "1", "/cash")
    assert talk("/held") == ["nothing is held"]


def test_the_menu_takes_a_command_and_asks_for_the_rest(talk: Talk) -> None:
    talk("MILK", "CHOC")
    listed = talk("/help")
    place = next(number for number, line in enumerate(listed) if f"{number}. /qty " in line)
    assert "Complete it: /qty 4 [#3]" in talk(str(place))[-1]
    assert talk.prompt == "/qty "
    talk("5 #1")
    assert talk.lines() == [("MILK", "5"), ("CHOC", "1")]


def test_only_a_full_stop_runs_a_command_of_the_menu_as_it_is(talk: Talk) -> None:
    talk("MILK")
    place = next(n for n, line in enumerate(talk("/help")) if f"{n}. /undo:" in line)
    talk("/help", str(place), "")
    assert talk.lines() == [("MILK", "1")], "an empty line may be the end of a scan"
    talk("/help", str(place), ean(1))
    assert talk.lines() == [("MILK", "1"), ("S1", "1")]
    talk("/help", str(place), ".")
    assert talk.lines() == [("MILK", "1")]


def test_a_card_is_answered_by_a_word_and_scans_wait_for_it(talk: Talk) -> None:
    talk("MILK")
    [question] = talk("/card")
    assert question.startswith("Card 1.19: ") and talk.prompt == "approved? "
    assert talk("") == [], "the line feed of a scanner answers nothing"
    waits = [*talk(ean(1)), *talk(ean(2))]
    assert "1 in all" in waits[0] and "2 in all" in waits[1]
    assert talk.lines() == [("MILK", "1")]
    said = talk("yes")
    assert "total 1.19" in said[0]
    assert talk.lines() == [("S1", "1"), ("S2", "1")], "sold afterwards, in order"


@pytest.mark.parametrize("answer", ["no", "/declined", "NO"])
def test_a_declined_card_records_nothing(talk: Talk, answer: str) -> None:
    talk("MILK", "/card 1", ean(1))
    assert talk(answer)[0] == "card declined: nothing was recorded"
    assert talk.lines() == [("MILK", "1"), ("S1", "1")]
    assert not talk.till.register.basket.tenders


def test_a_card_may_pay_a_part_and_other_commands_wait_for_it(talk: Talk) -> None:
    talk("MILK", "/card 1")
    assert talk("/void")[0].startswith("refused: answer this first. Card 1.00")
    assert talk("/approved") == ["Card 1.00, still due 0.19"]


@pytest.mark.parametrize("amount", ["", "5", "1.999", ean(1)])
def test_what_the_register_would_refuse_is_refused_before_a_card_is_charged(talk: Talk, amount: str) -> None:
    if amount:
        talk("MILK")
    [why] = talk(f"/card {amount}")
    assert why.startswith("refused: ")
    assert talk.prompt == PROMPT


def test_leaving_says_what_becomes_of_the_sale(talk: Talk) -> None:
    talk.till.leave()
    assert talk() == ["Till 1 is free again."]
    talk("MILK", "/card", ean(1))
    talk.till.leave()
    said = talk()
    assert said[0] == "card declined: nothing was recorded"
    assert said[-1].endswith("kept for the next start: total 3.20, 2 lines")
    talk("/quit")
    assert talk.till.leaving


def test_what_was_taken_back_before_the_end_of_the_line_is_not_entered(talk: Talk) -> None:
    talk("CHOC\x15MILK")
    assert talk.lines() == [("MILK", "1")]
