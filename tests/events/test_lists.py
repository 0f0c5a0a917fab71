"""What the rows of a list say, by their columns."""

import pytest

from events.lists import files
from events.lists.columns import Meaning, recognised
from events.lists.rows import Reader

ROLES = {"speaker": 1, "izlagac": 1, "chair": 2}


def read(text):
    rows = files.pasted(text)
    return Reader(recognised(rows), roles=ROLES, attendance="came").read(rows)


def told(text, *fields):
    return [tuple(getattr(line, field) for field in fields) for line in read(text).lines]


@pytest.mark.parametrize(
    ("heads", "meanings"),
    [
        ("Name;Position;Institution", "name position organisation"),
        ("Р.бр.;Име и презиме;Функција;Институција;e-mail", " name position organisation "),
        ("Ime;Prezime;Naziv institucije", "given family organisation"),
        ("Name;Surname;Organisation", "given family organisation"),
        ("Title;First name;Last name;Job title", "honorific given family position"),
        ("Title;Name;Institution", "position name organisation"),
        ("Name of participant / Ime učesnika;Name of the institution", "name organisation"),
        ("Person_Name;Delegation;Division", "name delegation department"),
        ("Position in the institution;Participant", "position name"),
        ("Država;Broj učesnika;Uloga;Prisustvo;Napomena", "country count role attendance "),
    ],
)
def test_heads_are_known_in_two_languages_and_scripts(heads, meanings):
    rows = files.pasted(f"{heads}\n{';'.join('x' for _ in heads.split(';'))}")
    found = recognised(rows).meanings
    assert [meaning.value for meaning in found] == meanings.split(" ")


def test_one_name_on_each_line_needs_no_head():
    assert told("Ana Anić\nBIĆ Bo\nCić, Ce", "name") == [("Ana Anić",), ("Bo Bić",), ("Ce Cić",)]


def test_row_that_stands_alone_heads_those_below_it():
    text = """Name;Position;Institution
Delegation of Slovenia;;
Ana Anić;Head;Ministry, of Works
Ministry of Labour:;;
Bo Bić;Clerk;
Iva Ivić;;Institute
Србија;;
Ce Cić;;"""
    assert told(text, "name", "organisation", "country") == [
        ("Ana Anić", "Ministry, of Works", "SI"),
        ("Bo Bić", "Ministry of Labour", ""),
        ("Iva Ivić", "Institute", ""),
        ("Ce Cić", "", "RS"),
    ]


@pytest.mark.parametrize(
    ("cell", "body"),
    [
        ("2. Ms Ana Anić, Ministry of Works", "Ministry of Works"),
        ("Ana Anić – Ministry of Works", "Ministry of Works"),
        ("Dr Anić (Office)", "Office"),
    ],
)
def test_somebody_with_their_institution_in_one_cell_is_a_line_and_no_heading(cell, body):
    text = f"Name\tInstitution\n{cell}\t\nBo Bić\t"
    assert told(text, "words", "organisation") == [(cell, body), ("Bo Bić", "")]


def test_rows_of_a_mail_are_read_with_what_stands_behind_the_names():
    text = """1. Dr Ana Anić, Ministry of Works
2. Mr. Bo BIĆ – Commissariat
3. Ce Cić (Faculty of Law, University of Bor), lecturer
4. DIĆ DADA, Roads Department, Ministry of Works
5. Ef Efić
6. Ga GAĆ MSc, Head of Department for Roads, MUP
7. Ha Hać, Srbija, speaker
8. Министарство правде
9. Slovenia
10. Ja Jać / Ministry of Works
11. Ka Kać from the Roads Office
12. Ministry of Works: La Lać, clerk"""
    fields = "name", "organisation", "department", "country", "position", "roles"
    assert told(text, *fields) == [
        ("Ana Anić", "Ministry of Works", "", "", "", ()),
        ("Bo Bić", "Commissariat", "", "", "", ()),
        ("Ce Cić", "University of Bor", "Faculty of Law", "", "lecturer", ()),
        ("Dić Dada", "Ministry of Works", "Roads Department", "", "", ()),
        ("Ef Efić", "", "", "", "", ()),
        ("Ga Gać", "MUP", "", "", "Head of Department for Roads", ()),
        ("Ha Hać", "", "", "RS", "", (1,)),
        ("", "Министарство правде", "", "", "", ()),
        ("", "", "", "SI", "", ()),
        ("Ja Jać", "Ministry of Works", "", "", "", ()),
        ("Ka Kać", "Roads Office", "", "", "", ()),
        ("La Lać", "Ministry of Works", "", "", "clerk", ()),
    ]
    assert read(text).left == {6: ["MSc"]}


