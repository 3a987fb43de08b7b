"""The books of the back office over an open shop: each kind is loaded when somebody opens it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

from pos_tui.core.errors import Refused
from pos_tui.core.words import _

if TYPE_CHECKING:
    from pos_tui.core.office import Book

    from .front import Shopfront


def office(front: Shopfront) -> Callable[[str], Book]:
    """The books of a shop, by word, as others may have changed them."""

    def book(word: str) -> Book:
        if word not in _BOOKS:
            raise Refused(_("there is no book {word}: {books}", word=word[:40], books=", ".join(_BOOKS)))
        front.store.refresh()
        return _BOOKS[word](front)

    return book


def _promotions(front: Shopfront) -> Book:
    from .office_promotions import PromotionBook

    return PromotionBook(front)


def _taxes(front: Shopfront) -> Book:
    from .office_taxes import TaxBook

    return TaxBook(front)


def _serving(front: Shopfront) -> Book:
    from .office_serving import ServingBook

    return ServingBook(front)


def _coming(front: Shopfront) -> Book:
    from .office_coming import ComingBook

    return ComingBook(front)


def _reasons(front: Shopfront) -> Book:
    from .office_reasons import ReasonBook

    return ReasonBook(front)


def _price_lists(front: Shopfront) -> Book:
    from .office_prices import PriceListBook

    return PriceListBook(front)


def _list_prices(front: Shopfront) -> Book:
    from .office_prices import ListPriceBook

    return ListPriceBook(front)


def _tenders(front: Shopfront) -> Book:
    from .office_tenders import TenderBook

    return TenderBook(front)


def _operators(front: Shopfront) -> Book:
    from .office_operators import OperatorBook

    return OperatorBook(front)


def _roles(front: Shopfront) -> Book:
    from .office_roles import RoleBook

    return RoleBook(front)


def _departments(front: Shopfront) -> Book:
    from .office_departments import DepartmentBook

    return DepartmentBook(front)


def _suppliers(front: Shopfront) -> Book:
    from .office_suppliers import SupplierBook

    return SupplierBook(front)


def _supplies(front: Shopfront) -> Book:
    from .office_suppliers import SupplyBook

    return SupplyBook(front)


_BOOKS: Final[Mapping[str, Callable[[Shopfront], Book]]] = {
    "promotions": _promotions,
    "pricelists": _price_lists,
    "listprices": _list_prices,
    "taxes": _taxes,
    "servetaxes": _serving,
    "tenders": _tenders,
    "coming": _coming,
    "reasons": _reasons,
    "operators": _operators,
    "roles": _roles,
    "departments": _departments,
    "suppliers": _suppliers,
    "supplies": _supplies,
}
