import gc
import os
import sys

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from mlmap_site.door import Door

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mlmap_site.settings")

# Whoever writes lets the process's other thread on at each statement, and everybody who waits for
# SQLite waits with them until it is their turn again: a millisecond, where Python has five.
sys.setswitchinterval(0.001)

application = get_wsgi_application()
if settings.PAGE_CACHE_MB:
    from mlmap_site.page_cache import PageCache

    application = PageCache(application, megabytes=settings.PAGE_CACHE_MB)
application = Door(application)

# What is loaded by now stays. To look through all of it for what nobody uses any more took some
# 60 ms, in the middle of a request or while everybody waited for whoever wrote.
gc.collect()
gc.freeze()