@pytest.mark.parametrize(
    "row", ["2. Bo Bić, speaker", "Bo Bić (guest)", "2. Bo Bić, Institution of Roads"]
)
def test_row_of_a_mail_with_the_word_of_a_head_is_no_head(row):
    assert told(f"Ana Anić\n{row}\nCe Cić", "name") == [("Ana Anić",), ("Bo Bić",), ("Ce Cić",)]


def test_of_a_cell_with_very_much_behind_a_name_only_the_beginning_is_gone_through():
    text = "1. Ana Anić" + ", driver" * 400 + ", Ministry of Works\n2. Bo Bić"
    assert told(text, "name", "organisation") == [("Ana Anić", ""), ("Bo Bić", "")]


@pytest.mark.parametrize(
    "title", ["Participants:", "List of participants – Bor", "Participants (2)"]
)
def test_title_of_a_list_in_a_mail_is_nobody_of_it(title):
    assert told(f"{title}\n1. Ana Anić\n2. Bo Bić", "name") == [("Ana Anić",), ("Bo Bić",)]


def test_institution_with_a_colon_heads_the_names_of_a_mail():
    text = "Ministry of Works:\n- Ana Anić\n- Bo Bić, clerk\nSlovenia:\n- Ce Cić"
    assert told(text, "name", "organisation", "country", "position") == [
        ("Ana Anić", "Ministry of Works", "", ""),
        ("Bo Bić", "Ministry of Works", "", "clerk"),
        ("Ce Cić", "", "SI", ""),
    ]


@pytest.mark.parametrize(
    ("behind", "body", "position", "left"),
    [
        ("Prime Minister’s Office", "Prime Minister’s Office", "", []),
        ("Office of the Commissioner", "Office of the Commissioner", "", []),
        ("Secretary of the Board", "", "Secretary of the Board", []),
        ("Board member", "", "Board member", []),
        (
            "načelnik odeljenja, Ministarstvo pravde",
            "Ministarstvo pravde",
            "načelnik odeljenja",
            [],
        ),
        ("Greenpeace – driver", "Greenpeace", "", ["driver"]),
        ("MBA, Zagreb", "", "", ["MBA", "Zagreb"]),
    ],
)
def test_of_words_behind_a_name_only_what_is_sure_is_taken_over(behind, body, position, left):
    text = f"1. Ana Anić, {behind}"
    assert told(text, "organisation", "position") == [(body, position)]
    assert read(text).left == ({1: left} if left else {})


@pytest.mark.parametrize(
    ("row", "name", "body"),
    [
        ("Ana Anić – UNHCR", "Ana Anić", "UNHCR"),
        ("Ana Anić – Babić", "Ana Anić – Babić", ""),
        ("VAN DER BERG, JAN", "Jan van der Berg", ""),
        ("Smith, Dean", "Dean Smith", ""),
        ("Anić, Ministry of Works", "Anić", "Ministry of Works"),
    ],
)
def test_word_behind_a_name_is_an_institution_only_if_it_tells_of_one(row, name, body):
    assert told(f"1. {row}\n2. Bo Bić", "name", "organisation")[0] == (name, body)


def test_numbers_before_names_make_no_mail_of_a_table_with_heads():
    text = "Participant,Institution\n1. Ana Anić,Ministry of Works\n2. Bo Bić,Zagreb"
    assert told(text, "name", "organisation") == [
        ("Ana Anić", "Ministry of Works"),
        ("Bo Bić", "Zagreb"),
    ]


def test_what_a_column_says_goes_before_the_words_behind_a_name():
    text = "Name\tInstitution\nAna Anić, Ministry of Works\tUniversity"
    assert told(text, "organisation") == [("University",)]
    assert read(text).left == {2: ["Ministry of Works"]}


