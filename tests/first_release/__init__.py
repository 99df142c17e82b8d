"""A site as the first release left it, in SQL of both databases, and what today's code makes of it.

`python -m tests.first_release COUNT` loads it into the empty database of DATABASE_URL, adds COUNT
comments as that release would have stored them, migrates, and prints what it saw as JSON.
"""
