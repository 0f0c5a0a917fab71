"""What Jinja2 draws: every value escaped, whatever it is, and nothing where a row says nothing."""

import pytest
from django.utils.html import format_html
from django.utils.translation import gettext_lazy
from jinja2 import DictLoader, UndefinedError

from portal.drawing import Drawing


def drawn(text, macros="", **given):
    made = Drawing(autoescape=True, loader=DictLoader({"page": text, "macros": macros}))
    return made.get_template("page").render(given)


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        ("<b>&'\"", "&lt;b&gt;&amp;&#39;&#34;"),
        (format_html("<b>{}</b>", "<i>"), "<b>&lt;i&gt;</b>"),
        (gettext_lazy("<b>"), "&lt;b&gt;"),
        (["<b>"], "[&#39;&lt;b&gt;&#39;]"),
        (1500, "1500"),
        (None, "None"),
    ],
)
def test_value_is_escaped_unless_it_is_html(value, printed):
    macros = "{% macro shown(value) %}[{{ value }}]{% endmacro %}"
    page = '{{ value }}{% from "macros" import shown %}{{ shown(value) }}{{ shown(value=value) }}'
    assert drawn(page, macros, value=value) == f"{printed}[{printed}][{printed}]"


def test_text_joined_or_kept_in_a_template_is_escaped_once():
    page = "{% set kept %}{{ value }}{% endset %}{{ kept }}{{ value ~ kept }}{{ [value]|join }}"
    assert drawn(page, value="<") == "&lt;" * 4


def test_dict_is_read_before_its_methods_and_says_nothing_of_what_it_does_not_hold():
    row = {"title": "<b>", "items": "own"}
    page = "{{ row.title }} {{ row.items }} {{ other.items()|list }} {% if row.url %}x{% endif %}"
    page += "{{ row.url }}{% for one in row.tags %}x{% endfor %}."
    assert drawn(page, row=row, other={"a": 1}) == "&lt;b&gt; own [(&#39;a&#39;, 1)] ."
    with pytest.raises(UndefinedError, match="does not say what the template wants"):
        drawn("{{ row.url.path }}", row=row)


def test_macro_prints_what_its_caller_writes_and_what_it_is_given_in_a_list():
    page = "{% macro framed(a, b) %}{{ a }}{{ caller() }}{{ b }}{% endmacro %}"
    page += '{% call framed("<", b="2") %}{{ value }}{% endcall %}{{ joined(*parts) }}'
    given = {"value": ">", "parts": ["a", "&"], "joined": lambda *parts: "-".join(parts)}
    assert drawn(page, **given) == "&lt;&gt;2a-&amp;"
