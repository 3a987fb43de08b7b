"""Sends of each frame only what differs from the one before. Textual itself sends every dirty region whole.

One of the two places that use private parts of Textual (the driver is the other), for the release pinned in
pyproject.toml: `App._display`, `App._batch_count`, `Screen._compositor` and the two updates it makes,
`Screen._on_timer_update` with the `_dirty_widgets`, `_layout_required` and `_repaint_required` that it reads,
and `Widget._exchange_repaint_regions`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from textual._compositor import ChopsUpdate, LayoutUpdate

from .frame import Frame, Spans

if TYPE_CHECKING:
    from rich.color import ColorSystem
    from rich.console import Console
    from rich.style import Style
    from textual.strip import Strip
    from textual.widget import Widget

_CLEAR = "\x1b[m\x1b[2J"
_DEFAULT_COLOURS = frozenset({"39", "49"})
_EXTENDED = {"5": 2, "2": 4}
"""How many parameters follow 38 or 48, by the first of them (ECMA-48 8.3.117, ITU T.416)."""

Row = tuple[int, int, Spans]


class Painter:
    """Turns the compositor's updates into bytes, and remembers what stands on the terminal."""

    def __init__(self, console: Console) -> None:
        self._colours: ColorSystem | None = console._color_system
        self._frame: Frame | None = None

    def forget(self) -> None:
        """Something else may have been written: the next frame is sent whole."""
        self._frame = None

    def paint(self, update: LayoutUpdate | ChopsUpdate, width: int, height: int) -> str:
        """Returns what turns the screen of `width` x `height` cells into the updated one."""
        start = ""
        if self._frame is None or (self._frame.width, self._frame.height) != (width, height):
            self._frame, start = Frame(width, height), _CLEAR
        return start + self._frame.draw(self._rows(update))

    def draw(self, rows: Iterable[tuple[int, int, Strip]]) -> str:
        """Returns what shows these strips at (y, x), on a screen that is known."""
        assert self._frame is not None
        return self._frame.draw(self._spans(rows))

    @property
    def is_lost(self) -> bool:
        """Whether only a whole frame will do."""
        return self._frame is None

    def _rows(self, update: LayoutUpdate | ChopsUpdate) -> Iterator[Row]:
        return self._spans(_layout_parts(update) if isinstance(update, LayoutUpdate) else _chop_parts(update))

    def _spans(self, parts: Iterable[tuple[int, int, Strip]]) -> Iterator[Row]:
        for y, x, strip in parts:
            spans = [(text, sgr_of(style, self._colours)) for text, style, control in strip if not control]
            yield y, x, spans


def _layout_parts(update: LayoutUpdate) -> Iterable[tuple[int, int, Strip]]:
    for y, line in enumerate(update.strips, update.region.y):
        x = update.region.x
        for strip in line:
            yield y, x, strip
            x += strip.cell_length


def _chop_parts(update: ChopsUpdate) -> Iterable[tuple[int, int, Strip]]:
    for y, left, right in update.spans:
        for end, (x, strip) in zip(update.chop_ends[y], update.chops[y].items(), strict=False):
            if strip is not None and x <= right and end > left:
                yield y, x, strip


@lru_cache(maxsize=1024)
def sgr_of(style: Style | None, colours: ColorSystem | None) -> str:
    """Returns a style as SGR parameters, without those that only say "the default colour"."""
    if style is None:
        return ""
    before, _, _ = style.render("\0", color_system=colours).partition("\0")
    return ";".join(_without_defaults(before[2:-1].split(";"))) if before.endswith("m") else ""


def _without_defaults(parameters: list[str]) -> Iterator[str]:
    rest = iter(parameters)
    for parameter in rest:
        if parameter in ("38", "48"):
            kind = next(rest, "")
            yield from (parameter, kind, *(next(rest, "0") for _ in range(_EXTENDED.get(kind, 1) - 1)))
        elif parameter not in _DEFAULT_COLOURS:
            yield parameter


def _rows_of(widget: Widget) -> Iterator[tuple[int, int, Strip]]:
    """(y, x, strip) of the rows of a widget that it wants refreshed."""
    x, top, _, height = widget.region
    rows = {y for region in widget._exchange_repaint_regions() for y in region.line_range if y < height}
    for y in sorted(rows):
        yield top + y, x, widget.render_line(y)


class Painted:
    """Mixed into an App before `App` itself: its screens are painted by differences."""

    _painter: Painter | None = None
    _late = False

    def repaint(self) -> None:
        """Sends the next frame whole: others have written, it was resized, or somebody asks."""
        if self._painter is not None:
            self._painter.forget()
        self._send_whole()

    def paint_now(self, widgets: Iterable[Widget]) -> None:
        """Sends what these widgets of the only screen want refreshed, at once.

        Textual takes rounds of messages for it, and cuts the screen into pieces that a canvas does not need.
        """
        app: Any = self
        if app._driver is None or app._driver.is_headless:
            return
        changed = [widget for widget in widgets if widget._repaint_required]
        for widget in changed:
            widget._repaint_required = False
        if self._needs_compositor:
            app.screen._dirty_widgets.update(changed)
            app.screen._on_timer_update()
        elif changed:
            assert self._painter is not None
            app._driver.write_frame(self._painter.draw(row for each in changed for row in _rows_of(each)))

    @property
    def _needs_compositor(self) -> bool:
        """Whether more has changed than some rows of a screen that is known, or nothing may be sent now."""
        app: Any = self
        screen = app.screen
        return (
            self._painter is None
            or self._painter.is_lost
            or bool(screen._layout_required or screen._repaint_required or screen._dirty_widgets)
            or bool(app._batch_count or app._closed or not app._running)
            or app._driver.is_busy
        )

    def line_is_free(self) -> None:
        """The slow line has taken what it had: what changed meanwhile is sent as one frame."""
        if self._late:
            self._late = False
            self._send_whole()

    def _send_whole(self) -> None:
        app: Any = self
        if app._running and app.screen_stack:
            self._display(app.screen, app.screen._compositor.render_update(full=True))

    def _display(self, screen: Any, renderable: Any) -> None:
        """Takes the place of App._display for what the compositor sends to a terminal."""
        app: Any = self
        driver = app._driver
        is_frame = isinstance(renderable, (LayoutUpdate, ChopsUpdate))
        if not is_frame or driver is None or driver.is_headless:
            if renderable is not None and self._painter is not None:
                self._painter.forget()
            forward: Callable[[Any, Any], None] = super()._display  # type: ignore[misc]
            forward(screen, renderable)
            return
        if not app._batch_count and app._running and not app._closed:
            self._send(driver, screen, renderable)
        app.post_display_hook()

    def _send(self, driver: Any, screen: Any, update: LayoutUpdate | ChopsUpdate) -> None:
        app: Any = self
        if driver.is_busy:
            # What is sent now would wait behind an older frame; nobody misses a frame that was never seen.
            self._late = True
            return
        if self._painter is None:
            self._painter = Painter(app.console)
        if self._painter.is_lost and not isinstance(update, LayoutUpdate):
            update = screen._compositor.render_update(full=True)
        driver.write_frame(self._painter.paint(update, *app.size))
