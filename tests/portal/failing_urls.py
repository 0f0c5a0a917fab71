"""Addresses that fail, for the tests of what the visitor reads then."""

from django.db import InterfaceError, OperationalError
from django.urls import path

from portal.urls import handler500

__all__ = ["handler500", "urlpatterns"]


def failing(error):
    def view(request):
        raise error

    return view


urlpatterns = [
    path("fault", failing(ZeroDivisionError())),
    path("no-database", failing(OperationalError())),
    path("lost-connection", failing(InterfaceError())),
]
