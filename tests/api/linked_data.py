"""Linked data as its readers take it: parsed by rdflib, held against our SHACL shapes."""

import re
from pathlib import Path

import pytest
import rdflib
from pyshacl import validate

SHAPES = Path(__file__).parent / "shapes"
SCRIPT = re.compile('<script type="application/ld[+]json">(.*?)</script>', re.DOTALL)

# rdflib's reader of JSON-LD uses what rdflib itself calls deprecated.
reads_json_ld = pytest.mark.filterwarnings(
    "ignore:ConjunctiveGraph is deprecated:DeprecationWarning"
)


def read(text):
    return rdflib.Graph().parse(data=text, format="json-ld")


def in_page(client, record):
    page = client.get(record.get_absolute_url()).content.decode()
    [script] = SCRIPT.findall(page)
    return read(script)


def document(client, address):
    response = client.get(address)
    assert response["Content-Type"] == "application/ld+json"
    return read(response.content)


def complaints(graph, name):
    """Return in words what of a graph does not fit the shapes of a vocabulary, "" if all does."""
    shapes = rdflib.Graph().parse(SHAPES / f"{name}.ttl")
    conforms, _report, words = validate(graph, shacl_graph=shapes, inference="none")
    return "" if conforms else words
