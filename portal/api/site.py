"""The API: all nouns under one prefix, and what they answer when something is wrong."""

import functools

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import Http404, JsonResponse
from django.urls import reverse
from ninja import NinjaAPI, Router
from ninja.renderers import JSONRenderer
from pydantic import Field

from portal.api import (
    changes,
    events,
    lines,
    organisations,
    people,
    problems,
    projects,
    reports,
    vocabularies,
)
from portal.api.described import ONE
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
ABOUT = (
    "All that this portal tells the public, to be read by programs. Lists take the filters of "
    "their pages and are walked by `next`. A parameter that is not known, or a value that is not "
    "understood, is answered 400 with the reason; it never means everything. Every answer has an "
    "ETag. No key and no cookie is needed."
)


class Renderer(JSONRenderer):
    json_dumps_params = {"ensure_ascii": False}


class Root(Shape):
    """Where each list is."""

    lists: dict[str, str] = Field(examples=[{"events": "https://portal.example/api/v1/events"}])
    openapi: str = Field(examples=["https://portal.example/api/v1/openapi.json"])


router = Router(tags=["The API"])


@router.get(
    "/",
    response=Root,
    url_name="root",
    summary="Where each list is",
    operation_id="get_root",
    openapi_extra={"responses": {304: ONE["responses"][304]}},
)
def root(request):
    return Root(lists={name: api_url(name) for name in LISTS}, openapi=api_url("openapi"))


api = NinjaAPI(
    title="The public record, for programs",
    version="1",
    description=ABOUT,
    openapi_url=None,
    docs_url=None,
    urls_namespace="api",
    renderer=Renderer(),
)
for part in (events, reports, lines, people, organisations, projects, vocabularies, changes):
    api.add_router("", part.router)
api.add_router("", router)
api.add_exception_handler(problems.Refused, problems.refused)
api.add_exception_handler(problems.Gone, problems.gone)
api.add_exception_handler(Http404, problems.not_found)
api.add_exception_handler(SuspiciousOperation, problems.unreadable)


def document():
    """Return the OpenAPI document."""
    return _written() | {"servers": [{"url": settings.SITE_URL}]}


@functools.cache
def _written():
    """Return what the document says of paths and shapes, which does not change while we run."""
    made = api.get_openapi_schema(path_prefix=reverse("api:root"))
    made["components"]["schemas"]["Problem"] = Problem.model_json_schema(
        ref_template="#/components/schemas/{model}"
    )
    return made


def openapi(request):
    return JsonResponse(document(), json_dumps_params={"ensure_ascii": False})
