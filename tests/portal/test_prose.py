import pytest

from portal.html import clean
from tests.fence import fenced


def item(marker, text, level=1, cls="MsoListParagraph"):
    """Write an item as Word does: the bullet and its gap inside a span to be ignored."""
    return (
        f"<p class={cls} style='text-indent:-18.0pt;mso-list:l0 level{level} lfo1'>"
        "<![if !supportLists]><span lang=EN-GB style='font-family:Symbol'>"
        f"<span style='mso-list:Ignore'>{marker}<span style='font:7.0pt \"Times New Roman\"'>"
        "&nbsp;&nbsp;&nbsp;&nbsp; </span></span></span><![endif]>"
        f"<span lang=EN-GB>{text}<o:p></o:p></span></p>\n"
    )


def word(body):
    return (
        '<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><title>Report</title>'
        "<!--[if gte mso 9]><xml><w:WordDocument>print</w:WordDocument></xml><![endif]-->"
        "<style><!-- p.MsoNormal {margin:0cm;} --></style></head><body lang=EN-GB>"
        f"<!--StartFragment-->{body}<!--EndFragment--></body></html>"
    )


class TestOneForm:
    def test_a_report_stays_as_it_is(self):
        report = (
            "<h2>First day</h2><p>The <strong>Chair</strong> said <em>yes</em>, see "
            '<a href="https://example.org/a?b=1&amp;c=2" hreflang="sr" rel="noopener">the page</a>'
            '<br>and <a href="/events/" rel="noopener">this one</a> or '
            '<a href="#second" rel="noopener">below</a>.</p><h3>Second</h3><h4>Third</h4>'
            "<ul><li>one<ul><li>deeper</li></ul></li><li>two</li></ul>"
            '<ol start="3"><li>three</li></ol><blockquote><p>quoted</p></blockquote>'
            '<table><thead><tr><th colspan="2" scope="col">Head</th></tr></thead>'
            '<tbody><tr><td rowspan="2">H<sub>2</sub>O</td><td></td></tr></tbody></table>'
            '<p>m<sup>2</sup>, <a href="mailto:a@example.org" rel="noopener">write</a>, '
            '<a href="tel:+381111" rel="noopener">call</a></p>'
        )
        assert clean(report) == report

    @pytest.mark.parametrize(
        ("given", "expected"),
        [
            ("<h1>a</h1><h5>b</h5><h6>c</h6>", "<h2>a</h2><h4>b</h4><h4>c</h4>"),
            ("<p><b>a</b> <i>b</i></p>", "<p><strong>a</strong> <em>b</em></p>"),
            ("<p><u>a</u> <span style='color:red'>b</span></p>", "<p>a b</p>"),
            ("words", "<p>words</p>"),
            ("<div>a</div><div>b</div>c", "<p>a</p><p>b</p><p>c</p>"),
            ("a<br>b<br><br>c<br>", "<p>a<br>b</p><p>c</p>"),
            ("<b><p>a</p></b><p>b</p>", "<p>a</p><p>b</p>"),
            ("<blockquote>a</blockquote>", "<blockquote><p>a</p></blockquote>"),
            (
                "<ul><li><p>a</p><ul><li><p>b</p></li></ul></li></ul>",
                "<ul><li>a<ul><li>b</li></ul></li></ul>",
            ),
            ("<ul><li>a</li><ul><li>b</li></ul></ul>", "<ul><li>a<ul><li>b</li></ul></li></ul>"),
            ("<li>a</li><li>b</li>", "<ul><li>a</li><li>b</li></ul>"),
            (
                "<table><tr><td colspan=1 rowspan=1><p>a</p></td></tr></table>",
                "<table><tbody><tr><td>a</td></tr></tbody></table>",
            ),
            (
                "<table><caption>a</caption><tr><td>b</td></tr></table>",
                "<p>a</p><table><tbody><tr><td>b</td></tr></tbody></table>",
            ),
            ("<strong>a </strong><strong>b</strong>", "<p><strong>a b</strong></p>"),
            (
                "<em><strong>a</strong></em><strong>b</strong>",
                "<p><strong><em>a</em>b</strong></p>",
            ),
            ("1 < 2 & 3 > 2", "<p>1 &lt; 2 &amp; 3 &gt; 2</p>"),
            ("&lt;b&gt;", "<p>&lt;b&gt;</p>"),
        ],
    )
    def test_markup_is_brought_to_one_form(self, given, expected):
        assert clean(given) == expected

    @pytest.mark.parametrize(
        "empty",
        [
            "", None, " ", "<p></p>", "<p>&nbsp;</p>", "<p><br></p>", "<h2> </h2>", "<ul><li></ul>",
            "<p><strong> </strong></p>", "<blockquote><p></p></blockquote>", "<a href='/x'></a>",
            "<table><tr><td></td></tr></table>", "<p>\u200b</p>", "<hr>", "<!-- x -->",
        ],
    )  # fmt: skip
    def test_nothing_is_left_of_what_is_empty(self, empty):
        assert clean(empty) == ""

    def test_white_space_becomes_single_spaces(self):
        assert clean("<p>\u00a0 Mr&nbsp;&nbsp; <em> Cucić</em> \n\t said\u2003so </p>") == (
            "<p>Mr <em>Cucić</em> said so</p>"
        )

    def test_invisible_characters_go_and_letters_are_composed(self):
        assert clean("<p>a\u200b\ufeff\u202eb\u00ad\x00\ud800 Cuc\u0301ic\u0301</p>") == (
            "<p>ab Cućić</p>"
        )

    def test_joiners_that_spell_words_stay(self):
        assert clean("<p>می\u200cخواهم</p>") == "<p>می\u200cخواهم</p>"

    @pytest.mark.parametrize(
        "address", ["foo.html", "//x.example", "/\\x.example", "ftp://x.example", "#", "#_Toc1", ""]
    )
    def test_a_link_that_leads_nowhere_is_plain_text(self, address):
        assert clean(f'<p><a href="{address}">here</a></p>') == "<p>here</p>"


