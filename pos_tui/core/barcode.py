"""The numbers under the bars: GTINs and their check digits, UPC-E, and what books and magazines have."""

from __future__ import annotations

GTIN_LENGTHS = (8, 12, 13, 14)


def check_digit(body: str) -> int:
    """The GS1 mod 10 check digit of the digits before it (GS1 General Specifications, 7.9.1)."""
    odd = sum(map(int, body[-1::-2]))
    return -(3 * odd + sum(map(int, body[-2::-2]))) % 10


def has_check_digit(code: str) -> bool:
    """Whether a digit string ends in its own GS1 check digit."""
    return check_digit(code[:-1]) == int(code[-1])


def is_digits(text: str) -> bool:
    """ASCII digits only: other scripts' digits are no bar code."""
    return text.isascii() and text.isdigit()


def gtin14(code: str) -> str | None:
    """A GTIN-8, -12, -13 or -14 as GTIN-14, or None where length or check digit is wrong."""
    if len(code) in GTIN_LENGTHS and is_digits(code) and has_check_digit(code):
        return code.zfill(14)
    return None


def short_gtin(gtin: str) -> str:
    """A GTIN-14 as it stands under the bars: with 8, 12, 13 or all 14 digits."""
    return next((gtin[-length:] for length in (8, 12, 13) if not gtin[:-length].strip("0")), gtin)


def restored_gtin14(code: str) -> str | None:
    """As `gtin14`, and for codes of 9 to 11 digits that a spreadsheet robbed of their leading zeros."""
    if 8 <= len(code) <= 14 and is_digits(code) and has_check_digit(code):
        return code.zfill(14)
    return None


def kept_gtin(code: str) -> str | None:
    """A bar code of up to 14 digits as items keep it, whatever its length and check digit; None for others.

    Shops have codes of their own under bars, and lists whose leading zeros a spreadsheet dropped.
    """
    return code.zfill(14) if len(code) <= 14 and is_digits(code) else None


def is_misread(code: str) -> bool:
    """Whether a code has a GTIN's length but a wrong check digit: a scanner's misread, or a typing error."""
    if len(code) not in GTIN_LENGTHS or not is_digits(code) or has_check_digit(code):
        return False
    return expand_upc_e(code) is None


def expand_upc_e(code: str) -> str | None:
    """The GTIN-12 of an 8-digit UPC-E with number system 0 or 1 (GS1 General Specifications, 5.2.2.4)."""
    if len(code) != 8 or not is_digits(code) or code[0] not in "01":
        return None
    system, body, last, check = code[0], code[1:6], code[6], code[7]
    if last in "012":
        digits = f"{system}{body[:2]}{last}0000{body[2:5]}"
    elif last == "3":
        digits = f"{system}{body[:3]}00000{body[3:5]}"
    elif last == "4":
        digits = f"{system}{body[:4]}00000{body[4]}"
    else:
        digits = f"{system}{body}0000{last}"
    return digits + check if check_digit(digits) == int(check) else None


def case_content(gtin: str) -> str | None:
    """The GTIN-14 of what is in a case, where its indicator digit (1 to 8) says that it is one.

    A case's number may as well have nothing to do with its content's: this is only a guess worth looking up.
    """
    if gtin[0] not in "12345678":
        return None
    body = f"0{gtin[1:13]}"
    return body + str(check_digit(body))


_BOOK, _SERIAL = "978", "977"


def publication_gtin(text: str) -> str | None:
    """The GTIN-14 of an ISBN with 10 or 13 places or of an ISSN, as they are printed; None where it is none.

    ISBN users' manual, 7th edition, 5; ISSN manual, 2.1 and its EAN-13 with the variant 00.
    """
    digits = text.replace("-", "").replace(" ", "").upper()
    if len(digits) == 10 and _modulo_11(digits):
        body = _BOOK + digits[:-1]
    elif len(text) == 9 and text[4] == "-" and len(digits) == 8 and _modulo_11(digits):
        body = f"{_SERIAL}{digits[:-1]}00"
    elif len(digits) == 13 and digits.startswith((_BOOK, "979")) and digits != text:
        return gtin14(digits)
    else:
        return None
    return f"0{body}{check_digit(body)}"


def _modulo_11(digits: str) -> bool:
    """Weights from the left, down to 1 for the check digit, whose X is 10."""
    if not is_digits(digits[:-1]) or not (is_digits(digits[-1]) or digits[-1] == "X"):
        return False
    values = [*map(int, digits[:-1]), 10 if digits[-1] == "X" else int(digits[-1])]
    return sum(weight * value for weight, value in enumerate(reversed(values), 1)) % 11 == 0


def is_coupon(gtin: str) -> bool:
    """Whether a GTIN-14 is a coupon's or a refund slip's, and no article's.

    GS1 prefixes 980 to 984 and 99, and number system 5 of UPC-A (GS1 General Specifications, 1.4.5 and 2.6).
    """
    return gtin.startswith(("0980", "0981", "0982", "0983", "0984", "099", "005"))
