"""The OpenAPI document: true to what is answered, and complete."""

import json

import msgspec
import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.urls import reverse
from hypothesis import given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import checks

from events.filters import EventFilter, LineFilter
from events.models import Event
from events.project_filters import ProjectFilter
from organisations.filters import OrganisationFilter
from people.filters import PersonFilter
from portal.api.site import LISTS, OPERATIONS, document
from tests import apart
from tests.breadth import turns
from tests.nets.reading import public_words
from tests.nets.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.breadth]

CHECKS = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
]
# The client in which the site runs here does not unpack what was compressed.
PLAIN = {"Accept-Encoding": "identity"}
EXAMPLES = settings(max_examples=turns(2, 30))
LISTED = {
    "events": EventFilter,
    "participation": LineFilter,
    "people": PersonFilter,
    "organisations": OrganisationFilter,
    "projects": ProjectFilter,
}


@pytest.fixture
def app():
    """The site as a server runs it, but that no answer closes the database of the test."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield get_wsgi_application()
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.fixture
def numbers():
    """A record of each kind that the API tells whole, by the name of its list."""
    world = World(public_words())
    return {
        "events": world.event.pk,
        "reports": world.edition.report_id,
        "people": world.person.pk,
        "organisations": world.body.pk,
        "projects": world.project.pk,
    }


@pytest.mark.parametrize("mode", GenerationMode, ids=lambda mode: mode.value)
def test_whatever_is_asked_the_answer_is_one_that_the_document_tells_of(mode, app, numbers):
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
    if mode == GenerationMode.NEGATIVE:
        # Of what takes nothing, nothing can be asked wrongly.
        schema = schema.exclude(path="/api/v1/")
    answered = set()
    for operation in (found.ok() for found in schema.get_all_operations()):

        @EXAMPLES
        @given(case=operation.as_strategy(generation_mode=mode))
        def ask(case):
            response = case.call(headers=PLAIN)
            answered.add((case.path, response.status_code))
            case.validate_response(response, checks=CHECKS)

        ask()
    if mode == GenerationMode.POSITIVE:
        lists = {f"/api/v1/{name}" for name in LISTS}
        assert lists <= {path for path, status in answered if status == 200}
        for noun, number in numbers.items():
            [operation] = [schema[f"/api/v1/{noun}/{{number}}"]["GET"]]
            case = operation.Case(path_parameters={"number": number})
            case.call_and_validate(checks=CHECKS, headers=PLAIN)
    else:
        assert 400 in {status for _path, status in answered}


def test_document_tells_of_every_filter_of_every_list():
    for name, filterset in LISTED.items():
        told = document()["paths"][f"/api/v1/{name}"]["get"]["parameters"]
        assert {row["name"] for row in told} == {*filterset.base_filters, "limit", "cursor"} - {
            "sort"
        }
        assert all(row["description"] and row["schema"] for row in told)


def test_document_tells_of_every_answer_that_is_no_success():
    for path, methods in document()["paths"].items():
        assert [*methods] == ["get"]
        statuses = {int(status) for status in methods["get"]["responses"]}
        expected = {200, 304}
        expected |= {404} if "{" in path else set() if path.endswith("/v1/") else {400}
        expected |= {410} if path.endswith(("/events/{number}", "/people/{number}")) else set()
        merged = path.endswith(("/people/{number}", "/organisations/{number}"))
        expected |= {301} if merged else set()
        assert statuses == expected, path
        for status in statuses - {200, 301, 304}:
            content = methods["get"]["responses"][status]["content"]
            assert [*content] == ["application/problem+json"]


def test_examples_of_the_document_fit_what_they_are_examples_of():
    types = {"string": str, "integer": int, "boolean": bool, "array": list, "object": dict}
    wrong = []
    for name, shape in document()["components"]["schemas"].items():
        for field, told in shape["properties"].items():
            kinds = [told, *told.get("anyOf", ())]
            fitting = tuple(types[kind["type"]] for kind in kinds if kind.get("type") in types)
            for example in told.get("examples", ()):
                if not isinstance(example, fitting):
                    wrong.append((name, field, example))
    assert wrong == []


def test_every_answer_has_the_shape_that_is_told_of_it(client, numbers):
    for operation in OPERATIONS:
        noun = operation.path.partition("/")[0]
        arguments = [numbers[noun]] if "<" in operation.path else []
        response = client.get(reverse(f"api:{operation.name}", args=arguments))
        told = msgspec.json.decode(response.content, type=operation.shape)
        assert msgspec.json.encode(told) == response.content, operation.name
        assert getattr(told, "items", True) or noun == "removed-people", operation.name


def test_words_that_a_field_may_hold_stand_in_the_order_in_which_people_choose_them():
    fields = document()["components"]["schemas"]["EventRow"]["properties"]
    assert [*fields["status"]["enum"]] == Event.Status.values != sorted(Event.Status.values)


def test_document_tells_of_every_shape_that_it_names():
    text = json.dumps(document())
    named = {one.partition('"')[0] for one in text.split('"$ref": "#/components/schemas/')[1:]}
    assert named == {*document()["components"]["schemas"]}


def test_document_is_the_same_where_python_keeps_no_docstrings():
    script = """if True:
        import json, os
        os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings"
        import django
        django.setup()
        from portal.api.site import document
        assert False, "Python does not optimize."
        print(json.dumps(document(), sort_keys=True))
    """
    told, _complaints = apart.run(script, "-OO")
    here = json.loads(json.dumps(document()))
    assert json.loads(told) | {"servers": here["servers"]} == here
    assert "An event with all that belongs to it." in told
