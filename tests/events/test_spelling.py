import pytest

from events.corrections.spelling import Plain, Rich, Spelling


def mended(text, old, new, *, doubtful=False):
    """Return a text with its hits mended, those that are in doubt too if wished."""
    read = Rich(text) if text.startswith("<") else Plain(text)
    hits = [hit for hit in Spelling(old, new).hits(read.text) if doubtful or not hit.doubtful]
    return read.mended(hits)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Vladmir Cucic spoke", "Vladimir Cucić spoke"),
        ("(Vladmir\u00a0Cucic)", "(Vladimir\u00a0Cucić)"),
        ("VLADMIR CUCIC", "VLADIMIR CUCIĆ"),
        ("vladmir cucic", "vladimir cucić"),
        ("Vladmir CUCIC’s", "Vladimir CUCIĆ’s"),
        ("Vladmir Cucic, Vladmir Cucic", "Vladimir Cucić, Vladimir Cucić"),
        ("Vladmir Cuci\u0107", "Vladmir Cuci\u0107"),
        ("Vladmir Cucic\u0301", "Vladmir Cucic\u0301"),
        ("xVladmir Cucic Vladmir Cucicx_ Vladmir_Cucic", None),
        ("Vladmir. Cucic", None),
        ("Vladmira Cucica", None),
    ],
)
def test_whole_words_are_mended_and_capitals_kept(text, expected):
    assert mended(text, "Vladmir Cucic", "Vladimir Cucić") == (expected or text)


def test_letters_of_an_institution_stay_as_they_are_written():
    assert mended("The EMM, emm", "EMM", "European Migration Network") == (
        "The European Migration Network, european migration network"
    )
    assert mended("unhcr", "unhcr", "UNHCR") == "UNHCR"


def test_marks_apart_are_the_same_letter():
    assert mended("Ana Anic\u0301", "Ana Anić", "Ana Ančić") == "Ana Ančić"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Vladmira Cucića", "Vladimira Cucića"),
        ("Vladmiru Cuciću", "Vladimiru Cuciću"),
        ("VLADMIROM CUCIĆEM", "VLADIMIROM CUCIĆEM"),
    ],
)
def test_longer_form_keeps_its_ending_and_is_in_doubt(text, expected):
    (hit,) = Spelling("Vladmir Cucić", "Vladimir Cucić").hits(text)
    assert (hit.doubtful, hit.new) == (True, expected)
    assert mended(text, "Vladmir Cucić", "Vladimir Cucić") == text


@pytest.mark.parametrize("text", ["Ana Marija", "Ana Marija Anić", "ANA MARIJA"])
def test_what_is_right_already_is_not_made_longer(text):
    assert mended(text, "Ana", "Ana Marija", doubtful=True) == text


def test_name_of_more_words_takes_the_place_of_a_shorter_one():
    assert mended("Ana spoke, Anama", "Ana", "Ana Marija") == "Ana Marija spoke, Anama"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "<p>Vladmir <strong>Cucic</strong></p>",
            "<p>Vladimir <strong>Cucić</strong></p>",
        ),
        ("<p>V<em>lad</em>mir Cucic</p>", "<p>V<em>ladi</em>mir Cucić</p>"),
        ("<p>Vladmir</p><p>Cucic</p>", None),
        ("<p>Vladmir<br>Cucic</p>", None),
        ('<p><a href="https://a.example/Vladmir Cucic?a>b">x</a></p>', None),
        ("<p>&lt;Vladmir Cucic&gt; &amp;amp;</p>", "<p>&lt;Vladimir Cucić&gt; &amp;amp;</p>"),
    ],
)
def test_only_words_between_tags_are_mended(text, expected):
    assert mended(text, "Vladmir Cucic", "Vladimir Cucić") == (expected or text)


def test_right_spelling_is_text_and_never_a_tag():
    bad = "<script>alert(1)</script>"
    assert mended("<p>Ana</p>", "Ana", bad) == "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"


@pytest.mark.parametrize("old", ["(a+)+$", "[", "\\", "a.b", "**", "%s {0}"])
def test_old_spelling_is_letters_and_no_pattern(old):
    assert mended(f"so {old} so", old, "Right") == "so Right so"
    assert mended("axb aab", old, "Right") == "axb aab"
