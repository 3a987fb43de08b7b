"""Addresses read, written and refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.address import Address, parse
from devices.address_table import CHOICES, NUMBERS, PROTOCOLS, SCHEMES
from devices.errors import AddressError

words = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=12)


@st.composite
def addresses(draw: st.DrawFn) -> Address:
    """Any address of any scheme, with any of its keys."""
    name = draw(st.sampled_from(sorted(SCHEMES)))
    scheme = SCHEMES[name]
    hosts = st.from_regex(r"[a-z0-9.é-]{1,20}|\[::[0-9a-f]{1,4}\]", fullmatch=True)
    paths = words.map(lambda word: "/" + word)
    host, port, path = "", None, ""
    if scheme.place == "host":
        host, port = draw(hosts), draw(st.integers(1, 65535))
    elif scheme.place == "path":
        path = draw(paths)
    elif scheme.place == "queue":
        host, path = draw(hosts), draw(st.one_of(st.just(""), words.map(_queue)))
        port = draw(st.one_of(st.none(), st.integers(1, 65535))) if path else None
    elif scheme.place == "usb":
        host = draw(st.from_regex(r"[0-9a-f]{4}:[0-9a-f]{4}", fullmatch=True))
    elif scheme.place == "free":
        host, path = draw(st.sampled_from(("", "demo"))), draw(st.one_of(st.just(""), paths))
    keys = draw(st.sets(st.sampled_from(sorted(scheme.keys)))) if scheme.keys else set()
    options = tuple((key, draw(values_of(key))) for key in sorted(keys))
    protocols = ["", *(protocol for protocol, links in PROTOCOLS.items() if name in links)]
    return Address(name, host, port, path, options, draw(st.sampled_from(protocols)))


def _queue(word: str) -> str:
    return "/" + word.replace("/", "-")


def values_of(key: str) -> st.SearchStrategy[str]:
    if key in CHOICES:
        return st.sampled_from(CHOICES[key])
    if key in NUMBERS:
        return st.integers(*NUMBERS[key]).map(str)
    if key == "pages":
        return st.lists(st.integers(0, 255), min_size=1).map(lambda pages: ",".join(map(str, pages)))
    return words


@given(addresses())
def test_what_is_written_reads_back_the_same(address: Address) -> None:
    assert parse(address.text()) == address


@given(st.text())
def test_any_text_is_an_address_or_a_plain_error(text: str) -> None:
    try:
        address = parse(text)
    except AddressError as error:
        assert error.message
    else:
        assert parse(address.text()) == address


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("tpc://192.0.2.7", "did you mean 'tcp'"),
        ("TCP://192.0.2.7", "did you mean 'tcp'"),
        ("192.0.2.7:9100", "no device address"),
        ("tcp://", "needs a host"),
        ("tcp://printer:99999", "between 1 and 65535"),
        ("tcp://a b", "no address"),
        ("tcp://printer?profil=x", "did you mean 'profile'"),
        ("tcp://printer?baud=9600", "no key of tcp://"),
        ("tcp://printer?ack=psd", "did you mean 'pid'"),
        ("tcp://printer?columns=1000", "from 16 to 96"),
        ("tcp://printer?columns=", "from 16 to 96"),
        ("tcp://printer?pages=a,b", "code page numbers"),
        ("tcp://printer?ack=pid&ack=gsr", "twice"),
        ("tcp://printer?profile=", "no value"),
        ("tcp://printer?profile=%ff", "UTF-8"),
        ("file://dev/usb/lp0", "three slashes"),
        ("usb://printer", "vendor:product"),
        ("cups://", "needs a queue"),
        ("cups://host:631", "needs a queue"),
        ("cups://host/", "needs a queue"),
        ("cups://host/kitchen/more", "needs a queue"),
        ("cups://kitchen?drawer=2", "no key of cups://"),
        ("manual://x", "nothing after"),
        ("toledo8271+serial:///dev/ttyUSB0", "did you mean 'toledo8217'"),
        ("toledo8217+file:///dev/ttyUSB0", "no link for toledo8217"),
    ],
)
def test_what_is_wrong_is_said(text: str, says: str) -> None:
    with pytest.raises(AddressError, match=says):
        parse(text)


def test_parts_and_defaults() -> None:
    address = parse("tcp://192.0.2.7?profile=TM-T20II&ack=gsr")
    assert (address.host, address.port, address.get("profile")) == ("192.0.2.7", 9100, "TM-T20II")
    assert address.text() == "tcp://192.0.2.7:9100?ack=gsr&profile=TM-T20II"
    assert parse("wedge://?prefix=%02&suffix=enter").get("prefix") == "\x02"
    assert parse("toledo8217+serial:///dev/ttyUSB0").protocol == "toledo8217"


def test_passwords_are_not_shown() -> None:
    address = parse("zvt://192.0.2.9?password=000017")
    assert "000017" not in f"{address} {address!r}"
    assert "***" in str(address)
    assert "000017" in address.text()