@pytest.mark.parametrize(
    "text",
    [
        "1. Ana Anić, Office\n2. Bo Bić, clerk, Institute",
        "1.\tAna Anić, Office\n2.\tBo Bić, clerk, Institute",
        "•\tAna Anić, Office\n•\tBo Bić, clerk, Institute",
        "Ana Anić, Office\nBo Bić, clerk, Institute",
    ],
)
def test_rows_of_a_mail_have_one_column_however_they_are_numbered(text):
    assert told(text, "name", "organisation", "position") == [
        ("Ana Anić", "Office", ""),
        ("Bo Bić", "Institute", "clerk"),
    ]


@pytest.mark.parametrize(
    ("text", "width"),
    [("Ana,Anić,Office\nBo,Bić,Office", 3), ("No.\tName\n1.\tAna Anić\tOffice", 3)],
)
def test_rows_of_a_table_keep_their_columns(text, width):
    assert max(len(row.cells) for row in files.pasted(text)) == width


def test_of_a_mail_pasted_whole_its_greetings_are_nobody():
    text = """Poštovana Ana,
here is the list that you asked for:
1. Bo Bić, clerk
Hi Ling
Best regards,
Srdačan pozdrav"""
    assert told(text, "name", "position") == [("Bo Bić", "clerk"), ("Hi Ling", "")]


@pytest.mark.parametrize(
    "row", ["+ 3 interns", "+3 interns", "and 3 interns", "- 3 interns", "three interns"]
)
def test_row_that_counts_others_is_a_group_and_nobody_of_that_name(row):
    assert told(f"1. Ana Anić\n{row}", "name", "count", "group") == [
        ("Ana Anić", None, ""),
        ("", 3, "interns"),
    ]


@pytest.mark.parametrize("name", ["N.N.", "Mr N. N.", "Н.Н.", "unknown", "Nepoznato"])
def test_who_has_no_name_in_a_list_is_one_participant_and_nobody_of_that_name(name):
    assert told(f"Name;Position;Institution\n{name};clerk;Office", "name", "count", "position") == [
        ("", 1, "clerk")
    ]


def test_heading_may_have_a_number_like_the_rows_below_it():
    text = "Name\tPosition\n1. Ministry of Labour\t\n2. Ana Anić\tClerk\n- Germany\t\n3) Bo Bić\t"
    assert told(text, "name", "organisation", "country") == [
        ("Ana Anić", "Ministry of Labour", ""),
        ("Bo Bić", "", "DE"),
    ]


def test_heading_in_a_column_of_its_own_is_one_too():
    text = "No.;Name;Position\nGermany;;\n1;Ana Anić;Clerk\n2;Bo Bić;"
    assert told(text, "name", "country") == [("Ana Anić", "DE"), ("Bo Bić", "DE")]


def test_delegation_is_a_country_or_the_institution_that_is_represented():
    text = """Delegation;Name;Affiliation;Division
Argentina;Ana Anić;Ministry of Works;Roads
Greenpeace;Bo Bić;;
Greenpeace;Ce Cić;University;"""
    assert told(text, "country", "organisation", "department", "note") == [
        ("AR", "Ministry of Works", "Roads", ""),
        ("", "Greenpeace", "", ""),
        ("", "University", "", ""),
    ]
    assert read(text).left == {4: ["Greenpeace"]}


COUNTRIES = """Name;Institution;Country
Ana Anić;Ministry of Works;Srbja
Bo Bić;;Srbja
Ce Cić;University;Atlantis
De Dić;University;Slovenia"""


def test_country_that_is_none_is_told_by_line_and_column_with_what_may_be_meant():
    found = read(COUNTRIES)
    srbja = "“Srbja” is no country: write Serbia if that is meant."
    assert [tuple(slip) for slip in found.slips] == [
        (2, 3, srbja),
        (3, 3, srbja),
        (4, 3, "“Atlantis” is no country: write its English name, like Serbia."),
    ]
    assert found.no_countries == {"srbja": "Srbja", "atlantis": "Atlantis"}
    assert [line.name for line in found.lines] == ["De Dić"]


