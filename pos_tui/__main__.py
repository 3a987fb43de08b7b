"""`python -m pos_tui` is `pos`."""

from __future__ import annotations

from pos_tui.cli.main import main

if __name__ == "__main__":
    main()
