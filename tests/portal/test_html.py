import random
import re
from html import unescape
from html.parser import HTMLParser

import pytest
from django import forms
from django.contrib import admin
from django.db import connection

from people.models import Person
from portal.html import TAGS, RichTextField, clean, plain
from tests.fence import fenced

HOSTILE = """
<script>alert(1)</script>
<ScRiPt src=//evil.example/x.js></sCrIpT>
<img src=x onerror=alert(1)>
<svg onload=alert(1)>
<svg><script>alert(1)</script></svg>
<svg><animate onbegin=alert(1) attributeName=x dur=1s>
<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">
<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src onerror=alert(1)&gt;">
<math><mi//xlink:href="data:x,<script>alert(1)</script>">
<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>
<noscript><p title="</noscript><img src=x onerror=alert(1)>">
<iframe src="javascript:alert(1)"></iframe>
<iframe srcdoc="<script>alert(1)</script>"></iframe>
<object data="javascript:alert(1)"></object><embed src="javascript:alert(1)">
<a href="javascript:alert(1)">x</a>
<a href="java&#9;script:alert(1)">x</a>
<a href="java\tscript:alert(1)">x</a>
<a href=" &#14; javascript:alert(1)">x</a>
<a href="JaVaScRiPt:alert(1)">x</a>
<a href="data:text/html,<script>alert(1)</script>">x</a>
<a href="vbscript:msgbox(1)">x</a>
<a href="file:///etc/passwd">x</a>
<a href="//evil.example/">x</a>
<a href="/\\evil.example/">x</a>
<a href="\\\\evil.example/">x</a>
<a href="/\t/evil.example/">x</a>
<a href="https:evil.example">x</a>
<a href="http:///evil.example">x</a>
<a href="x" onclick="alert(1)" style="position:fixed">x</a>
<p style="background:url(javascript:alert(1))" class="x" id="y" onmouseover="alert(1)">x</p>
<style>@import "//evil.example/x.css";</style>
<link rel=stylesheet href="//evil.example/x.css"><meta http-equiv=refresh content="0;url=//evil">
<base href="//evil.example/">
<template><script>alert(1)</script></template>
<title><script>alert(1)</script></title>
<textarea><script>alert(1)</script></textarea>
<xmp><script>alert(1)</script></xmp>
<plaintext><script>alert(1)</script>
<select><script>alert(1)</script><option><img src=x onerror=alert(1)></select>
<table><td background="javascript:alert(1)">x</table>
<td colspan="2" onclick=alert(1) rowspan="javascript:1">x
<input autofocus onfocus=alert(1)><button formaction="javascript:alert(1)">x</button>
<video><source onerror="alert(1)"></video><audio src=x onerror=alert(1)>
<details open ontoggle=alert(1)>x</details>
<!--<img src="--><img src=x onerror=alert(1)//">
<![CDATA[<script>alert(1)</script>]]>
<<script>alert(1)//<</script>
<p/onclick=alert(1)>x
<b <script>alert(1)</script>0
"><img src=x onerror=alert(1)>
&lt;script&gt;alert(1)&lt;/script&gt;
<scr\0ipt>alert(1)</scr\0ipt>
<a href="https://x.example/?a=&quot;onclick=alert(1)">x</a>
<frameset onload=alert(1)><body onload=alert(1)>
<marquee onstart=alert(1)>x</marquee><isindex type=image src=1 onerror=alert(1)>
""".strip().splitlines()

