"""The site. Whatever of it is imported first gives the whole process its SQLite."""

import sys

try:
    import pysqlite3
except ImportError:
    # Not built for this machine: SQLite is then what Python came with.
    pass
else:
    # Under the standard module's names, so that one process never opens a file by two libraries:
    # when one of them closes it, the other's locks are gone. (https://sqlite.org/howtocorrupt.html)
    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2