@pytest.mark.parametrize(
    ("srbja", "lines", "left"),
    [
        ("RS", [("Ministry of Works", "RS"), ("", "RS")], {}),
        ("institution", [("Ministry of Works", ""), ("Srbja", "")], {2: ["Srbja"]}),
        ("out", [("Ministry of Works", "")], {2: ["Srbja"], 3: ["Srbja"]}),
    ],
)
def test_what_is_said_of_a_country_that_is_none_holds_for_all_its_rows(srbja, lines, left):
    rows = files.pasted(COUNTRIES)
    meant = {"srbja": srbja, "atlantis": "nonsense"}
    reader = Reader(recognised(rows), roles={}, attendance="came", meant=meant)
    found = reader.read(rows)
    told = [(line.organisation, line.country) for line in found.lines]
    assert told[: len(lines)] == lines
    assert [(slip.line, slip.column) for slip in found.slips] == [(4, 3)]
    assert found.left == left


def test_delegation_is_asked_about_only_where_it_is_nearly_a_country():
    text = "Name;Delegation\nAna Anić;Germny\nBo Bić;Greenpeace"
    found = read(text)
    assert [(slip.line, slip.column) for slip in found.slips] == [(2, 2)]
    assert [line.organisation for line in found.lines] == ["Greenpeace"]


def test_counts_are_read_with_their_words():
    text = "Institution;How many\nA;3\nB;about 20\nC;više od 60\nD;najmanje 4\nE;10+\nF;-"
    assert told(text, "count", "qualifier") == [
        (3, "exactly"),
        (20, "about"),
        (60, "more-than"),
        (4, "at-least"),
        (10, "more-than"),
        (None, "exactly"),
    ]


def test_who_came_and_in_what_role_is_read_in_both_languages():
    text = """Name;Role;Attended
Ana Anić;Speaker / Chair;yes
Bo Bić;Излагач;ne
Ce Cić;;expected
De Dić;Driver;x"""
    assert told(text, "roles", "attendance", "position") == [
        ((1, 2), "came", ""),
        ((1,), "absent", ""),
        ((), "expected", ""),
        ((), "came", "Driver"),
    ]


def test_what_is_not_taken_over_is_told_for_its_line():
    text = "Name;Position;Role;E-mail\nAna Anić, PhD;Clerk;Chair, driver;ana@office.example"
    found = read(text)
    assert found.left == {2: ["PhD", "driver"]}
    assert "office.example" not in repr(found)


@pytest.mark.parametrize(
    ("cell", "kept"),
    [
        ("Clerk, ana@office.example", "Clerk"),
        ("Clerk (ana@office.example)", "Clerk"),
        ("Clerk; e-mail: <ana@office.example>", "Clerk"),
        ("Clerk (e-mail: ana@office.example), Roads", "Clerk, Roads"),
    ],
)
def test_mail_address_beside_other_words_is_not_kept_and_that_is_told(cell, kept):
    found = read(f'Name;Position\nAna Anić <ana@office.example>;"{cell}"')
    assert [(line.name, line.position) for line in found.lines] == [("Ana Anić", kept)]
    assert found.left == {2: ["a mail address"]}
    assert "office.example" not in repr([list(found.lines), found])


def test_sign_that_makes_no_mail_address_stays():
    found = read("Name;Position\nAna Anić;Editor @ Roads Today")
    assert [line.position for line in found.lines] == ["Editor @ Roads Today"]
    assert found.left == {}


def test_row_of_a_mail_address_alone_names_nobody():
    (slip,) = read("Name;Position\nana@office.example;Clerk").slips
    assert (slip.line, slip.column) == (2, 1)


def test_line_and_column_are_those_of_the_source():
    text = 'Title of the list;;\nName;"Two\nlines";Position\n;;x\nAna;;y'
    (slip,) = read(text).slips
    assert (slip.line, slip.column) == (4, 3)
    assert told(text, "place") == [((5, 1),)]


def test_columns_that_mean_nothing_can_be_given_a_meaning_by_hand():
    rows = files.pasted("Ana;Ministry\nBo;Institute")
    columns = recognised(rows)._replace(meanings=[Meaning.NAME, Meaning.ORGANISATION])
    found = Reader(columns, roles={}, attendance="came").read(rows)
    assert [(line.name, line.organisation) for line in found.lines] == [
        ("Ana", "Ministry"),
        ("Bo", "Institute"),
    ]
