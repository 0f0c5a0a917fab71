import pytest
from django.core.paginator import Paginator
from django.template import engines
from django.template.loader import get_template

from portal.fields import foreign_lang, language_tag
from portal.templatetags.portal import page_numbers

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


def test_long_list_of_pages_is_shortened():
    page = Paginator(range(100), 5).page(10)
    assert list(page_numbers(page)) == [1, "…", 9, 10, 11, "…", 20]


def test_page_links_keep_filters_and_first_page_has_no_number(rf):
    template = engines["django"].from_string('{% include "components/pagination.html" %}')
    page = Paginator(range(30), 10).page(2)
    request = rf.get("/events/", {"q": "soil & water", "page": "2"})
    html = template.render({"page_obj": page}, request)
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
