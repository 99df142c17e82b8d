"""Taking a site along: a folder that holds all of it, and its rows in another database.

`rows.py` says what a database holds, `databases.py` writes it to a file and reads it back,
`folder.py` seals what was written and looks whether it is whole, `moving.py` copies rows.
"""


class Refused(Exception):
    """Why nothing was done, in words for whoever ran the command."""
