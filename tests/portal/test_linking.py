"""Names in rich text that lead to pages: which are linked, and which are not."""

import pytest

from portal.prose.linking import linked

PAGES = {
    "ana anic": "/people/1-ana-anic/",
    "anna anitch": "/people/1-ana-anic/",
    "jan van der berg": "/people/2/",
    "network": "/organisations/network/",
    "who": "/organisations/health/",
    "ministry of labour employment and social affairs": "/organisations/labour/",
    "a b": "/organisations/a-b/",
}


def link(page, words):
    return f'<a href="{page}">{words}</a>'


ANA = PAGES["ana anic"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<p>Ana Anić spoke.</p>", f"<p>{link(ANA, 'Ana Anić')} spoke.</p>"),
        ("<p>Ана Анић</p>", f"<p>{link(ANA, 'Ана Анић')}</p>"),
        (
            "<p>Ana Anić and Anna Anitch and Ana Anić</p>",
            f"<p>{link(ANA, 'Ana Anić')} and Anna Anitch and Ana Anić</p>",
        ),
        (
            "<p>Then <strong>Ana\u00a0Anić</strong></p>",
            f"<p>Then <strong>{link(ANA, 'Ana\u00a0Anić')}</strong></p>",
        ),
        (
            "<p>With Jan van der Berg &amp; WHO.</p>",
            f"<p>With {link('/people/2/', 'Jan van der Berg')} &amp; "
            f"{link('/organisations/health/', 'WHO')}.</p>",
        ),
        (
            "<p>The Ministry of Labour, Employment and Social Affairs</p>",
            "<p>The "
            + link("/organisations/labour/", "Ministry of Labour, Employment and Social Affairs")
            + "</p>",
        ),
        ("<p>A &amp; B</p>", f"<p>{link('/organisations/a-b/', 'A &amp; B')}</p>"),
        ("<p>In the Network.</p>", f"<p>In the {link('/organisations/network/', 'Network')}.</p>"),
    ],
)
def test_first_mention_of_a_whole_name_is_linked(text, expected):
    assert linked(text, PAGES) == expected


@pytest.mark.parametrize(
    "text",
    [
        "<h2>Ana Anić</h2><h3>Ana <em>Anić</em></h3>",
        '<p><a href="/x/">Ana Anić</a></p>',
        '<p><a href="/x/" title="Ana Anić > all">here</a></p>',
        "<p>Ana Anićeva, Ana. Anić, Ana, Anić</p>",
        "<p>Ana</p><p>Anić</p>",
        "<p>ana anić; who came</p>",
        "<p>Network is the first word. Network again.</p>",
        "<p>They met Mariana Anić-Berg: Ana <em>Anić</em></p>",
        "",
    ],
)
def test_nothing_else_is_changed(text):
    assert linked(text, PAGES) == text


def test_text_is_as_it_was_where_nobody_has_a_page():
    assert linked("<p>Ana & Anić", {}) == "<p>Ana & Anić"


def test_words_of_a_text_stay_text():
    page = {"ana anic": '/people/1/"><script>'}
    assert linked("<p>Ana Anić &lt;b&gt;</p>", page) == (
        '<p><a href="/people/1/&quot;&gt;&lt;script&gt;">Ana Anić</a> &lt;b&gt;</p>'
    )
