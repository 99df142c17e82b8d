"""Every test, script and benchmark, each with the SQLite that the site itself would open."""

import mlmap_site  # noqa: F401
