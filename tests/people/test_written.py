import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from people.written import from_parts, read_name
from tests.breadth import turns


@pytest.mark.parametrize(
    "text",
    [
        "Ana Anić",
        "ANIĆ Ana",
        "Ana ANIĆ",
        "Anić, Ana",
        "ANIĆ, ANA",
        "Mr Ana Anić",
        "mr Ana Anić",
        "prof. dr ANIĆ Ana",
        "Dr.Ana Anić",
        "H.E. Ms Ana Anić",
        "HE Mrs Ana Anić",
        "The Hon. Ana Anić",
        "Herr Honorargeneralkonsul Dr. Ana Anić",
        "g. Ana Anić",
        "Nj. E. Ana Anić",
        "Ana Anić, dr",
        "Ana Anić, PhD",
        "Anić, Ana, PhD",
        "prof. dr Ana Anić, dipl. ing.",
        "Ana Anić (Babić)",
        "Ana Anić ana@example.org",
        "\ufeff Ana \u00a0 Anić ",
        "1. Ms Ana ANIĆ",
        "(12) Ana Anić",
        "b) Anić, Ana",
        "• Ana Anić",
        "- Ana Anić",
    ],
)
def test_one_name_is_read_however_it_is_written(text):
    read = read_name(text)
    assert (read.name, read.given_name, read.family_name) == ("Ana Anić", "Ana", "Anić")


@pytest.mark.parametrize(
    ("text", "honorific", "beside"),
    [
        ("prof. dr Ana Anić", "prof. dr", ""),
        ("H.E. Mr Ana Anić", "H.E. Mr", ""),
        ("Herr Honorargeneralkonsul Dr. Ana Anić", "Herr Honorargeneralkonsul Dr.", ""),
        ("Гђа Ана Анић", "Гђа", ""),
        ("Њ. Е. Ана Анић", "Њ.Е.", ""),
        ("Ana Anić, dr", "dr", ""),
        ("Prof. dr Ana Anić, dipl. ing.", "Prof. dr", "dipl ing"),
        ("Ana Anić, MA", "", "MA"),
        ("Ana Anić (born Babić)", "", "born Babić"),
        ("Ana Anić, Commissioner", "", "Commissioner"),
        ("Mr. Ana ANIĆ - Ministry of Works, Adviser", "Mr.", "Ministry of Works, Adviser"),
        ("Ana Anić – Babić", "", ""),
    ],
)
def test_what_is_no_name_is_told_apart_from_it(text, honorific, beside):
    read = read_name(text)
    assert (read.honorific, read.beside) == (honorific, beside)


@pytest.mark.parametrize(
    ("text", "name", "family"),
    [
        ("BILjANA Anić", "Anić Biljana", "Biljana"),
        ("ЊЕГОШ Петар", "Петар Његош", "Његош"),
        ("VAN DER BERG Jan", "Jan van der Berg", "van der Berg"),
        ("Ana DE LA CRUZ", "Ana de la Cruz", "de la Cruz"),
        ("van der Berg, Jan", "Jan van der Berg", "van der Berg"),
        ("Ana ANIĆ-BABIĆ", "Ana Anić-Babić", "Anić-Babić"),
        ("O'NEILL Sean", "Sean O'Neill", "O'Neill"),
        ("R. OROCIO Jr.", "R. Orocio Jr.", "Orocio"),
        ("PARKER III, Thomas", "Thomas Parker III", "Parker"),
        ("HE Jiankui", "Jiankui He", "He"),
    ],
)
def test_capitals_or_a_comma_say_which_is_the_family_name(text, name, family):
    read = read_name(text)
    assert (read.name, read.family_name, read.order_known) == (name, family, True)


@pytest.mark.parametrize("text", ["Ana Anić", "BILjANA ANIĆ", "Ye Ruqiu", "Mr Magnus Ovilius"])
def test_where_nothing_says_so_the_order_is_not_known(text):
    assert not read_name(text).order_known


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Jack Ma", "Jack Ma"),
        ("J. R. Smith", "J. R. Smith"),
        ("Mr. G. W. Bush", "G. W. Bush"),
        ("He Jiankui", "He Jiankui"),
        ("H.E. Wells", "H.E. Wells"),
        ("Mr S.R. Nathan", "S.R. Nathan"),
    ],
)
def test_initials_and_short_names_are_no_titles(text, name):
    assert read_name(text).name == name


@pytest.mark.parametrize("text", ["", " , ,", "Dr", "Mr.", "1234", "a@example.org", "( )"])
def test_what_holds_no_name_gives_none(text):
    assert read_name(text).name == ""


def test_number_of_a_row_is_no_part_of_a_name_in_two_fields():
    assert from_parts("1. Ana", "Anić", "1. Ms") == from_parts("Ana", "Anić", "Ms")


def test_name_in_two_fields_is_read_with_its_titles():
    assert from_parts("prof. dr Ana", "ANIĆ")[:5] == ("prof. dr", "Ana Anić", "Ana", "Anić", True)
    assert from_parts("", "CUCIĆ")[1:5] == ("Cucić", "", "Cucić", False)
    assert from_parts("Ana", "Anić", "Ms").honorific == "Ms"


@pytest.mark.breadth
@settings(max_examples=turns(30, 500))
@given(st.text(max_size=60))
def test_no_text_is_too_odd_and_no_name_is_longer_than_what_was_written(text):
    read = read_name(text)
    assert len(read.name) <= len(text) * 3
    assert read.name == " ".join(read.name.split())
