"""What is printed for letters a printer lacks: the nearest it has, before it comes to a question mark."""

from __future__ import annotations

import unicodedata

# One step each; what comes out is looked up again, so ț becomes ţ where there is one and t where not.
STEPS: dict[str, str] = {
    "⁄": "/",
    "ș": "ş", "Ș": "Ş", "ț": "ţ", "Ț": "Ţ", "₹": "Rs", "€": "EUR", "£": "GBP", "¥": "JPY", "₪": "NIS",
    "₺": "TL", "₽": "RUB", "₴": "UAH", "₩": "KRW", "₫": "VND", "₿": "BTC", "₦": "NGN", "₱": "PHP",
    "₡": "CRC", "₲": "PYG", "¢": "c", "–": "-", "—": "-", "−": "-", "‐": "-", "‑": "-", "‒": "-",
    "―": "-", "‘": "'", "’": "'", "‚": ",", "“": "\"", "”": "\"", "„": "\"", "«": "\"", "»": "\"",
    "‹": "'", "›": "'", "′": "'", "″": "\"", "…": "...", "×": "x", "÷": "/", "·": ".", "•": "*",
    "●": "*", "▪": "*", "™": "TM", "©": "(c)", "®": "(R)", "№": "No", "✓": "v", "✔": "v", "✗": "x",
    "✘": "x", "→": "->", "←": "<-", "≤": "<=", "≥": ">=", "≈": "~", "≠": "<>", "°": "o", "º": "o",
    "ª": "a", "²": "2", "³": "3", "¹": "1", "µ": "u", "μ": "u", "½": "1/2", "¼": "1/4", "¾": "3/4",
    "ß": "ss", "ẞ": "SS", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O", "đ": "d",
    "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "ł": "l", "Ł": "L", "ħ": "h", "Ħ": "H",
    "ı": "i", "ŋ": "ng", "Ŋ": "Ng", "ə": "e", "Ə": "E", "¿": "?", "¡": "!", "§": "S", "¶": "P",
    "׳": "'", "״": "\"", "־": "-", "。": ".", "、": ",", "・": ".", "「": "\"", "」": "\"",
}  # fmt: skip


def step(letter: str) -> str | None:
    """Return what may stand for `letter`, None if nothing may; "" for an accent left over on its own."""
    if letter in STEPS:
        return STEPS[letter]
    if unicodedata.category(letter) in ("Mn", "Me"):
        return ""
    if "\uac00" <= letter <= "\ud7a3":
        return None  # a Hangul syllable's parts are not what it looks like
    plain = unicodedata.normalize("NFKD", letter)
    base = "".join(char for char in plain if not unicodedata.combining(char))
    return base if base and base != letter else None
