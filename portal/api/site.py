"""The API: all nouns under one prefix, and the document that tells of them."""

import functools
from typing import Annotated

from django.conf import settings
from django.urls import reverse
from msgspec import Meta

from portal.api import (
    changes,
    events,
    lines,
    organisations,
    people,
    projects,
    reports,
    vocabularies,
)
from portal.api.described import ALWAYS_THERE
from portal.api.openapi import described
from portal.api.operations import Operations
from portal.api.problems import Problem
from portal.api.shapes import Shape, api_url

LISTS = (
    "events",
    "reports",
    "participation",
    "people",
    "organisations",
    "projects",
    "topics",
    "roles",
    "changes",
    "removed-people",
)
TITLE = "The public record, for programs"
ABOUT = (
    "All that this portal tells the public, to be read by programs. Lists take the filters of "
    "their pages and are walked by `next`. A parameter that is not known, or a value that is not "
    "understood, is answered 400 with the reason; it never means everything. Every answer has an "
    "ETag. No key and no cookie is needed."
)


class Root(Shape):
    __doc__ = "Where each list is."

    lists: Annotated[
        dict[str, str], Meta(examples=[{"events": "https://portal.example/api/v1/events"}])
    ]
    openapi: Annotated[str, Meta(examples=["https://portal.example/api/v1/openapi.json"])]


operations = Operations("The API")


@operations.get(
    "",
    Root,
    name="root",
    summary="Where each list is",
    operation_id="get_root",
    responses=ALWAYS_THERE,
)
def root(request):
    return Root(lists={name: api_url(name) for name in LISTS}, openapi=api_url("openapi"))


PARTS = (events, reports, lines, people, organisations, projects, vocabularies, changes)
OPERATIONS = [*(each for part in PARTS for each in part.operations), *operations]


def document():
    """Return the OpenAPI document."""
    return _written() | {"servers": [{"url": settings.SITE_URL}]}


@functools.cache
def _written():
    """Return what the document says of paths and shapes, which does not change while we run."""
    info = {"title": TITLE, "version": "1", "description": ABOUT}
    return described(info, reverse("api:root"), OPERATIONS, [Problem])


def openapi(request):
    return document()
