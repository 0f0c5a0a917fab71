import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from portal import environment

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

environment.serve(settings.DATABASES)
django = get_wsgi_application()

# What keeps pages knows the models, and they are there only now.
from portal.front import Front  # noqa: E402

if settings.METRICS_TOKEN:
    from portal.metrics.counting import count
else:
    count = None

application = Front(django, count)
