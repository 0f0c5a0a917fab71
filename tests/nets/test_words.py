"""Plain words on every screen: no word of the house's inside, nor one that Django put there."""

import re
from html.parser import HTMLParser

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import User
from django.urls import reverse

from tests.nets import addresses
from tests.nets.reading import public_words, read
from tests.nets.world import World

pytestmark = pytest.mark.django_db

NEVER = re.compile(
    r"\b(editions?|superseded|participations?|folded|material|inlines?"
    # "International organisation" is what such bodies are called; ours are institutions.
    r"|(?<!international )organi[sz]ations?"
    # What Django calls a choice that is not made, the rows of a list and the order they stand in.
    r"|select an option|objects?|selected action|sorting)\b",
    re.I,
)
# What stands in `code` is for programs and keeps the words of the addresses.
SILENT = ("script", "style", "code")
# To cite a page its address is printed among the words.
ADDRESS = re.compile(r"https?://\S+")
SPOKEN = ("title", "alt", "aria-label", "placeholder", "content", "summary")


class Visible(HTMLParser):
    """Collects what a page says, to the eye or the ear."""

    def __init__(self):
        super().__init__()
        self.said, self.silent = [], 0

    def handle_starttag(self, tag, attributes):
        self.silent += tag in SILENT
        attributes = dict(attributes)
        spoken = [attributes[name] or "" for name in SPOKEN if name in attributes]
        self.said += [words for words in spoken if not words.startswith("http")]
        if tag == "input" and attributes.get("type") in ("submit", "button"):
            self.said.append(attributes.get("value") or "")

    def handle_endtag(self, tag):
        self.silent -= tag in SILENT

    def handle_data(self, data):
        if not self.silent:
            self.said += [] if data.strip().startswith("http") else [data]


def unfit(client, pages):
    found = {}
    for address in pages:
        response, body = read(client, address, follow=True)
        if response["Content-Type"].startswith("text/html"):
            visible = Visible()
            visible.feed(body)
            words = {text.strip() for text in visible.said if NEVER.search(ADDRESS.sub("", text))}
            if words:
                found[address] = words
    return found


@pytest.fixture(scope="module")
def world(kept):
    plain = public_words()
    names = {model.__name__: model._meta.verbose_name for model in apps.get_models()}

    def write(field):
        model, _space, column = plain(field).partition(" ")
        return f"{names.get(model, model)} {column}".replace("organisation", "body")

    return World(lambda field: NEVER.sub("x", write(field)))


def test_no_public_page_speaks_of_our_inside(client, world):
    pages = [address for found in addresses.plain().values() for address in found[:2]]
    pages += addresses.asked(["nothing"], known={}, everywhere=True)
    assert unfit(client, [*addresses.drawn(pages), "/nowhere/"]) == {}


def test_no_page_of_staff_speaks_of_our_inside(client, world):
    client.force_login(User.objects.create_superuser("root"))
    pages = [reverse("admin:index")]
    for model in admin.site._registry:
        if model._meta.app_label == "auth":
            continue
        names = model._meta.app_label, model._meta.model_name
        pages.append(reverse("admin:{}_{}_changelist".format(*names)))
        pages.append(reverse("admin:{}_{}_add".format(*names)))
        key = model._base_manager.values_list("pk", flat=True).first()
        for page in ("change", "delete", "history"):
            pages.append(reverse("admin:{}_{}_{}".format(*names, page), args=[key]))
    assert unfit(client, pages) == {}


def test_no_model_or_field_is_named_by_our_inside():
    spoken = {
        f"{model._meta.label}.{getattr(thing, 'name', '')}": str(words)
        for model in apps.get_models()
        if model.__module__.split(".")[0] in ("portal", "organisations", "people", "events")
        for thing in [model._meta, *model._meta.fields]
        for words in [thing.verbose_name, getattr(thing, "help_text", "")]
        if getattr(thing, "editable", True)
    }
    keys = {name: words for name, words in spoken.items() if not words.islower() or " " in words}
    assert {name: words for name, words in keys.items() if NEVER.search(words)} == {}
