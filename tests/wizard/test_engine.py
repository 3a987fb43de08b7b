"""The questions from the first to the last, with plain values: answers, wrong ones, back, later."""

from __future__ import annotations

import pytest

from pos_tui.wizard.port import Surroundings
from pos_tui.wizard.sheet import Ending

from .fake_port import FakePort, Person

EVERYTHING = (
    ("new", "start"), ("English", "language"), ("united kingdom", "country"),
    ("Tax rates", "usual"), ("Standard 20, Reduced 5, Zero 0", "usual.rates"), ("A day ends", "usual"),
    ("02:00 in", "usual.cutoff"), ("All of this", "usual"), ("Corner Shop", "name"),
    ("12 High St, Ambridge", "address"), ("GB 123 4567 89", "tax_number"), ("", "make"),
    ("735162", "owner"), ("735162", "owner.again"), ("written", "owner.code"),
    ("With shifts", "shifts"),
    ("Food", "departments"), ("Zero", "departments.tax"), ("Papers", "departments"),
    ("Standard", "departments.tax"), ("", "departments"),
    ("Scan and name", "items"), ("5010477348678", "items.scan"), ("Milk", "items.name"),
    ("1,19", "items.price"), ("Food", "items.department"), ("", "items.scan"),
    ("From a file", "items"), ("/prices.csv", "items.file"), ("Store them", "items.check"),
    ("A printer on the network", "printer"), ("192.0.2.7", "printer.address"),
    ("Yes", "printer.printed"), ("Yes, but it stayed", "printer.drawer"), ("Yes", "printer.opened"),
    ("5010477348678", "scanner"), ("", "scanner"),
    ("stick", "backup"), ("Practise now", "practice"),
)  # fmt: skip
"""(answer, the step it answers)."""


@pytest.mark.parametrize("unplugs", [False, True])
def test_from_nothing_to_all_done(unplugs: bool) -> None:
    person = Person(unplugs=unplugs)
    for answer, step in EVERYTHING:
        if unplugs and step.startswith("owner."):
            person.port.pin = "735162"  # what nobody could see is not kept; the first question is asked again
            person.start_again()
            continue
        assert person.at == step
        person.say(answer)
    assert person.wizard.ending is Ending.PRACTICE
    person.wizard.go_on()
    assert (person.at, person.wizard.question.title) == ("remaining", "All done")
    person.say("")
    assert person.wizard.ending is Ending.TILL
    assert (person.port.kept, person.port.pin) == (None, "735162")
    plan = person.port.plan
    assert plan is not None
    assert (plan.name, plan.country, plan.currency, plan.prices, plan.zone, plan.coin) == (
        "Corner Shop", "GB", "GBP", "inclusive", "Europe/London", "",
    )  # fmt: skip
    assert [code.code for code in plan.taxes] == ["standard", "reduced", "zero"]
    assert plan.settings == {
        "locale": "en_GB", "day.cutoff": "02:00", "shop.address": "12 High St\nAmbridge",
        "shop.tax_number": "VAT No GB 123 4567 89",
    }  # fmt: skip
    assert person.port.items["5010477348678"] == ("Milk", "1.19", "Food")
    assert person.port.settings == {
        "shifts": "true",
        "printer": "tcp://192.0.2.7:9100?drawer=5",
        "backup.folder": "/media/stick",
    }
    columns = {"sku": "Barcode", "name": "Description", "price": "VK"}
    assert person.port.reads[-1] == ("/prices.csv", columns, False, False)


def test_a_step_by_step_way_back_offers_what_was_answered() -> None:
    person = Person()
    person.say("new", "", "germany", "", "Laden", "Hauptstr. 1", "")
    assert person.at == "make"
    seen = []
    for _ in range(6):
        person.wizard.back()
        seen.append(person.at)
    assert seen == ["tax_number", "address", "name", "usual", "country", "language"]
    person.wizard.back()
    assert person.at == "start"
    assert "F4 leaves" in person.wizard.back().text
    person.say("new")
    assert person.at == "make", "what was answered is not asked again"
    for _ in range(5):
        person.wizard.back()
    assert person.at == "country"
    assert person.wizard.question.choices[person.wizard.question.chosen].value == "DE"
    person.say("")
    assert person.at == "make"
    person.wizard.back()
    person.say("DE 123")
    assert person.at == "make"
    assert "USt-IdNr. DE 123" in person.wizard.question.lines


def test_another_country_drops_what_followed_from_the_first() -> None:
    person = Person()
    person.say("new", "", "germany", "usual.rates", "Standard 19, Zero 0", "", "Laden")
    for _ in range(3):
        person.wizard.back()
    person.say("switzerland")
    rows = {choice.value: choice.detail for choice in person.wizard.question.choices}
    assert rows["usual.currency"] == "Swiss Franc"
    assert rows["usual.rates"].startswith("Standard 8.1")
    assert rows["usual.coin"] == "to 0.05"
    assert rows["usual.zone"] == "Zurich"