ALLOWED_ATTRIBUTES = {
    "a": {"href", "hreflang", "rel"},
    "ol": {"start"},
    "th": {"scope", "colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
}
HARMLESS_ADDRESS = re.compile(r"https?://[^/]|mailto:|tel:|/(?![/\\])|#")


class Inspector(HTMLParser):
    """Collects whatever stands in clean text and must not."""

    def __init__(self, html):
        super().__init__()
        self.found = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        if tag not in TAGS:
            self.found.append(tag)
        for name, value in attrs:
            if name not in ALLOWED_ATTRIBUTES.get(tag, ()):
                self.found.append((tag, name))
            elif name == "href" and not HARMLESS_ADDRESS.match(value):
                self.found.append((tag, value))

    def handle_comment(self, data):
        self.found.append(data)

    handle_decl = handle_pi = unknown_decl = handle_comment


class TestHostileText:
    @pytest.mark.parametrize("hostile", HOSTILE)
    def test_nothing_that_acts_is_left(self, hostile):
        for html in (hostile, f"<p>before {hostile} after</p>", f"<ul><li>{hostile}", hostile * 2):
            assert Inspector(clean(html)).found == []
            assert clean(clean(html)) == clean(html)

    def test_words_around_stay(self):
        assert clean("<p>before <script>alert(1)</script>after</p>") == "<p>before after</p>"

    def test_text_that_looks_like_markup_stays_text(self):
        assert clean("&lt;img src=x onerror=alert(1)&gt;") == (
            "<p>&lt;img src=x onerror=alert(1)&gt;</p>"
        )

    def test_broken_markup_settles(self):
        dice = random.Random(5)  # noqa: S311
        tags = "p br b i h1 h2 ul ol li a table caption thead tr th td sup div span svg math style"
        tags += " script select form textarea title iframe noscript font pre dl template xmp o:p"
        attributes = [
            "", " class=MsoListParagraph", " style='mso-list:l0 level2'",
            " style='mso-list:Ignore'", " href=/x", " href=javascript:a", " onclick=x",
            " colspan=3", " start=4",
        ]  # fmt: skip
        texts = ["a", " ", "&nbsp;", "· x", "o&nbsp;&nbsp; y", "1.&nbsp; z", "<", ">", "&", "<!--"]
        for _ in range(3000):
            html = "".join(
                dice.choice(
                    [
                        f"<{dice.choice(tags.split())}{dice.choice(attributes)}>",
                        f"</{dice.choice(tags.split())}>",
                        dice.choice(texts),
                    ]
                )
                for _ in range(dice.randint(1, 14))
            )
            once = clean(html)
            assert clean(once) == once, html
            assert Inspector(once).found == [], html

    @pytest.mark.parametrize(
        "html",
        [
            "<div>" * 100_000 + "x",
            "<blockquote>" * 50_000 + "x",
            "<ul><li>" * 50_000 + "x",
            "<b>" * 50_000 + "<p>x",
            "<table><tr><td>" * 10_000 + "x",
            "<li>x" * 3000,
            "<" * 100_000,
            "<a href=" * 50_000,
            "<!--" * 100_000,
        ],
        ids=lambda html: html[:8],
    )
    def test_a_crafted_text_is_clean_soon(self, html):
        with fenced():
            once = clean(html)
            assert clean(once) == once

    def test_a_deep_nest_loses_its_tags_and_keeps_its_words(self):
        assert clean("<div>" * 5000 + "said") == "<p>said</p>"
        assert plain("<div>" * 5000 + "said <b>so</b>") == "said so"


class TestPlain:
    def test_blocks_are_parted_and_words_are_not(self):
        assert plain(
            "<h2>Head</h2><p>w<strong>or</strong>d<br>two</p><ul><li>a</li><li>b</li>"
        ) == ("Head word two a b")

    def test_characters_are_what_the_reader_sees(self):
        assert plain("<p>1 &lt; 2 &amp;&nbsp; “3”</p>") == "1 < 2 & “3”"

    def test_scripts_have_no_words(self):
        assert plain("<script>alert(1)</script><style>p{}</style><p>a\0\ud800</p>") == "a"
        assert plain("") == plain(None) == ""


class TestRichTextField:
    DIRTY = '<p onclick="x">a<script>alert(1)</script></p><p></p>'
    CLEAN = "<p>a</p>"

    def stored(self, person):
        with connection.cursor() as cursor:
            cursor.execute("SELECT biography FROM people_person WHERE id = %s", [person.pk])
            return cursor.fetchone()[0]

    @pytest.mark.django_db
    def test_save_cleans_the_row_and_the_instance(self):
        person = Person(name="Ana Anić", biography=self.DIRTY)
        person.save()
        assert (person.biography, self.stored(person)) == (self.CLEAN, self.CLEAN)
        person.biography = "<i>b</i>"
        person.save(update_fields=["biography"])
        assert self.stored(person) == "<p><em>b</em></p>"

    @pytest.mark.django_db
    def test_bulk_create_cleans(self):
        [person] = Person.objects.bulk_create([Person(name="Ana", biography=self.DIRTY)])
        assert self.stored(person) == self.CLEAN

    @pytest.mark.django_db
    def test_bulk_update_cleans(self):
        person = Person.objects.create(name="Ana")
        person.biography = self.DIRTY
        Person.objects.bulk_update([person], ["biography"])
        assert self.stored(person) == self.CLEAN

    @pytest.mark.django_db
    def test_update_cleans(self):
        person = Person.objects.create(name="Ana")
        Person.objects.filter(pk=person.pk).update(biography=self.DIRTY)
        assert self.stored(person) == self.CLEAN

    @pytest.mark.django_db
    def test_update_or_create_and_raw_save_clean(self):
        person, _created = Person.objects.update_or_create(
            name="Ana", defaults={"biography": self.DIRTY}
        )
        assert self.stored(person) == self.CLEAN
        person.biography = self.DIRTY
        person.save_base(raw=True)
        assert self.stored(person) == self.CLEAN

    @pytest.mark.django_db
    def test_words_are_looked_up_as_they_are_typed(self):
        person = Person.objects.create(name="Ana", biography="<p>said <b>so</b></p>")
        assert list(Person.objects.filter(biography__contains="said <strong>")) == [person]

    def test_full_clean_sees_that_nothing_is_left(self):
        field = RichTextField()
        field.set_attributes_from_name("body")
        assert field.clean(self.DIRTY, None) == self.CLEAN
        with pytest.raises(forms.ValidationError, match="cannot be blank"):
            field.clean("<p><br></p>", None)

    def test_a_required_editor_refuses_an_empty_paragraph(self):
        field = RichTextField().formfield()
        assert field.clean(self.DIRTY) == self.CLEAN
        with pytest.raises(forms.ValidationError, match="This is empty: fill it in"):
            field.clean("<p></p>")

    def test_an_empty_line_ends_a_paragraph_where_no_editor_wrote_tags(self):
        field = RichTextField().formfield()
        typed = "One & two\r\n\r\nthree < four\r\nfive"
        assert field.clean(typed) == "<p>One &amp; two</p><p>three &lt; four<br>five</p>"
        assert field.clean("<p>One</p>\n\n<p>two\n\nthree</p>") == "<p>One</p><p>two three</p>"

    @pytest.mark.parametrize(
        ("typed", "kept"),
        [
            ("<b>One</b>\n\ntwo", "<p><strong>One</strong></p><p>two</p>"),
            ("<p>One</p>\r\n\r\ntwo\r\n \r\nthree", "<p>One</p><p>two</p><p>three</p>"),
            ("<ul><li>One</li>\n\n<li>two</li></ul>", "<ul><li>One</li><li>two</li></ul>"),
            ("One\n\n<h2>Two</h2>\nthree\nfour", "<p>One</p><h2>Two</h2><p>three four</p>"),
        ],
    )
    def test_an_empty_line_ends_a_paragraph_beside_tags_that_were_typed(self, typed, kept):
        assert RichTextField().formfield().clean(typed) == kept

    def test_an_address_in_angle_brackets_is_kept_as_it_was_typed(self):
        field = RichTextField().formfield()
        typed = 'Ana <ana@x.example>\n\n<https://x.example/a> <a href="https://x.example">b</a>'
        assert plain(field.clean(typed)) == "Ana <ana@x.example> <https://x.example/a> b"

    def test_another_spelling_of_the_same_text_is_no_change(self):
        field = RichTextField().formfield()
        assert not field.has_changed("<ul><li>a</li></ul>", "<ul><li><p>a</p></li></ul>")
        assert field.has_changed("<ul><li>a</li></ul>", "<ul><li><p>b</p></li></ul>")

    def test_migrations_see_a_plain_text_field(self):
        _name, path, args, kwargs = RichTextField("text", blank=True).deconstruct()
        assert (path, args, kwargs) == (
            "django.db.models.TextField",
            [],
            {"verbose_name": "text", "blank": True},
        )

    def test_the_admin_shows_the_editor_without_inline_script(self):
        model_admin = admin.ModelAdmin(Person, admin.site)
        field = model_admin.formfield_for_dbfield(Person._meta.get_field("biography"), None)
        widget = field.widget.render("biography", "<p>a</p>", {"id": "id_biography"})
        assert "data-django-prose-editor-configurable=" in widget
        assert "<script" not in widget
        assert '"Table":true' in unescape(widget)
        assert "&lt;p&gt;a&lt;/p&gt;" in widget
