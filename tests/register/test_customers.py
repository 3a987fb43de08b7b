"""Customers at the till: found, put on the sale, changed, merged and erased; their names are in no file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pos_tui.bootstrap import prices
from pos_tui.bootstrap.counters import seals
from pos_tui.bootstrap.tenders import set_type
from pos_tui.core.errors import InvalidValue, Refused
from pos_tui.core.permission import NotAllowed, Rights, parse_grants
from pos_tui.services import customers, erasing, serving

if TYPE_CHECKING:
    from pos_tui.core.customer import Customer

    from .conftest import NewTill
    from .shop import Till

ADA = {"name": "Ada Byron", "phone": "+44 20 7946 0018", "email": "ada@example.org", "card": "2900000000017"}


@pytest.fixture
def shop(new_till: NewTill) -> Till:
    till = new_till(settings={"loyalty.points": "1", "loyalty.value": "0.01"})
    for kind in ("account", "points", "voucher", "store_credit"):
        set_type(till.front, kind, ())
    till.restart()
    return till


def add(till: Till, **fields: str | int) -> Customer:
    return customers.add(till.register.counter, fields)


def now(till: Till, one: Customer) -> Customer:
    found = till.register.counter.people.get(one.id)
    assert found is not None
    return found


def in_files(till: Till, *texts: str) -> list[str]:
    till.stop()
    files = list(till.files())
    till.start()
    return [text for text in texts if any(text.encode() in data for data in files)]


def test_a_name_is_found_as_it_is_typed_and_is_in_no_file(shop: Till) -> None:
    ada = add(shop, **ADA)
    bea = add(shop, name="Bea Adams", phone="0171 555 1234")
    people = shop.register.counter.people
    for text in ("ada", "BYRON", "byr ada", "7946 0018", "2079460018", "example", ADA["card"], ada.id[:4]):
        assert people.find(text)[0] == ada, text
    assert [one.id for one in people.find("ada")] == [ada.id, bea.id]
    assert people.find("01715551234") == (bea,)
    assert people.find("nobody") == ()
    assert people.find("") == (bea, ada)
    assert in_files(shop, "Byron", "7946 0018", "79460018", "example.org", "Adams") == []
    shop.restart()
    assert now(shop, ada) == ada


def test_the_index_follows_what_other_programs_change(shop: Till) -> None:
    ada = add(shop, **ADA)
    people = shop.register.counter.people
    assert people.find("ada") == (ada,)
    customers.change(shop.register.counter, ada.id, {"name": "Augusta King"})
    assert people.find("byron") == ()
    assert people.find("augusta")[0].id == ada.id


def test_a_sale_is_for_who_is_named_by_words_id_or_card(shop: Till) -> None:
    ada = add(shop, **ADA)
    assert "customer Ada Byron" in shop("/customer byron").message
    assert shop.register.basket.customer == ada.id
    assert shop("/customer").data["customer"]["name"] == "Ada Byron"
    shop("/customer -")
    assert shop.register.basket.customer == ""
    assert shop(str(ADA["card"]), entered="scan").data["customer"]["id"] == ada.id
    shop("/undo")
    assert shop.register.basket.customer == ""
    sale = shop(f"/customer {ada.id.lower()}", "COLA", "/cash").sale
    assert sale is not None
    assert sale["customer"] == ada.id
    assert f"Customer {ada.id}" in shop.front.receipt_text(sale)
    assert "no customer matches" in shop.refused("/customer nobody")
    assert "for whom" in shop.refused("/customer")
    assert "for no customer" in shop.refused("/customer -")


def test_several_that_match_are_listed_and_the_sale_stays_as_it_is(shop: Till) -> None:
    add(shop, name="Ada Byron")
    add(shop, name="Ada Lovelace")
    told = shop("/customer ada")
    assert {row["name"] for row in told.data["customers"]} == {"Ada Byron", "Ada Lovelace"}
    assert shop.register.basket.customer == ""
    assert shop("/customer lovel").kind == "edited"


def test_the_customer_of_an_open_sale_outlives_a_restart_and_being_held(shop: Till) -> None:
    ada = add(shop, **ADA)
    shop("COLA", "/customer ada")
    shop.restart()
    assert shop.register.basket.customer == ada.id
    held = shop("/hold").data["id"]
    assert shop.register.basket.customer == ""
    shop(f"/recall {held}")
    assert shop.register.basket.customer == ada.id


def test_prices_of_the_group_follow_and_go_with_the_customer(shop: Till) -> None:
    prices.set_list(shop.front, "TRADE", {"group": "trade"}, "a test")
    prices.set_prices(shop.front, [prices.parse_price("TRADE", "COLA", ["1.00"])], "a test")
    add(shop, name="Ada Byron", group="trade")
    shop("COLA")
    assert shop.total() == 119
    shop("/customer ada")
    assert shop.total() == 100
    shop("COLA", "/customer -")
    assert shop.total() == 238


def test_on_account_needs_no_reference_where_the_sale_is_for_somebody(shop: Till) -> None:
    ada = add(shop, name="Ada Byron", limit=3000)
    shop("CASE", "/customer ada", "/pay account")
    assert now(shop, ada).balance == 2390
    assert "owes 23.90" in shop("/account byron").message
    shop("/customer ada", "/account 10", "/cash")
    assert now(shop, ada).balance == 1390
    assert in_files(shop, "Byron") == []


def test_a_customer_is_made_and_changed_in_lines(shop: Till) -> None:
    made = shop("/newcustomer Ada Byron; phone=4711; address=12 Main St; London; limit=20").data["customer"]
    assert (made["name"], made["limit"]) == ("Ada Byron", 2000)
    shop("/editcustomer 4711 phone=; card=2900000000017")
    one = shop.register.counter.people.get(made["id"])
    assert one is not None
    assert (one.person.address, one.person.phone, one.card) == ("12 Main St; London", "", "2900000000017")
    shop("/consent byron post yes by letter")
    assert now(shop, one).consents["post"].how == "by letter"
    assert shop("/newcustomer Eve").data["customer"]["name"] == "Eve"
    assert "say what is known" in shop.refused("/newcustomer")
    assert "is there twice" in shop.refused("/newcustomer Eve; phone=4711; phone=4712")
    assert "'emial=' says nothing" in shop.refused("/newcustomer Eve; emial=eve@example.org")
    assert "'Phone=' says nothing" in shop.refused("/newcustomer Eve; Phone=4711")
    assert "how did they say so" in shop.refused("/consent byron post perhaps")
    assert "Closing balance" in shop("/statement byron").message


def test_fields_are_checked_cards_are_one_persons_and_changes_are_on_record(shop: Till) -> None:
    counter = shop.register.counter
    ada = add(shop, **ADA)
    bea = add(shop, name="Bea")
    with pytest.raises(Refused, match="is the card of"):
        customers.change(counter, bea.id, {"card": ADA["card"]})
    with pytest.raises(InvalidValue, match="e-mail"):
        customers.change(counter, bea.id, {"email": "nope"})
    customers.change(counter, bea.id, {"phone": "4711", "note": "x"}, why="moved")
    assert customers.change(counter, bea.id, {"phone": "4711"}).person.note == "x"
    events = [row for row in shop.front.store.documents("events") if row["kind"] == customers.CHANGED]
    assert [(row["customers"], row["fields"], row["why"]) for row in events] == [
        ([bea.id], ["note", "phone"], "moved")
    ]
    said = customers.consent(counter, ada.id, "email", given=True, how="at the till").consents["email"]
    assert (said.given, said.by, said.how) == (True, "owner", "at the till")
    with pytest.raises(InvalidValue, match="one of"):
        customers.consent(counter, ada.id, "telepathy", given=True, how="x")


def test_what_each_may_do_is_asked(shop: Till) -> None:
    counter = shop.register.counter
    ada = add(shop, **ADA)
    counter.rights = Rights(parse_grants(("customers.read", "customers.add")))
    add(shop, name="Bea")
    for action in (
        lambda: add(shop, name="Eve", limit=100),
        lambda: customers.change(counter, ada.id, {"phone": "4711"}),
        lambda: customers.merge(counter, ada.id, "X"),
        lambda: erasing.erase(counter, ada.id, "asked"),
    ):
        with pytest.raises(NotAllowed):
            action()
    counter.rights = Rights(parse_grants(("customers.add", "customers.change=50")))
    with pytest.raises(NotAllowed):
        add(shop, name="Eve", limit=5001)
    assert add(shop, name="Eve", limit=5000).limit == 5000
    assert "you may not look customers up" in shop.refused("/customer ada")


def test_two_become_one_and_records_keep_their_ids(shop: Till) -> None:
    counter = shop.register.counter
    ada = add(shop, name="Ada Byron", limit=5000)
    old = add(shop, name="A. Byron", phone="4711", card="2900000000017", limit=3000)
    customers.consent(counter, ada.id, "post", given=True, how="form")
    customers.consent(counter, old.id, "post", given=False, how="letter")
    shop("CASE", f"/customer {old.id}", "/pay account", "BOOK", f"/customer {ada.id}", "/pay account")
    both = customers.merge(counter, ada.id, old.id, "twice")
    assert (both.balance, both.points, both.person.name, both.person.phone) == (3389, 32, "Ada Byron", "4711")
    assert not both.consents["post"].given
    assert shop("2900000000017", entered="scan").data["customer"]["id"] == ada.id
    shop("/customer -", f"/customer {old.id}")
    assert shop.register.basket.customer == ada.id
    assert shop.register.counter.people.find("byron") == (now(shop, ada),)
    sold = [sale["customer"] for batch in serving.history(counter, both) for sale in batch]
    assert sold == [ada.id, old.id]
    with pytest.raises(Refused, match="is part of"):
        customers.change(counter, old.id, {"name": "X"})
    # What was sold to the one that is gone comes off the one that is there.
    shop("/customer -", "/refund 1-1", f"/pay account ref {old.id}")
    assert now(shop, ada).balance == 999


def test_a_statement_adds_up_from_opening_to_closing(shop: Till) -> None:
    counter = shop.register.counter
    ada = add(shop, name="Ada Byron", limit=9000)
    shop("CASE", "/customer ada", "/pay account", "BOOK", "/customer ada", "/pay 5 account", "/cash")
    shop("/customer ada", "/account 8", "/cash")
    shop("TISSUE", "/customer ada", "/pay account", "/postvoid for wrong")
    shop("/refund 1-1", f"/pay account ref {ada.id}")
    day = counter.day()
    made = serving.statement(counter, now(shop, ada), day, day)
    assert [(entry.what, entry.amount) for entry in made.entries] == [
        ("sale", 2390),
        ("sale", 500),
        ("payment", -800),
        ("sale", 200),
        ("post_void", -200),
        ("refund", -2390),
    ]
    assert (made.opening, made.closing, made.entries[-1].owed) == (0, -300, -300)
    later = serving.statement(counter, now(shop, ada), "2026-12-01", "2026-12-31")
    assert (later.opening, later.entries, later.closing) == (-300, (), -300)
    before = serving.statement(counter, now(shop, ada), "2026-10-01", "2026-10-31")
    assert (before.opening, before.closing) == (0, 0)


def test_erasure_leaves_no_name_in_any_file_and_the_journal_verifies(shop: Till) -> None:
    counter = shop.register.counter
    ada = add(shop, **ADA)
    twin = add(shop, name="Ada Zwilling")
    customers.merge(counter, ada.id, twin.id)
    shop("COLA", "/customer ada", "/cash", "COLA", "/customer ada", "/hold")
    shop.front.store.snapshot()
    row = shop.stored("customers", "id", ada.id)
    keys = seals(shop.front.store)
    secrets = [keys._files.kept[id][1].hex() for id in (ada.id, twin.id) if keys.knows(id)]
    assert len(secrets) == 2
    assert erasing.erase(counter, ada.id, "asked by letter", settle=True) == [ada.id, twin.id]
    assert counter.seals.open(ada.id, row["sealed"], "customer") is None
    assert in_files(shop, "Byron", "Zwilling", "7946 0018", "79460018", "example.org", *secrets) == []
    assert shop.front.store.verify(deep=True).ok
    [event] = [row for row in shop.front.store.documents("events") if row["kind"] == erasing.ERASED]
    assert (event["customers"], event["why"], event["given_up"]) == (
        [ada.id, twin.id],
        "asked by letter",
        {"points": 1},
    )
    assert "was destroyed on" in shop.refused(f"/customer {ada.id}")
    assert shop.register.counter.people.find("") == ()
    erasing.erase(shop.register.counter, ada.id, "again")


@pytest.mark.parametrize(
    "words",
    ["byron", "ada by", "BYRON ada", "ada.b@", "example.org", "+44 20 7946 0018", "020 7946", "7946", "0018",
     "(020) 7946-0018", "ada 0018", "2900000000017", "0017"],
)  # fmt: skip
def test_somebody_is_found_by_name_mail_number_and_card_and_by_both(shop: Till, words: str) -> None:
    ada = add(shop, **{**ADA, "email": "ada.b@example.org", "card": "2900000000017"})
    add(shop, name="Bea Studio 54", phone="+49 30 4711")
    people = shop.register.counter.people
    assert [one.id for one in people.find(words)] == [ada.id]
    assert people.find("studio 54")[0].label == "Bea Studio 54"
    assert people.find("bea 0018") == ()


def test_an_account_is_printed_since_they_are_a_customer(shop: Till) -> None:
    ada = add(shop, **ADA)
    told = shop(f"/statement {ada.id} all").data["statement"]
    assert (told["first"], told["last"]) == (now(shop, ada).since, shop.register.counter.day())


def test_register_words_merge_hand_out_and_erase_and_say_first_what_will_be(shop: Till) -> None:
    ada = add(shop, **ADA)
    twin = add(shop, name="Ada Zwilling", note="by the door")
    shop("COLA", f"/customer {ada.id}", "/cash")
    told = shop(f"/mergecustomer {ada.id} {twin.id}")
    assert "Ada Zwilling" in told.message
    assert now(shop, twin).is_open
    assert "usage" not in shop.refused("/mergecustomer x").casefold()
    assert "same customer" in shop.refused(f"/mergecustomer {ada.id} {ada.id} yes")
    assert shop(f"/mergecustomer {ada.id} {twin.id} yes came twice").data["customer"]["id"] == ada.id
    assert now(shop, ada).person.note == "by the door"
    data = shop(f"/exportcustomer {ada.id}").data["person"]
    assert (data["name"], data["also"], len(data["bought"])) == ("Ada Byron", [twin.id], 1)
    assert any("Ada Byron" in line for line in shop(f"/exportcustomer {ada.id} print").data["lines"])
    told = shop(f"/erasecustomer {ada.id}")
    assert "for ever" in told.message
    assert twin.id in told.message
    assert "say why" in shop.refused(f"/erasecustomer {ada.id} settle")
    shop(f"/erasecustomer {ada.id} settle asked by letter")
    assert in_files(shop, "Byron", "Zwilling") == []
    kinds = [row["kind"] for row in shop.front.store.documents("events")]
    assert {"customers_merged", "customer_exported", "customer_erased"} <= set(kinds)


@pytest.mark.parametrize("entry", ["/mergecustomer A B yes", "/erasecustomer A yes x", "/exportcustomer A"])
def test_these_words_need_their_rights(shop: Till, entry: str) -> None:
    shop.register.counter.rights = Rights(parse_grants(("customers.add", "customers.read")))
    assert shop.register.run(entry).data["needs"] in ("customers.change", "customers.export")


def test_nobody_is_erased_while_something_is_open_unless_both_give_it_up(shop: Till) -> None:
    counter = shop.register.counter
    ada = add(shop, name="Ada Byron", limit=9000)
    shop("CASE", "/customer ada", "/pay account", "/customer ada", "/return BOOK", "/pay store_credit")
    with pytest.raises(Refused, match=r"23\.90 that they owe, .*points, store credit of 9\.99"):
        erasing.erase(counter, ada.id, "asked")
    with pytest.raises(Refused, match="say why"):
        erasing.erase(counter, ada.id, " ")
    assert now(shop, ada).person.name == "Ada Byron"
    erasing.erase(counter, ada.id, "asked", settle=True)
    [voucher] = shop.front.store.documents("vouchers")
    assert (voucher["balance"], voucher["customer"]) == (0, "")
    assert "no account" in shop.refused("/account ada")


def test_a_key_that_a_crash_left_is_destroyed_later(shop: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    counter = shop.register.counter
    ada = add(shop, **ADA)
    monkeypatch.setattr(type(counter.seals), "forget", lambda self, ids: None)
    erasing.erase(counter, ada.id, "asked")
    monkeypatch.undo()
    assert counter.seals.knows(ada.id)
    erasing.finish(counter)
    assert not counter.seals.knows(ada.id)
