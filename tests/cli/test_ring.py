"""Line mode: what it answers, in words and in JSON, and how it ends."""

from __future__ import annotations

import gzip
import io
import json
import os
import select
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from pos_tui.cli.linereading import lines
from pos_tui.cli.ring import masked
from pos_tui.core.errors import InvalidValue

from .conftest import ROOT, Pos


def answers(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def test_json_has_one_object_a_line(shop: Pos) -> None:
    result = shop("ring", "--json", stdin="# hello\n\n2*MILK\n/note A-1\n/card 1\n/cash 2\n")
    found = answers(result.stdout)
    assert [(row["n"], row["input"], row["ok"], row["kind"]) for row in found] == [
        (3, "2*MILK", True, "line"),
        (4, "/note A-1", True, "edited"),
        (5, "/card 1", True, "tender"),
        (6, "/cash 2", True, "sale"),
    ]
    sale = found[-1]
    assert (sale["receipt"], sale["ref"], sale["total"], sale["rounding"], sale["change"]) == (
        "1-000001",
        "A-1",
        238,
        0,
        62,
    )
    assert sale["currency"] == "GBP"
    assert sale["tax"] == [{"code": "zero", "rate": "0", "net": 238, "tax": 0}]
    assert [(tender["type"], tender["amount"]) for tender in sale["tenders"]] == [
        ("card", 100),
        ("cash", 200),
    ]
    wanted = {"line": 1, "code": "MILK", "name": "Milk", "qty": "2", "unit_price": "1.19", "discount": 0}
    assert wanted.items() <= sale["lines"][0].items()
    assert {"amount": 238, "tax": "zero", "void": False}.items() <= sale["lines"][0].items()
    assert result.stderr == ""


def test_text_says_what_the_screen_would(shop: Pos) -> None:
    result = shop("ring", stdin="MILK\n/cash 2\n")
    assert result.stdout == "1 x Milk @ 1.19 = 1.19\n1-000001: total 1.19, change 0.81\n"


def test_a_refused_line_says_why_and_the_rest_goes_on(shop: Pos) -> None:
    result = shop("ring", "--json", stdin="NOSUCH1\nMILK\n/cash\n", code=1)
    refused, _, sale = answers(result.stdout)
    assert (refused["kind"], refused["ok"]) == ("refused", False) and refused["reason"]
    assert sale["kind"] == "sale"
    assert result.stderr == "pos: 1 line was refused, line 1\n"


def test_stop_on_error(shop: Pos) -> None:
    result = shop("ring", "--json", "--stop-on-error", stdin="NOSUCH1\nMILK\n", code=1)
    assert len(answers(result.stdout)) == 1


def test_an_open_basket_is_told_and_found_again(shop: Pos) -> None:
    result = shop("ring", stdin="MILK\n", code=1)
    assert "a basket was left open (1 line)" in result.stderr
    result = shop("ring", stdin="/cash\n")
    assert "open sale restored: 1 line, 1.19" in result.stderr
    assert "total 1.19" in result.stdout


def test_bytes_that_are_no_text_are_refused_by_line(shop: Pos) -> None:
    result = shop("ring", "--json", stdin=b"\xff\xfeMILK\nMILK\n" + b"x" * 40_000 + b"\n/cash\n", code=1)
    assert [(row["n"], row["kind"]) for row in answers(result.stdout)] == [
        (1, "refused"),
        (2, "line"),
        (3, "refused"),
        (4, "sale"),
    ]
    assert "UTF-8" in result.stdout and "too long" in result.stdout


@pytest.mark.parametrize(
    ("content", "kind"), [("MILK\n".encode("utf-16"), "UTF16"), (gzip.compress(b"MILK\n", mtime=0), "gzip")]
)
def test_a_file_that_is_no_text_is_named_once(content: bytes, kind: str) -> None:
    with pytest.raises(InvalidValue, match=f"this is {kind}"):
        list(lines(io.BytesIO(content), int))


def test_output_is_harmless_and_lossless(shop: Pos) -> None:
    note = "/note a\u202eb\u0085c\ue000d\U000e0041e שלום"
    result = shop("ring", "--json", stdin=f"{note}\n/cancel\n".encode())
    assert result.stdout.replace("\n", "").isprintable()
    assert answers(result.stdout)[0]["input"] == note


@pytest.mark.parametrize("text", ["4111111111111111", "/note 4111 1111 1111 1111", "%B4111111111111111^X^"])
def test_card_numbers_are_never_echoed(shop: Pos, text: str) -> None:
    result = shop("ring", "--json", stdin=f"{text}\n", code=1)
    assert "1111" not in result.output
    assert answers(result.stdout)[0]["kind"] == "refused"


def test_codes_keep_their_digits() -> None:
    assert masked("2*5449000000996@1.20") == "2*5449000000996@1.20"
    assert masked("378282246310005") == "*" * 15


def test_quoted_codes_returns_and_prices(shop: Pos) -> None:
    result = shop("ring", "--json", stdin='"BANK CHARGES"@12\n/return 2*GUM@0.5\n/cash\n')
    sale = answers(result.stdout)[-1]
    assert (sale["total"], [line["qty"] for line in sale["lines"]]) == (1100, ["1", "-2"])
    result = shop("ring", "--json", stdin="/return 2*GUM\n/cash\n")
    sale = answers(result.stdout)[-1]
    assert (sale["total"], sale["tenders"][0]["amount"]) == (-140, -140)


def test_a_file_and_a_missing_file(shop: Pos, tmp_path: Path) -> None:
    script = tmp_path / "day.txt"
    script.write_bytes("\ufeffMILK\r\n/cash\r\n".encode())
    assert "total 1.19" in shop("ring", str(script)).stdout
    assert "cannot be read" in shop("ring", str(tmp_path / "none.txt"), code=1).stderr


def test_only_a_simulated_store_has_a_clock(pos: Pos, shop: Pos, tmp_path: Path) -> None:
    assert shop("ring", stdin="/clock 2010-12-01T08:26\n", code=1)
    store = str(tmp_path / "replay")
    pos("--store", store, "init", "--name", "R", "--currency", "GBP", "--prices", "inclusive",
        "--tax", "s=20", "--timezone", "Europe/London", "--simulated")  # fmt: skip
    pos("--store", store, "items", "set", "A", "name=A", "price=1", "--new")
    pos("--store", store, "ring", stdin="/clock 2010-07-01T08:26\nA\n/cash\n")
    [sale] = json.loads(pos("--store", store, "sales", "list", "--format", "json").stdout)
    assert (sale["time"], sale["day"]) == ("2010-07-01T07:26:00Z", "2010-07-01")
    assert "SIMULATED" in pos("--store", store, "sales", "show", "1-1").stdout


def test_which_till_has_to_be_said_where_there_are_several(pos: Pos, tmp_path: Path) -> None:
    pos("init", "--name", "R", "--currency", "GBP", "--prices", "inclusive", "--tax", "s=20",
        "--till", "1", "--till", "2")  # fmt: skip
    assert "--till with one of: 1, 2" in pos("ring", code=2).stderr
    assert "no till '3'" in pos("ring", "--till", "3", code=2).stderr
    pos("ring", "--till", "2")


def test_a_pipe_gets_each_answer_before_more_input_is_asked_for(shop: Pos) -> None:
    command = [sys.executable, "-m", "pos_tui", "ring", "--json"]
    till = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert till.stdin is not None and till.stdout is not None
    try:
        for entry, kind in (("MILK", "line"), ("/cash", "sale"), ("GUM", "line")):
            till.stdin.write(f"{entry}\n".encode())
            till.stdin.flush()
            assert select.select([till.stdout], [], [], 20)[0], "no answer"
            assert json.loads(os.read(till.stdout.fileno(), 1 << 16))["kind"] == kind
        assert "open already" in shop("ring", code=4).stderr
        till.send_signal(signal.SIGKILL)
        till.wait()
    finally:
        till.kill()
        till.communicate()
    assert "open sale restored" in shop("ring", stdin="/cancel\n").stderr


class Pieces(io.BytesIO):
    """A pipe that gives what was written to it piece by piece."""

    def __init__(self, *parts: bytes) -> None:
        super().__init__()
        self.parts = list(parts)

    def read1(self, size: int | None = -1, /) -> bytes:
        return self.parts.pop(0)


def test_lines_of_a_stream_in_pieces() -> None:
    asked: list[bool] = []
    found = list(lines(Pieces(b"on", b"e\ntwo\nthr", b"ee", b""), lambda: asked.append(True)))
    assert found == [(1, "one", ""), (2, "two", ""), (3, "three", "")]
    assert len(asked) == 4
