"""The catalogues of other languages: `pos.pot` has all texts, `LANGUAGE/LC_MESSAGES/pos.po` says them.

`python -m pos_tui.words` brings the template up to date with the source, merges it into each language and
compiles those; nothing of it is needed to run a till.
"""
