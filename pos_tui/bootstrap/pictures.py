"""Pictures for receipts, kept in the journal as they are printed: a backup has them, too."""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final

from devices.document import Logo
from pos_tui.core.errors import InvalidValue, Refused
from pos_tui.core.words import _

if TYPE_CHECKING:
    from devices.escpos.drawing import Drawn

    from .front import Shopfront

PICTURE: Final = "picture:"
"""How the keys of such documents begin."""
PAPER_DOTS: Final = 576
"""As wide as paper of 80 mm is printed on; narrower printers get it narrower."""
_TALLEST: Final = 600
_MOST: Final = 20_000_000
"""Bytes of a file."""
_NAME: Final = 24


def logo_of(front: Shopfront, name: str) -> Logo:
    """The place of the logo, with the shop's own picture if it keeps one of that name."""
    found = front.store.find("settings", "key", PICTURE + name) if name else None
    if found is None:
        return Logo()  # the printer's address may name another
    return Logo(b64decode(found["png"]), f"{name} {found['width']}x{found['height']}")


def kept(front: Shopfront) -> list[str]:
    """The names of the pictures that are kept."""
    keys = (document["key"] for document in front.store.documents("settings", copy=False))
    return sorted(key.removeprefix(PICTURE) for key in keys if key.startswith(PICTURE))


def check_logo(front: Shopfront, name: str | None) -> None:
    """Raises InvalidValue for the name of a picture that is not kept."""
    if name and name not in kept(front):
        names = ", ".join(kept(front)) or _("none")
        raise InvalidValue(
            _(
                "no picture {name} is kept, only {names}: pos config logo FILE",
                name=name,
                names=names,
            )
        )


def keep_file(front: Shopfront, path: str) -> str:
    """Keeps the picture in a file of this machine; its name. Raises Refused, NotAllowed, InvalidValue."""
    from pos_tui.settings.reaching import RIGHT

    front.permit(RIGHT)
    file = Path(path).expanduser()
    try:
        with file.open("rb") as opened:
            data = opened.read(_MOST + 1)
    except OSError as error:
        why = error.strerror or error
        raise Refused(_("{file} cannot be read: {error}", file=path[:80], error=why)) from None
    return keep(front, file.stem, data)


def keep(front: Shopfront, name: str, data: bytes) -> str:
    """Keeps a picture in black and white, no wider than paper; the name it got. Raises InvalidValue."""
    front.permit("settings.change")
    picture = _black_and_white(data)
    plain = re.sub(r"[^A-Za-z0-9_-]+", "-", name).strip("-")[:_NAME] or "logo"
    called = f"{plain}-{sha256(picture.png).hexdigest()[:6]}"
    if front.store.find("settings", "key", PICTURE + called) is None:
        document = {"v": 1, "key": PICTURE + called, "width": picture.width, "height": picture.height}
        with front.store.transaction(operator=front.acting()) as tx:
            tx.insert("settings", {**document, "png": b64encode(picture.png).decode("ascii")})
    return called


def _black_and_white(data: bytes) -> Drawn:
    """Raises InvalidValue."""
    from devices.escpos.drawing import drawn

    if len(data) > _MOST:
        raise InvalidValue(_("that picture is too large: {most} MB at most", most=_MOST // 1_000_000))
    try:
        picture = drawn(data, PAPER_DOTS)
    except ValueError:
        raise InvalidValue(_("that is no picture: a PNG, JPEG, GIF or BMP file is expected")) from None
    if picture.height > _TALLEST:
        raise InvalidValue(
            _(
                "that picture is {height} dots high on paper, {most} at most: cut it",
                height=picture.height,
                most=_TALLEST,
            )
        )
    return picture
