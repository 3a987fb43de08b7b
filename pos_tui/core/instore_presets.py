"""In-store codes as a country's GS1 organisation lays them down, so that nobody has to write those masks.

Only countries with a published rule are here; elsewhere, and where a shop's scales print something else, the
shop writes its own masks. The rules are those of the biip library 5.2 (src/biip/rcn.py), which names these
pages; that of Great Britain was read again, the one of the United States comes from their guideline, Italy's
from a maker of labels that tells of it. None was found for France, Spain, Poland, Austria and Switzerland:
GS1 Austria says that there is one for prefixes 21 to 29, GS1 Poland's gives 24 to prices and 29 to weights.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

_WEIGHT_BY_PREFIX: Final = ("23IIIIIIWWWWK.3", "24IIIIIIWWWWK.2", "25IIIIIIWWWWK.1")
_PRICE_BY_PREFIX: Final = ("20IIIIIIPPPPK.2", "21IIIIIIPPPPK.1", "22IIIIIIPPPPK.0")

_BALTIC: Final = "https://gs1lv.org/img/upload/ENG.Variable%20measure_in_Latvia.pdf"
_SWEDEN: Final = "https://gs1.se/en/support/how-do-i-create-my-variable-weight-numbers/"
_US: Final = "Uniform Code Council, UPC Guideline 11 (random weight); the inner digit by GS1 Gen. Spec. 7.9"

SOURCES: Final[Mapping[str, str]] = {
    "CA": _US,
    "DE": "https://www.gs1-germany.de/fileadmin/gs1/fachpublikationen/"
    "globale-artikelnummer-gtin-in-der-anwendung.pdf",
    "DK": "https://www.gs1.dk/om-gs1/overblik-over-gs1-standarder/gtin-13-pris and gtin-13-vaegt",
    "EE": _BALTIC,
    "FI": "https://gs1.fi/en/instructions/gs1-company-prefix/how-identify-product-gtin",
    "GB": "https://www.gs1uk.org/knowledge-hub/barcodes/how-to-barcode-variable-measure-items",
    "IT": "https://reminformatica.it/tipi-di-barcode/ean13, after Indicod (now GS1 Italy)",
    "LT": _BALTIC,
    "LV": _BALTIC,
    "NO": f"none published; what is sold there follows {_SWEDEN}",
    "SE": _SWEDEN,
    "US": _US,
}
"""Where each country's rule stands."""

PRESETS: Final[Mapping[str, tuple[str, ...]]] = {
    "CA": ("2IIIIIVPPPPK",),
    "DE": (
        *("22IIIIVPPPPPK.2", "23IIIIVPPPPPK.2"),
        *("25IIIIVNNNNNK", "26IIIIVNNNNNK"),
        *("28IIIIVWWWWWK.3", "29IIIIVWWWWWK.3"),
    ),
    "DK": (
        *(f"2{second}IIIIPPPPPPK.2" for second in "1234"),
        *("26IIIIWWWWWWK.3", "27IIIIIWWWWWK.3", "28IIIIWWWWWWK.3"),
    ),
    "EE": _WEIGHT_BY_PREFIX,
    "FI": _WEIGHT_BY_PREFIX,
    "GB": ("20IIIIIVPPPPK.2", "28IIIIIVPPPPK.2"),
    "IT": ("2IIIIIIPPPPPK.2",),
    "LT": _WEIGHT_BY_PREFIX,
    "LV": _WEIGHT_BY_PREFIX,
    "NO": (*_PRICE_BY_PREFIX, *_WEIGHT_BY_PREFIX),
    "SE": (*_PRICE_BY_PREFIX, *_WEIGHT_BY_PREFIX),
    "US": ("2IIIIIVPPPPK",),
}
"""Masks by country (ISO 3166-1)."""


def expanded(word: str) -> tuple[str, ...]:
    """The masks that a word of the setting stands for: a country's, or itself."""
    return PRESETS.get(word.upper(), (word,))
