"""What can be known of a customer: each field checked, and the stored form read back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_tui.core.customer import Consent, Customer, Person, changed, checked
from pos_tui.core.errors import InvalidValue
from pos_tui.core.tax_number import checked_tax_number


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("phone", "+44 20 7946 0018"),
        ("phone", "0171/555-12.34"),
        ("phone", "4711"),
        ("email", "ada@example.org"),
        ("email", "a.b+c@mail.example.co.uk"),
        ("email", "ada@xn--bcher-kva.example"),
        ("name", "Ζωή [bold]Παπά[/]"),
        ("address", "12 Main St; London"),
        ("card", "2900000000017"),
        ("tax", "reverse"),
        ("alias", "ada"),
        ("note", "likes [link=x]tea[/link]"),
    ],
)
def test_what_is_right_is_kept_as_it_is(field: str, text: str) -> None:
    assert checked(field, f" {text} ") == text
    assert checked(field, "  ") == ""


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("phone", "call me"),
        ("phone", "123"),
        ("phone", "1" * 16),
        ("phone", "+44 20 7946 0018 ext 5"),
        ("email", "ada"),
        ("email", "ada@localhost"),
        ("email", "ada byron@example.org"),
        ("email", "a@b..c"),
        ("email", f"a@{'b' * 250}.org"),
        ("name", "x" * 101),
        ("name", "a\nb"),
        ("name", "a\x1b[2Jb"),
        ("card", "a b c d"),
        ("card", "abc"),
        ("tax", "none"),
        ("alias", "a b"),
        ("note", "x" * 201),
        ("name", "Visa 4111 1111 1111 1111"),
        ("alias", "4111111111111111"),
        ("address", "12 Main St 5500005555555559"),
        ("note", "pays 4111-1111-1111-1111 12/28"),
        ("card", "4111111111111111"),
        ("card", ";4111111111111111=2512"),
    ],
)
def test_what_cannot_be_right_is_refused_and_says_how_it_looks(field: str, text: str) -> None:
    with pytest.raises(InvalidValue):
        checked(field, text)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("de 123 456 789", "DE123456789"),
        ("ATU12345678", "ATU12345678"),
        ("NL123456789B01", "NL123456789B01"),
        ("IE1234567WA", "IE1234567WA"),
        ("FRXX123456789", "FRXX123456789"),
        ("XI123456789", "XI123456789"),
        ("12-3456789", "12-3456789"),
        ("CHE-123.456.789", "CHE-123.456.789"),
    ],
)
def test_tax_numbers_have_the_form_their_country_gives_them(text: str, kept: str) -> None:
    assert checked_tax_number(text) == kept


@pytest.mark.parametrize("text", ["DE12345678", "ATX12345678", "FR12345", "??", "x", "1" * 41])
def test_others_are_none(text: str) -> None:
    with pytest.raises(InvalidValue, match="tax number"):
        checked_tax_number(text)


def test_a_customer_needs_a_name_and_who_owes_the_tax_a_number() -> None:
    with pytest.raises(InvalidValue, match="needs a name"):
        changed(Customer("X"), {"phone": "4711"})
    with pytest.raises(InvalidValue, match="needs a tax number"):
        changed(Customer("X"), {"name": "Ada", "tax": "reverse"})
    with pytest.raises(InvalidValue, match="has no 'colour'"):
        changed(Customer("X"), {"colour": "red"})
    with pytest.raises(InvalidValue, match="below zero"):
        changed(Customer("X"), {"name": "Ada", "limit": -1})
    made = changed(Customer("X"), {"name": "Ada", "tax": "reverse", "tax_number": "de123456789", "limit": 5})
    assert (made.person.tax_number, made.limit) == ("DE123456789", 5)


@given(st.builds(Person, *(st.text(max_size=20) for _field in range(7))))
def test_what_is_sealed_is_read_back(person: Person) -> None:
    assert Person.from_text(person.to_text()) == person


def test_the_stored_form_is_read_back_and_has_no_name() -> None:
    said = Consent(True, "2026-11-23T14:05:00Z", "at the till", "ann")
    one = Customer("X", Person("Ada"), "2900", "trade", "exempt", 5, 3, 2, 1, "2026-11-23", "gold")
    document = one.to_document("noise")
    assert "Ada" not in str(document)
    assert Customer.from_document(document, one.person.to_text()) == one
    assert Customer.from_document(document, None).person == Person()
    other = Customer("Y", consents={"email": said}, spent={"2026-11": 5}, merged="X")
    assert Customer.from_document(other.to_document(""), None) == other
