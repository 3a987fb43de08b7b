"""Rights: what a role may do, up to what, and what two sets of rights have in common."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_tui.core.currency import Currency
from pos_tui.core.errors import InvalidValue
from pos_tui.core.permission import EVERYTHING, PERMISSIONS, Limit, NotAllowed, Rights, Role, parse_grants
from pos_tui.core.roles import ROLES

GBP = Currency.parse("GBP")
limits = st.builds(
    Limit,
    st.none() | st.integers(0, 10**6).map(lambda cents: Decimal(cents).scaleb(-2)),
    st.none() | st.integers(0, 100).map(Decimal),
)
rights = st.dictionaries(st.sampled_from(sorted(PERMISSIONS)), limits).map(Rights)


def may(who: Rights, permission: str, amount: int, percent: int) -> bool:
    try:
        who.require(permission, GBP, amount=amount, percent=Decimal(percent))
    except NotAllowed as error:
        assert error.permission == permission
        return False
    return True


@pytest.mark.parametrize(
    ("amount", "allowed"),
    [(0, True), (10_000, True), (10_001, False)],
    ids=["none", "all of it", "too much"],
)
def test_a_limit_is_the_most(amount: int, allowed: bool) -> None:
    assert may(ROLES["supervisor"].rights, "cash.paid_out", amount, 0) is allowed


@given(rights, rights, st.sampled_from(sorted(PERMISSIONS)), st.integers(0, 2 * 10**6), st.integers(0, 100))
def test_narrowed_allows_what_both_allow(
    one: Rights, other: Rights, permission: str, amount: int, percent: int
) -> None:
    both = may(one, permission, amount, 0) and may(other, permission, amount, 0)
    assert may(one.narrowed(other), permission, amount, 0) is both
    share = may(one, permission, 0, percent) and may(other, permission, 0, percent)
    assert may(one.narrowed(other), permission, 0, percent) is share


@pytest.mark.parametrize("role", ROLES.values(), ids=lambda role: role.code)
def test_roles_are_read_as_they_were_written(role: Role) -> None:
    assert Role.from_document(role.to_document()) == role


def test_an_owner_may_do_everything_and_an_auditor_change_nothing() -> None:
    assert ROLES["owner"].rights == EVERYTHING
    assert not [name for name in ROLES["auditor"].rights.granted if not name.endswith((".read", ".find"))]


@pytest.mark.parametrize("word", ["sale.discont=10%", "sale.discount=ten", "cash.paid_out=-5%x"])
def test_a_wrong_right_is_refused(word: str) -> None:
    with pytest.raises(InvalidValue):
        parse_grants([word])