def test_the_language_is_spoken_from_its_answer_on() -> None:
    person = Person()
    person.say("new", "deutsch")
    assert person.port.language == "de"
    person.port.language = ""
    person.start_again()
    assert person.port.language == "de"


@pytest.mark.parametrize(("spoken", "country"), [("en", "Germany"), ("de", "Deutschland")])
def test_places_are_named_in_the_language_of_the_words(spoken: str, country: str) -> None:
    port = FakePort()
    port.spoken = spoken
    person = Person(port)
    person.say("new", "deutsch", "deutschland")
    assert person.wizard.question.title == f"Usual in {country}"
    person.start_again()
    assert person.wizard.question.title == f"Usual in {country}"
    person.say("", "Laden", "", "", "")
    assert port.plan is not None
    assert port.plan.settings["locale"] == "de_DE"


def test_what_a_country_leaves_open_has_to_be_chosen() -> None:
    person = Person(FakePort(Surroundings()))
    person.say("new", "", "united states")
    assert person.wizard.question.choices[person.wizard.question.chosen].value == "usual.rates"
    assert person.say("All of this is right").text == "this is needed first"
    assert person.at == "usual.rates"
    assert person.refused("") == "type an answer, then Enter"
    assert person.say("8,25").text == "understood: Standard 8.25 %"
    person.say("All of this is right")
    assert person.at == "usual.zone"
    assert person.refused("") == "choose one of them"
    person.say("new york", "All of this is right", "Shop", "", "", "")
    plan = person.port.plan
    assert plan is not None
    assert (plan.prices, plan.zone, plan.taxes[0].components[0].name) == (
        "exclusive", "America/New_York", "Sales tax",
    )  # fmt: skip


def test_a_province_has_its_own_taxes() -> None:
    person = Person(FakePort(Surroundings("en", "CA", "America/Toronto")))
    person.say("new", "", "")
    assert person.at == "region"
    person.say("quebec", "", "Dépanneur", "", "", "")
    plan = person.port.plan
    assert plan is not None
    standard = plan.taxes[0]
    assert [(part.name, str(part.rates[0][1])) for part in standard.components] == [
        ("GST", "5"), ("QST", "9.975"),
    ]  # fmt: skip
    assert plan.coin == "0.05"


@pytest.mark.parametrize(
    ("way", "answer", "why"),
    [
        (("new", ""), "Atlantis", "nothing on the list is called Atlantis"),
        (("new", ""), "united", "which one: United Arab Emirates, United Kingdom, United States?"),
        (("new", "", "", "usual.rates"), "Standard", "says no rate"),
        (("new", "", "", "usual.rates"), "Standard 20, Standard 5", "two rates are named"),
        (("new", "", "", "usual.coin"), "0.005", "more than 2 decimals"),
        (("new", "", "", "usual.coin"), "5000", "is no coin"),
        (("new", "", "", ""), "", "type an answer"),
        (("new", "", "", ""), "\x1b]0;t\x07", "printable"),
        (("new", "", "", "", "Corner"), "\x1b[2J", "control characters"),
        (("new", "", "", ""), "x" * 501, "too long"),
        (("restore",), "/elsewhere", "holds no shop"),
    ],
)
def test_wrong_answers_say_what_to_do(way: tuple[str, ...], answer: str, why: str) -> None:
    person = Person()
    person.say(*way)
    assert why in person.refused(answer)


def test_a_stray_scan_is_no_answer_but_a_long_tax_number_is() -> None:
    person = Person()
    person.say("new", "", "", "")
    assert "no code is asked for" in person.refused("5010477348678", scanned=True)
    assert "no code is asked for" in person.refused("5010477348678"), "its check digit is right"
    person.say("Corner", "12 High Street")
    reply = person.wizard.answer("123456789012", scanned=True)
    assert reply.text == "on receipts: VAT No 123456789012"


def test_a_scan_while_an_item_is_described_is_the_next_item() -> None:
    person = Person()
    person.make()
    person.say("", "scan", "5010477348678")
    assert person.at == "items.name"
    assert "waits" in person.wizard.answer("5449000000996", scanned=True).text
    assert "waits" in person.wizard.answer("4006381333931", scanned=True).text
    assert person.at == "items.name"
    person.say("Milk", "1.19")
    assert "5449000000996" in person.wizard.question.enter
    person.say("", "Cola", "0.99", "", "Pen", "2.00")
    assert list(person.port.items) == ["5010477348678", "5449000000996", "4006381333931"]
    assert person.wizard.question.enter == "no more items"


def test_a_misread_code_and_one_that_is_known_make_no_item() -> None:
    person = Person()
    person.make()
    person.port.items["1"] = ("Bread", "2", "")
    person.say("", "scan")
    assert "check digit is wrong" in person.refused("5010477348679")
    assert "Bread already" in person.say("1").text
    assert person.at == "items.scan"


