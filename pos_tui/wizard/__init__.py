"""The first start: questions that end in a shop that sells. No screen, no disk, no device in here.

A `Wizard` asks one `Question` after the other and takes answers as text; whoever shows them is a screen or a
line on a dumb terminal. What it needs of the machine it asks through `port.SetupPort`.
"""
