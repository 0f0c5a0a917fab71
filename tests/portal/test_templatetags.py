import re

import pytest
from django.core.paginator import Paginator
from django.template import engines
from django.template.loader import get_template

from portal.fields import foreign_lang, language_tag

# Rendered by Django with no request, so with nothing from portal/context.py.
ALONE = ["400.html", "403_csrf.html", "413.html", "500.html", "503.html"]


@pytest.mark.parametrize(
    ("code", "tag"),
    [("sr", "sr"), ("sr-latn", "sr-Latn"), ("en-gb", "en-GB"), ("zh-hant-tw", "zh-Hant-TW")],
)
def test_language_tag_is_written_as_bcp_47_does(code, tag):
    assert language_tag(code) == tag


@pytest.mark.parametrize(
    ("code", "attributes"),
    [
        ("en", ""),
        ("", ""),
        (None, ""),
        ("sr-latn", ' lang="sr-Latn"'),
        ("ar", ' lang="ar" dir="rtl"'),
        ('"><b', ' lang="&quot;&gt;&lt;b"'),
    ],
)
def test_words_in_another_language_are_marked(code, attributes):
    assert foreign_lang(code) == attributes


def pages(page, request):
    template = engines["django"].from_string("{% load portal %}{% pages page %}")
    return template.render({"page": page}, request)


def test_long_list_of_pages_is_shortened(rf):
    page = Paginator(range(100), 5).page(10)
    html = pages(page, rf.get("/events/"))
    found = re.findall(r">([\d…]+)</(?:a|span)>|</span>(\d+)</(?:a|span)>", html)
    assert [one or other for one, other in found] == ["1", "…", "9", "10", "11", "…", "20"]


def test_list_of_one_page_has_no_links(rf):
    assert pages(Paginator(range(5), 5).page(1), rf.get("/events/")) == ""


def test_page_links_keep_filters_and_first_page_has_no_number(rf):
    page = Paginator(range(30), 10).page(2)
    request = rf.get("/events/", {"q": "soil & water", "page": "2"})
    html = pages(page, request)
    assert [part.partition('"')[0] for part in html.split('href="')[1:]] == [
        "?q=soil+%26+water#results",
        "?q=soil+%26+water#results",
        "?q=soil+%26+water&amp;page=3#results",
        "?q=soil+%26+water&amp;page=3#results",
    ]


@pytest.mark.parametrize("name", ALONE)
def test_error_page_stands_without_context_or_database(name):
    html = get_template(name).render()
    assert html.count("<h1>") == 1
    assert '<link rel="stylesheet" href="/static/css/tokens.css">' in html
