"""The WSGI door: what granian serves."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tourmap.settings")

application = get_wsgi_application()

# What the start has made stays for ever: the collector need not walk it again during requests.
gc.collect()
gc.freeze()
