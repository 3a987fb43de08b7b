"""Which column of a price list is what, by the names people give them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from .question import folded

NEEDED: Final = ("sku", "name", "price")
"""What is asked where no column's name says it."""
_WORDS: Final = {
    "sku": "sku|code|item code|article|article number|item number|item no|product code|artikelnummer"
    "|artikelnr|art nr|artikel|reference|ref|codigo|codice|plu|barcode|bar code|ean|ean13|gtin|upc",
    "gtin": "gtin|barcode|bar code|ean|ean13|ean code|upc|strichcode|code barre|codigo de barras",
    "name": "name|description|item|item name|product|product name|title|bezeichnung|artikelbezeichnung"
    "|designation|nom|nombre|descripcion|descrizione|nome|omschrijving|naam|nazwa|text",
    "price": "price|retail price|retail|unit price|sell price|selling price|price incl|vk|vk preis|preis"
    "|verkaufspreis|prix|prix ttc|precio|prezzo|preco|prijs|pris|cena|rrp",
    "cost": "cost|cost price|purchase price|ek|ek preis|einkaufspreis|prix achat|costo",
    "department": "department|dept|group|category|section|warengruppe|gruppe|rayon|famille|categoria"
    "|reparto|groep",
    "stock": "stock|qty|quantity|on hand|bestand|lagerbestand|menge|existencias|giacenza",
    "unit": "unit|uom|einheit|unite|unidad|unita",
    "plu": "plu|short code|kurznummer",
    "content": "content|contents|net content|pack size|inhalt|fuellmenge|contenance|contenido|contenuto"
    "|inhoud",
    "tare": "tare|tara",
}


def guessed(columns: Sequence[str]) -> dict[str, str]:
    """Return the column of each field that one seems to hold; each column is used once."""
    plain = {_plain(column): column for column in reversed(columns)}
    found: dict[str, str] = {}
    for field, words in _WORDS.items():
        named = (plain[word] for word in (field, *words.split("|")) if word in plain)
        column = next((column for column in named if column not in found.values()), None)
        if column is not None:
            found[field] = column
    return found


def _plain(column: str) -> str:
    return " ".join("".join(char if char.isalnum() else " " for char in folded(column)).split())
