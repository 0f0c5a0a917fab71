"""The catalogue of open data, for people and for portals."""

import pytest
from django.urls import reverse
from rdflib import DCTERMS, RDF, Namespace

from portal.api.site import document as openapi
from tests import builders
from tests.api.linked_data import complaints, document, reads_json_ld
from tests.nets.reading import status
from tests.pages import words

pytestmark = [pytest.mark.django_db, reads_json_ld]

DCAT = Namespace("http://www.w3.org/ns/dcat#")
SITE = "http://127.0.0.1:8000"


@pytest.fixture
def catalogue(client):
    return document(client, reverse("catalogue"))


def test_catalogue_fits_its_shapes(catalogue):
    assert complaints(catalogue, "dcat") == ""


def test_all_that_the_catalogue_offers_is_there(client, catalogue):
    builders.line(builders.event(), person=builders.person())
    offered = {str(url) for url in catalogue.objects(None, DCAT.accessURL)}
    offered |= {str(url) for url in catalogue.objects(None, DCAT.landingPage)}
    offered |= {str(url) for url in catalogue.objects(None, DCAT.endpointURL)}
    offered |= {str(url) for url in catalogue.objects(None, DCAT.endpointDescription)}
    assert {url[-5:] for url in offered} >= {"s.csv", ".xlsx", ".json", "s.ics", ".atom"}
    statuses = {url: status(client, url.removeprefix(SITE)) for url in offered}
    assert {url: code for url, code in statuses.items() if code != 200} == {}


def test_licence_stands_at_each_form_and_on_the_page_if_the_site_names_one(client, settings):
    forms = len([*document(client, reverse("catalogue")).subjects(RDF.type, DCAT.Distribution)])
    assert 'rel="license"' not in client.get(reverse("open-data")).content.decode()
    settings.DATA_LICENCE = "https://creativecommons.org/licenses/by/4.0/"
    licensed = document(client, reverse("catalogue")).subject_objects(DCTERMS.license)
    assert [str(licence) for _form, licence in licensed] == [settings.DATA_LICENCE] * forms
    page = client.get(reverse("open-data")).content.decode()
    assert f'<a href="{settings.DATA_LICENCE}" rel="license">' in page


def test_every_list_of_the_site_is_a_data_set(catalogue):
    named = {str(one).partition("#")[2] for one in catalogue.subjects(RDF.type, DCAT.Dataset)}
    assert named == {
        "events",
        "reports",
        "participation",
        "people",
        "organisations",
        "projects",
    }


def test_page_tells_people_all_that_the_document_tells_programs(client):
    html = client.get(reverse("open-data")).content.decode()
    said = words(html)
    for path, methods in openapi()["paths"].items():
        assert f"GET {SITE}{path}" in said
        for parameter in methods["get"]["parameters"]:
            if parameter["in"] == "query":
                assert f"<code>{parameter['name']}</code>" in html
    for name, shape in openapi()["components"]["schemas"].items():
        assert f"<h3><code>{name}</code></h3></summary>" in html
        assert f'<p id="{name}">' in html
        for field, told in shape["properties"].items():
            assert f"<code>{field}</code>" in html
            assert told.get("description", "").partition("`")[0] in said.replace("&quot;", '"')


def test_page_is_found_from_every_other(client):
    assert f'<a href="{reverse("open-data")}">Open data</a>' in client.get("/").content.decode()
