"""What every scale must do, whatever it speaks and however it is reached; and what each protocol says."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.address import parse
from devices.errors import AddressError
from devices.scales import scale as scales
from devices.scales.reading import Reading, answer_in
from devices.scales.scale import LANGUAGES, Scale, ScaleTrouble
from devices.scales.sma import Sma
from devices.scales.toledo8217 import Toledo8217
from devices.virtual.scale import virtual_scale

from .peers import PtyScale, TcpScale


class Virtual:
    """The shipped scale, with the handles of the peers."""

    def __init__(self, protocol: str, place: str) -> None:
        self.address = f"{protocol}+dummy://{place}"
        self._scale = virtual_scale(parse(self.address))
        self._path = Path(place) if place.startswith("/") else None
        self.put(0)

    def put(self, grams: int, state: str = "ready") -> None:
        if self._path is None:
            self._scale.grams, self._scale.state = grams, state
        else:
            # In one go: a scale that is read meanwhile never shows an empty plate.
            aside = self._path.with_suffix(".new")
            aside.write_text(f"{grams} {state}\n")
            aside.replace(self._path)

    def unplug(self) -> None:
        self.put(0, "off")

    def plug(self) -> None:
        self.put(0)

    def close(self) -> None:
        self.put(0)


Bench = PtyScale | TcpScale | Virtual
MAKERS: dict[str, Callable[[str, Path], Bench]] = {
    "pty": PtyScale,
    "tcp": lambda protocol, _: TcpScale(protocol),
    "virtual": lambda protocol, folder: Virtual(protocol, folder.name),
    "file": lambda protocol, folder: Virtual(protocol, str(folder / "weight")),
}


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scales, "PATIENCE", 0.3)
    monkeypatch.setattr(scales, "PAUSE", 0.02)
    monkeypatch.setattr(scales, "WATCH_PAUSE", 0.02)
    monkeypatch.setattr(scales, "_ANSWER_SECONDS", 0.4)


@pytest.fixture(params=[f"{name}-{way}" for name in LANGUAGES for way in MAKERS])
def bench(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Bench]:
    protocol, _, way = str(request.param).partition("-")
    made = MAKERS[way](protocol, tmp_path)
    yield made
    made.close()


@pytest.fixture
def scale(bench: Bench) -> Iterator[Scale]:
    made = Scale(parse(bench.address))
    yield made
    made.close()


def until(what: Callable[[], bool]) -> None:
    end = time.monotonic() + 10
    while not what():
        assert time.monotonic() < end
        time.sleep(0.005)


class TestEveryScale:
    @pytest.mark.parametrize("grams", [1, 5, 734, 1250, 14995, 15000])
    def test_a_weight_at_rest_is_whole_grams(self, bench: Bench, scale: Scale, grams: int) -> None:
        bench.put(grams)
        weight = scale.weigh()
        assert (weight.grams, type(weight.grams), weight.repeated) == (grams, int, False)

    @pytest.mark.parametrize(
        ("grams", "state", "says"),
        [
            (0, "ready", "empty: put the goods on it"),
            (-12, "ready", "below zero: take everything off"),
            (15001, "ready", "too heavy"),
            (500, "moving", "does not come to rest"),
            (500, "tared", "tare of its own"),
            (500, "pounds", "kilograms"),
            (500, "faulty", "fault"),
            (500, "mute", "does not answer"),
        ],
    )
    def test_without_one_it_says_what_to_do(
        self, bench: Bench, scale: Scale, grams: int, state: str, says: str
    ) -> None:
        bench.put(grams, state)
        with pytest.raises(ScaleTrouble, match=says):
            scale.weigh()

    def test_one_that_comes_to_rest_in_time_is_waited_for(self, bench: Bench, scale: Scale) -> None:
        bench.put(300, "moving")
        scale._closed.wait = lambda _: bench.put(320) or False  # type: ignore[method-assign]
        assert scale.weigh().grams == 320

    def test_unplugged_it_gives_no_weight_and_plugged_in_it_does_again(
        self, bench: Bench, scale: Scale
    ) -> None:
        bench.put(500)
        assert scale.weigh().grams == 500
        bench.unplug()
        with pytest.raises(ScaleTrouble, match=r"no scale|does not answer"):
            scale.weigh()
        bench.plug()
        bench.put(600)
        assert scale.weigh().grams == 600

    def test_the_same_weight_again_is_told_until_it_was_empty(self, bench: Bench, scale: Scale) -> None:
        bench.put(734)
        scale.take(scale.weigh().grams)
        assert scale.weigh().repeated
        bench.put(740)
        assert not scale.weigh().repeated, "another weight is another thing"
        bench.put(734)
        assert scale.weigh().repeated
        bench.put(0)
        until(lambda: scale._taken == 0)
        bench.put(734)
        assert not scale.weigh().repeated

    def test_one_that_vanishes_while_it_is_watched_stops_nothing(
        self, bench: Bench, scale: Scale, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        missed, look = [], scale.look

        def watched() -> Reading:
            try:
                return look()
            except ScaleTrouble as error:
                missed.append(error)
                raise

        monkeypatch.setattr(scale, "look", watched)
        bench.put(734)
        scale.take(scale.weigh().grams)
        bench.unplug()
        until(lambda: len(missed) > 0)
        bench.plug()
        bench.put(0)
        until(lambda: scale._taken == 0)


@pytest.fixture(params=["pty", "tcp"])
def peer(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[PtyScale | TcpScale]:
    made = PtyScale("toledo8217", tmp_path) if request.param == "pty" else TcpScale("toledo8217")
    yield made
    made.close()


class TestBadLines:
    def test_an_answer_in_pieces_behind_noise_is_read(self, peer: PtyScale | TcpScale) -> None:
        peer.noise, peer.piecewise = b"99.999\r\x00xx", True
        peer.put(734)
        assert Scale(parse(peer.address)).weigh().grams == 734

    def test_an_answer_too_late_is_never_taken_for_the_next(
        self, peer: PtyScale | TcpScale, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(scales, "_ANSWER_SECONDS", 0.1)
        scale = Scale(parse(peer.address))
        peer.put(734)
        peer.delay = 0.3
        with pytest.raises(ScaleTrouble, match="does not answer"):
            scale.weigh()
        until(lambda: peer.answered > 0)
        peer.delay = 0
        peer.put(120)
        assert scale.weigh().grams == 120

    @pytest.mark.parametrize(
        "raw", [b"garbage", b"\x02" * 5000, b"\x02\r", b"\x0200.7\xb34\r", b"\xff" * 300]
    )
    def test_rubbish_is_no_weight_and_ends_in_time(self, peer: PtyScale | TcpScale, raw: bytes) -> None:
        peer.raw = raw
        began = time.monotonic()
        with pytest.raises(ScaleTrouble):
            Scale(parse(peer.address)).weigh()
        assert time.monotonic() - began < 3

    def test_it_is_asked_no_more_than_five_times_a_second(
        self, peer: PtyScale | TcpScale, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(scales, "PAUSE", 0.2)
        monkeypatch.setattr(scales, "PATIENCE", 0.5)
        peer.put(1, "moving")
        with pytest.raises(ScaleTrouble):
            Scale(parse(peer.address)).weigh()
        gaps = [later - earlier for earlier, later in pairwise(peer.asked)]
        assert gaps and min(gaps) >= 0.19


def test_a_switched_off_scale_behind_a_network_is_told_at_once() -> None:
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))
        address = f"sma+tcp://127.0.0.1:{reserved.getsockname()[1]}"
        with pytest.raises(ScaleTrouble, match=r"no scale .*refused"):
            Scale(parse(address)).weigh()


@pytest.mark.parametrize("text", ["serial:///dev/ttyS0", "tcp://host", "cd5220+tcp://host", "wedge://"])
def test_an_address_without_a_scales_protocol_is_refused(text: str) -> None:
    with pytest.raises(AddressError, match=r"toledo8217\+serial"):
        Scale(parse(text))


def test_the_serial_line_is_set_as_the_make_has_it_unless_the_address_says_so(tmp_path: Path) -> None:
    made = {
        text: scales.scale_link(parse(text), scales.check(parse(text)))
        for text in (
            "toledo8217+serial:///dev/x",
            "sma+serial:///dev/x",
            "toledo8217+serial:///dev/x?baud=2400&parity=N&bits=8",
        )
    }
    lines = [(link._settings["baudrate"], link._settings["bytesize"], link._settings["parity"])  # type: ignore[attr-defined]
             for link in made.values()]  # fmt: skip
    assert lines == [(9600, 7, "E"), (9600, 8, "N"), (2400, 8, "N")]


@pytest.mark.parametrize(
    ("answer", "reading"),
    [
        (b"01.250", Reading("stable", 1250)),
        (b"00.000", Reading("stable", 0)),
        (b"?A", Reading("moving")),
        (b"?C", Reading("over")),
        (b"?D", Reading("under")),
        (b"?`", Reading("tared")),
        (b"?P", Reading("faulty")),
        (b"01.25", Reading("foreign")),
        (b"01.250N", Reading("tared")),
        (b"1250", Reading("foreign")),
        (b"", Reading("faulty")),
        (b"?", Reading("faulty")),
        (b"0\xb2.250", Reading("faulty")),
    ],
)
def test_what_an_8217_answers(answer: bytes, reading: Reading) -> None:
    assert Toledo8217().read(answer) == reading


@pytest.mark.parametrize(
    ("answer", "reading"),
    [
        (b" 1G       5.025kg ", Reading("stable", 5025)),
        (b" 1G       5.025kg_", Reading("stable", 5025)),
        (b" 1G         734g  ", Reading("stable", 734)),
        (b"Z1G       0.000kg ", Reading("stable", 0)),
        (b" 1GM      7.650kg ", Reading("moving")),
        (b"O1G      15.200kg ", Reading("over")),
        (b"OVERLOAD", Reading("faulty")),
        (b"U1G      -0.120kg ", Reading("under")),
        (b" 1G      -0.120kg ", Reading("under")),
        (b" 1N       5.025kg ", Reading("tared")),
        (b" 1T       5.025kg ", Reading("faulty")),
        (b" 1G       5.025lb ", Reading("foreign")),
        (b" 1G      5.0255kg ", Reading("foreign")),
        (b"E1G  ----------kg ", Reading("faulty")),
        (b" 1G  ----------kg ", Reading("faulty")),
        (b"?", Reading("faulty")),
    ],
)
def test_what_an_sma_scale_answers(answer: bytes, reading: Reading) -> None:
    assert Sma().read(answer) == reading


@given(st.binary(max_size=64))
def test_any_bytes_are_an_answer_or_none(data: bytes) -> None:
    for language in (Toledo8217(), Sma()):
        found = answer_in(data, language.start)
        reading = language.read(data if found is None else found)
        assert reading.grams >= 0 and (reading.state == "stable" or reading.grams == 0)


@given(st.integers(0, 99_999), st.lists(st.integers(0, 40), max_size=6), st.sampled_from(sorted(LANGUAGES)))
def test_an_answer_cut_anywhere_is_the_same_weight(grams: int, cuts: list[int], name: str) -> None:
    kilograms = f"{grams // 1000}.{grams % 1000:03}"
    whole = {"toledo8217": f"\x02{kilograms:0>6}\r", "sma": f"\n 1G  {kilograms:>10}kg \r"}[name].encode()
    language = LANGUAGES[name]()
    places = [0, *sorted(min(cut, len(whole)) for cut in cuts), len(whole)]
    came, found = b"", None
    for start, end in pairwise(places):
        assert found is None or came == whole
        came += whole[start:end]
        found = answer_in(came, language.start)
    assert found is not None and language.read(found) == Reading("stable", grams)
