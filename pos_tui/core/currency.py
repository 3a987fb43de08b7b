"""ISO 4217 currencies and the digits of their minor units (list one, 2026-01-01)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from pos_tui.core.words import _

from .errors import InvalidValue

_DIGITS_0 = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
_DIGITS_2 = (
    "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF "
    "CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL "
    "HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU "
    "MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR "
    "SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED "
    "VES WST XAD XCD XCG YER ZAR ZMW ZWG"
)
_DIGITS_3 = "BHD IQD JOD KWD LYD OMR TND"
_DIGITS_4 = "CLF UYW"

DIGITS: dict[str, int] = {
    code: digits
    for digits, codes in ((0, _DIGITS_0), (2, _DIGITS_2), (3, _DIGITS_3), (4, _DIGITS_4))
    for code in codes.split()
}

_NUMERIC = (
    "036 AUD 124 CAD 156 CNY 203 CZK 208 DKK 344 HKD 348 HUF 352 ISK 356 INR 360 IDR 376 ILS 392 JPY 410 KRW "
    "414 KWD 458 MYR 484 MXN 554 NZD 578 NOK 604 PEN 608 PHP 643 RUB 682 SAR 702 SGD 704 VND 710 ZAR 752 SEK "
    "756 CHF 764 THB 784 AED 818 EGP 826 GBP 840 USD 901 TWD 941 RSD 946 RON 949 TRY 978 EUR 980 UAH 985 PLN "
    "986 BRL"
)
NUMERIC: dict[str, str] = dict(zip(_NUMERIC.split()[::2], _NUMERIC.split()[1::2], strict=True))
"""Codes by their three digits, as bar codes write them: those that prices on goods are likely in."""


@dataclass(frozen=True, slots=True)
class Currency:
    """A currency and how many decimals its minor unit has."""

    code: str
    digits: int

    @classmethod
    def parse(cls, code: str) -> Currency:
        """The currency of an ISO 4217 code. Raises InvalidValue for codes without minor units."""
        upper = code.strip().upper()
        if upper not in DIGITS:
            raise InvalidValue(_("'{code}' is not an ISO 4217 currency code, such as GBP or EUR", code=code))
        return cls(upper, DIGITS[upper])

    @property
    def unit(self) -> Decimal:
        """One minor unit in major units: 0.01 for GBP."""
        return Decimal(1).scaleb(-self.digits)