def test_a_serial_printer_is_tried_at_other_speeds() -> None:
    person = Person()
    person.make()
    person.say("/later", "/later", "On serial port")
    seen = []
    for _ in range(4):
        seen.append(person.wizard.question.lines[0].partition("ttyS0")[2].partition(".")[0])
        person.say("Signs instead")
    assert seen == ["", "?baud=19200", "?baud=38400", "?baud=115200"]
    person.say("Signs instead", "Lines are broken", "Signs instead", "Yes")
    assert person.port.settings["printer"] == "serial:///dev/ttyS0?baud=38400&columns=32"


def test_a_drawer_that_stays_shut_leaves_the_printer_without_one() -> None:
    person = Person()
    person.make()
    person.say("/later", "/later", "network", "192.0.2.7", "Yes")
    assert "does not answer" in person.refused("2")
    person.say("Yes, but it stayed", "No")
    assert person.at == "printer.drawer"
    person.say("No drawer")
    assert person.at == "scanner"
    assert person.port.settings["printer"] == "tcp://192.0.2.7:9100"


def test_a_scanner_on_a_serial_line_is_read_before_it_is_set() -> None:
    person = Person()
    person.make()
    person.say("/later", "/later", "/later")
    assert "reads this port" in person.say("Read /dev/ttyS0 now").text
    assert "check digit: right" in person.wizard.question.lines
    assert person.port.settings == {"scanner": "serial:///dev/ttyS0"}
    person.say("")
    assert person.at == "backup"


def test_a_line_of_what_remains_can_be_done_and_comes_back() -> None:
    person = Person()
    person.make()
    while person.at != "remaining":
        person.wizard.later()
    person.say("Backup folder", "stick")
    assert person.at == "remaining"
    assert any(choice.label == "[x] Backup folder" for choice in person.wizard.question.choices)
    person.wizard.back()
    assert person.at == "practice", "one step back"
    for _ in range(20):
        person.wizard.back()
        assert person.at not in ("start", "name", "address", "tax_number", "make"), "never before it was made"


def test_from_the_list_of_what_remains_esc_leads_back_to_it() -> None:
    person = Person()
    person.make()
    while person.at != "remaining":
        person.wizard.later()
    person.say("Items", "scan", "1", "Bread", "2.00", "")
    assert person.at == "items"
    person.wizard.back()
    assert person.at == "remaining"
    person.say("Receipt printer", "network")
    for expected in ("printer", "remaining"):
        person.wizard.back()
        assert person.at == expected


@pytest.mark.parametrize("step", ["items.price", "items.scan", "departments.tax", "printer.printed"])
def test_a_question_within_another_has_a_way_back_whatever_was_kept(step: str) -> None:
    port = FakePort()
    port.made, port.rates = True, [("standard", "Standard 20 %"), ("zero", "Zero 0 %")]
    answers = {"item.code": "1", "item.name": "x", "department": "Food", "printer.tried": "tcp://x"}
    port.kept = {"v": 1, "at": step, "trail": [], "answers": answers}
    person = Person(port)
    assert person.at == step
    person.wizard.back()
    assert person.at == step.partition(".")[0]


def test_esc_after_making_leads_to_what_remains_and_never_before_it() -> None:
    person = Person()
    person.make()
    assert person.at == "departments"
    for step in ("shifts", "owner", "remaining"):
        person.wizard.back()
        assert person.at == step


def test_before_making_nothing_is_put_off_and_no_till_opens() -> None:
    person = Person()
    person.say("new")
    assert person.wizard.later().sound == "refused"
    assert person.wizard.open_till().sound == "refused"
    assert person.wizard.ending is None


@pytest.mark.parametrize(("word", "ending"), [("/quit", Ending.LEAVE), ("/till", Ending.TILL)])
def test_words_do_what_keys_do(word: str, ending: Ending) -> None:
    person = Person()
    person.make()
    person.say("/later", "/back")
    assert person.at == "departments"
    person.say(word)
    assert person.wizard.ending is ending
    assert (person.port.kept is None) is (ending is Ending.TILL)


def test_the_demo_leaves_nothing_behind() -> None:
    person = Person()
    person.say("demo")
    assert person.wizard.ending is Ending.DEMO
    assert person.port.kept is None


def test_a_pin_is_typed_twice_alike_and_kept_nowhere() -> None:
    person = Person()
    person.make()
    person.wizard.back()
    person.wizard.back()
    assert (person.at, person.wizard.question.secret) == ("owner", True)
    assert "6 to 12" in person.wizard.answer("123").text
    person.say("735162")
    assert "not the same" in person.wizard.answer("735163").text
    assert (person.at, person.port.pin) == ("owner", "")
    person.say("735162", "735162")
    assert "ABCD-EFGH" in "".join(person.wizard.question.lines)
    assert person.wizard.later().sound == "refused"
    assert person.at == "owner.code"
    for secret in ("735162", "ABCD-EFGH"):
        assert secret not in repr(person.port.kept)
    person.say("written")
    assert (person.port.pin, person.at) == ("735162", "departments")