class TestWordPaste:
    def test_painted_bullets_become_lists_with_their_levels(self):
        html = word(
            item("·", "First", cls="MsoListParagraphCxSpFirst")
            + item("o", "Deeper <b>one</b>", 2, cls="MsoListParagraphCxSpMiddle")
            + item("§", "Deepest", 3, cls="MsoListParagraphCxSpMiddle")
            + item("·", "Last", cls="MsoListParagraphCxSpLast")
        )
        assert clean(html) == (
            "<ul><li>First<ul><li>Deeper <strong>one</strong><ul><li>Deepest</li></ul></li></ul>"
            "</li><li>Last</li></ul>"
        )

    def test_painted_numbers_become_a_list_that_counts_on(self):
        html = item("3.", "Three") + item("4.", "Four") + "<p>Between</p>" + item("5)", "Five")
        assert clean(html) == (
            '<ol start="3"><li>Three</li><li>Four</li></ol><p>Between</p>'
            '<ol start="5"><li>Five</li></ol>'
        )

    def test_a_list_that_begins_again_is_another_list(self):
        assert clean(item("1.", "a") + item("2.", "b") + item("1.", "c")) == (
            "<ol><li>a</li><li>b</li></ol><ol><li>c</li></ol>"
        )

    def test_a_bullet_follows_a_number_one_level_down(self):
        assert clean(item("1.", "a") + item("-", "b", 2) + item("2.", "c")) == (
            "<ol><li>a<ul><li>b</li></ul></li><li>c</li></ol>"
        )

    @pytest.mark.parametrize("bullet", ["·", "•", "-", "–", "o", "§", "\uf0b7", "▪"])
    def test_every_bullet_of_word_is_known(self, bullet):
        assert clean(item(bullet, "a")) == "<ul><li>a</li></ul>"

    @pytest.mark.parametrize(
        ("paragraphs", "expected"),
        [
            ("<p>·         First</p><p>·  Second</p>", "<ul><li>First</li><li>Second</li></ul>"),
            (
                "<p>•&nbsp;A</p><p>o&nbsp;&nbsp; B</p><p>•&nbsp;C</p>",
                "<ul><li>A<ul><li>B</li></ul></li><li>C</li></ul>",
            ),
            ("<p>1.&nbsp;&nbsp;&nbsp; A</p><p>2.&nbsp; B</p>", "<ol><li>A</li><li>B</li></ol>"),
            ("<p><strong>·&nbsp; A</strong> b</p>", "<ul><li><strong>A</strong> b</li></ul>"),
            (
                "<p class=MsoListParagraph>- A</p><p class=MsoListParagraph>- B</p>",
                "<ul><li>A</li><li>B</li></ul>",
            ),
            ("<p style='mso-list:l0 level1 lfo1'>A</p>", "<ul><li>A</li></ul>"),
        ],
    )
    def test_bullets_are_known_where_the_editor_dropped_class_and_style(self, paragraphs, expected):
        assert clean(paragraphs) == expected

    def test_a_paste_that_went_through_the_editor_is_known_by_its_gaps(self):
        gap = "&nbsp;&nbsp;"
        html = (
            f"<p>·{gap}&nbsp;&nbsp;&nbsp; First item</p><p>o{gap} Sub <strong>item</strong></p>"
            f"<p>·{gap} Third</p><p>Between</p><p>3.{gap} Three</p><p>4.{gap} Four</p>"
            f"<p>a){gap} Letter</p><p>&nbsp;</p>"
        )
        assert clean(html) == (
            "<ul><li>First item<ul><li>Sub <strong>item</strong></li></ul></li><li>Third</li></ul>"
            '<p>Between</p><ol start="3"><li>Three</li><li>Four</li></ol><p>a) Letter</p>'
        )

    @pytest.mark.parametrize(
        "text",
        [
            "o čemu se radi",
            "- said he",
            "5. mart 2021",
            "§ 5 of the law",
            "2021. godine",
            "·",
            "a · b",
            "1.5 million",
        ],
    )
    def test_what_only_looks_like_a_bullet_stays_a_paragraph(self, text):
        assert clean(f"<p>{text}</p>") == f"<p>{text}</p>"
        assert clean(f"<p>{text.replace(' ', '&nbsp;', 1)}</p>") == f"<p>{text}</p>"

    def test_a_preposition_o_in_an_indented_paragraph_stays(self):
        assert clean("<p class=MsoListParagraph>o saradnji</p>") == "<p>o saradnji</p>"

    def test_letters_and_compound_numbers_stay_as_they_were_written(self):
        assert clean(item("a)", "A") + item("1.2.", "B")) == "<p>a) A</p><p>1.2. B</p>"

    def test_the_rest_of_a_page_comes_over_clean(self):
        html = word(
            "<p class=MsoTitle>Title</p><h1>Head<o:p></o:p></h1>"
            "<p class=MsoNormal style='text-align:justify'><span lang=SR style='color:black'>Text"
            "&nbsp; and <b style='mso-bidi-font-weight:normal'>bold</b></span><o:p></o:p></p>"
            "<p class=MsoNormal><o:p>&nbsp;</o:p></p>"
            "<table class=MsoTableGrid border=1 style='width:100%'><tr style='height:1pt'>"
            "<td width=301 valign=top style='padding:0cm'><p class=MsoNormal>A<o:p></o:p></p></td>"
            "</tr></table><p class=MsoNormal><a href='#_ftn1' name='_ftnref1'>[1]</a></p>"
        )
        assert clean(html) == (
            "<p>Title</p><h2>Head</h2><p>Text and <strong>bold</strong></p>"
            "<table><tbody><tr><td>A</td></tr></tbody></table><p>[1]</p>"
        )

    def test_many_drawings_do_not_cost_the_text_its_markup(self):
        drawing = "<svg>" + "<path d='M0'/>" * 500 + "</svg>" + "<v:f eqn='sum'/>" * 500
        assert clean(f"<h2>Head</h2><p>{drawing}text</p>") == "<h2>Head</h2><p>text</p>"

    def test_two_megabytes_are_clean_soon(self):
        page = "".join(
            f"<p class=MsoNormal style='margin-bottom:0cm;line-height:normal'><span lang=EN-GB "
            f"style='font-size:11.0pt;color:black'>Paragraph {n} of what was said on the second "
            "day about the network and its members<o:p></o:p></span></p>\n" + item("·", "point")
            for n in range(10)
        )
        html = word(page * (2_000_000 // len(page)))
        assert len(html) > 1_990_000
        with fenced():
            assert clean(html).count("<li>") == html.count("Ignore")
