"""What the reader of prose finds; the texts with what they tell are in reading/."""

import datetime

import pytest

from bench.reader import measured
from events.reader import read
from events.reader.found import Aside, Doubt

MEETING = (
    "Within the EU Twinning project “Better Borders”, a three-day workshop was held at the "
    "beginning of May 2022 in Belgrade. The Commissioner for Refugees Mr Vladmir Petric, Deputy "
    "Commissioner Ms Svetlana Ilic and the Chair of the European Border Network (EBN) Mr Magnus "
    "Norling with colleagues from Slovenia and Estonia, representatives of the EU Delegation to "
    "Serbia, the Ministry of the Interior from the Department for Foreigners and Department for "
    "Asylum, more than 30 students and the Twinning project took part in the workshop.\n"
    "Commissioner Petric thanked the guests. The Commissariat for Refugees showed its work. "
    "Mr Vladimir Petric said that the EBN and the European Network for Borders are one."
)


def names(reading):
    return [person.name for person in reading.people]


def person(reading, name):
    return next(person for person in reading.people if person.name == name)


@pytest.fixture(scope="module")
def meeting():
    return read(MEETING, "en")


def test_people_are_found_with_honorific_post_and_institution(meeting):
    assert [
        (p.honorific, p.name, p.given_name, p.family_name, p.position, p.institution)
        for p in meeting.people
    ] == [
        (
            "Mr",
            "Vladmir Petric",
            "Vladmir",
            "Petric",
            "Commissioner for Refugees",
            "Commissariat for Refugees",
        ),
        (
            "Ms",
            "Svetlana Ilic",
            "Svetlana",
            "Ilic",
            "Deputy Commissioner",
            "Commissariat for Refugees",
        ),
        (
            "Mr",
            "Magnus Norling",
            "Magnus",
            "Norling",
            "Chair of the European Border Network (EBN)",
            "European Border Network",
        ),
    ]


def test_several_spellings_are_one_person_with_a_doubt(meeting):
    found = person(meeting, "Vladmir Petric")
    assert found.spellings == ["Vladimir Petric"]
    assert found.doubts == [Doubt.SPELLINGS]
    assert len(found.words) == 3


def test_lines_without_a_name_are_found_in_the_order_of_the_text(meeting):
    assert [
        (line.country, line.institution, line.department, line.group, line.count, line.qualifier)
        for line in meeting.lines
    ] == [
        ("SI", "", "", "", None, ""),
        ("EE", "", "", "", None, ""),
        ("", "EU Delegation to Serbia", "", "", None, ""),
        ("", "Ministry of the Interior", "Department for Foreigners", "", None, ""),
        ("", "Ministry of the Interior", "Department for Asylum", "", None, ""),
        ("", "", "", "students", 30, "more-than"),
        ("", "Twinning project", "", "", None, ""),
    ]


def test_an_institution_is_found_under_all_its_names(meeting):
    network = next(b for b in meeting.institutions if b.acronym == "EBN")
    assert network.names == ["European Border Network", "European Network for Borders", "EBN"]


def test_dates_project_and_length_are_found_as_stated(meeting):
    assert [(date.words.text, date.precision) for date in meeting.dates] == [
        ("beginning of May 2022", "part")
    ]
    assert (meeting.dates[0].earliest, meeting.dates[0].latest) == (
        datetime.date(2022, 5, 1),
        datetime.date(2022, 5, 10),
    )
    assert [(p.programme, p.title) for p in meeting.projects] == [("EU Twinning", "Better Borders")]
    assert meeting.length_days == 3


def test_everything_names_the_words_on_which_it_stands(meeting):
    every = [words for p in meeting.people for words in p.words]
    every += [words for body in meeting.institutions for words in body.words]
    every += [found.words for found in (*meeting.lines, *meeting.dates, *meeting.projects)]
    assert [MEETING[words.start : words.end] for words in every] == [words.text for words in every]
    assert len(every) > 15


@pytest.mark.parametrize(
    ("text", "people"),
    [
        (
            "Mr. Petar PERIĆ - Ministry of Finance",
            [("Mr.", "Petar PERIĆ", "Ministry of Finance")],
        ),
        ("Ana PERIĆ, Ministry of Finance", [("", "Ana PERIĆ", "Ministry of Finance")]),
        ("Ms Lotte VAN DAM of UNDP spoke.", [("Ms", "Lotte VAN DAM", "UNDP")]),
        ("Ana Perić, UNDP", [("", "Ana Perić", "UNDP")]),
        (
            "Gospođa Ana PERIĆ, Ministarstvo finansija",
            [("Gospođa", "Ana PERIĆ", "Ministarstvo finansija")],
        ),
    ],
)
def test_family_name_in_capitals_is_no_institution(text, people):
    language = "sr-latn" if "Ministarstvo" in text else "en"
    found = [(p.honorific, p.name, p.institution) for p in read(text, language).people]
    assert found == people


def test_figures_are_as_good_as_was_promised():
    # `make bench-reader` reads them all.
    for group, (people, bodies) in measured(step=4).items():
        assert people.precision >= 0.9, group
        assert people.recall >= 0.9, group
        assert bodies.precision >= 0.85, group
        assert bodies.recall >= 0.85, group


@pytest.mark.parametrize(
    ("text", "name", "reason"),
    [
        ("Ana Perić opened the seminar. Photo: Nikola Marić", "Nikola Marić", Aside.CREDIT),
        ("Отворила је Ана Перић. Фото: Никола Марић", "Никола Марић", Aside.CREDIT),
        (
            "Ana Perić, adviser to Minister Goran Delić, opened the seminar.",
            "Goran Delić",
            Aside.TITLE,
        ),
        (
            "U ime ministra Gorana Delića skup je otvorila Ana Perić.",
            "Goran Delić",
            Aside.TITLE,
        ),
        ("Ana Perić quoted Hannah Lempert.", "Hannah Lempert", Aside.QUOTED),
        ("Ana Perić thanked Petar Simić for his help.", "Petar Simić", Aside.THANKED),
        ("Ана Перић је захвалила Петру Симићу на помоћи.", "Петар Симић", Aside.THANKED),
    ],
)
def test_who_did_not_take_part_is_left_out_with_the_reason(text, name, reason):
    reading = read(text)
    assert [(left.name, left.reason) for left in reading.left] == [(name, reason)]
    assert [found.split()[0] for found in names(reading)] in (["Ana"], ["Ана"])


@pytest.mark.parametrize(
    "text",
    [
        "The workshop was held in Nikola Tesla Street.",
        "The workshop was held in the Ivo Lola Hall on Monday.",
        "Skup je održan u ulici Petra Petrovića.",
        "Скуп је одржан у сали Михаила Пупина.",
        "The European Commission published a strategy. Western Balkans need it.",
        "The project “Petar Petrović and his time” ended in New York.",
        "",
        "…",
    ],
)
def test_what_is_no_person_is_not_found(text):
    assert names(read(text)) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Sastanak sa direktorom Markom Markovićem održan je juče.", "Marko Marković"),
        ("Састанак са директорком Јеленом Савић одржан је јуче.", "Јелена Савић"),
        ("Razgovarali su sa ambasadorom Magnusom Oviliusem.", "Magnus Ovilius"),
        ("Razgovarali su sa direktorkom Marijanom Ivanišom.", "Marijana Ivaniša"),
        ("Susret sa državnom sekretarkom Sanjom Dimovskom održan je juče.", "Sanja Dimovska"),
    ],
)
def test_a_name_met_only_in_another_case_is_mended_with_a_doubt(text, name):
    (found,) = read(text, "sr").people
    assert found.name == name
    assert Doubt.NOMINATIVE in found.doubts


@pytest.mark.parametrize(
    "text", ["The guests met the United Nations", "Susret u gradu", "NGO", "MUP"]
)
def test_a_text_that_ends_within_a_name_is_read(text):
    assert names(read(text)) == []


def test_both_alphabets_are_read_alike():
    latin = read("Skup je otvorila g. Ana Perić, direktorka Zavoda za zaštitu.", "sr-latn")
    cyrillic = read("Скуп је отворила г. Ана Перић, директорка Завода за заштиту.", "sr")
    assert [(p.name, p.role, p.institution) for p in latin.people] == [
        ("Ana Perić", "opening", "Zavod za zaštitu")
    ]
    assert [(p.name, p.role, p.institution) for p in cyrillic.people] == [
        ("Ана Перић", "opening", "Завод за заштиту")
    ]


def test_counts_of_all_who_came_are_no_lines():
    reading = read("More than 60 participants from 12 countries attended the forum.", "en")
    assert [(c.count, c.qualifier, c.of_whom) for c in reading.counts] == [
        (60, "more-than", "participants")
    ]
    assert reading.lines == []


def institutions(text, language):
    return [body.name for body in read(text, language).institutions]


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        (
            "The ministries of the interior, justice and health took part.",
            "en",
            ["Ministry of the interior", "Ministry of justice", "Ministry of health"],
        ),
        (
            "Skupu su prisustvovali predstavnici ministarstava unutrašnjih poslova i pravde, "
            "gradova Vranja i Čačka i opštine Bela Palanka.",
            "sr-latn",
            [
                "Ministarstvo unutrašnjih poslova",
                "Ministarstvo pravde",
                "Grad Vranje",
                "Grad Čačak",
                "Opština Bela Palanka",
            ],
        ),
        (
            "Скупу су присуствовали представници амбасада Мађарске и Румуније.",
            "sr",
            ["Амбасада Мађарске", "Амбасада Румуније"],
        ),
        (
            "It was attended by the NGOs Praxis, the Centre for Human Rights, Group 484 and the "
            "Basic Court in Bar; the Ministry of Finance; as well as the CFCU.",
            "en",
            [
                "Praxis",
                "Centre for Human Rights",
                "Group 484",
                "Basic Court in Bar",
                "Ministry of Finance",
                "CFCU",
            ],
        ),
    ],
)
def test_institutions_of_a_list_are_each_found_by_its_name(text, language, found):
    assert institutions(text, language) == found


def test_a_commissariat_is_one_however_short_it_is_called():
    text = (
        "Commissioner for Refugees Ana Perić met Marko Ilić. The Commissariat hosted the guests. "
        "The Commissariat for Refugees presented its work."
    )
    assert institutions(text, "en") == ["Commissariat for Refugees"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (
            "Ana Perić opened the seminar. In May she will meet with the director of the Institute "
            "of Water Marko Ilić.",
            "en",
        ),
        (
            "Seminar je otvorila Ana Perić. U maju će posetiti Zavod za vode, gde će je primiti "
            "direktor Zavoda Marko Ilić.",
            "sr-latn",
        ),
    ],
)
def test_what_is_still_to_come_is_no_part_of_the_event(text, language):
    reading = read(text, language)
    assert names(reading) == ["Ana Perić"]
    assert [(left.name, left.reason) for left in reading.left] == [("Marko Ilić", Aside.LATER)]
    assert reading.institutions == []


def test_who_is_to_come_is_told_where_a_text_only_announces():
    assert names(read("The seminar will be opened by Ms Ana Perić.", "en")) == ["Ana Perić"]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("It was held on 12–14 May 2023.", ("2023-05-12", "2023-05-14")),
        ("It was held from 30 September to 2 October 2022.", ("2022-09-30", "2022-10-02")),
        ("It was held on May 3, 2021.", ("2021-05-03", "2021-05-03")),
        ("Održan je od 3. do 5. oktobra 2022. godine.", ("2022-10-03", "2022-10-05")),
        ("Одржан је 12. и 13. маја 2023.", ("2023-05-12", "2023-05-13")),
        ("Održan je krajem aprila 2020.", ("2020-04-21", "2020-04-30")),
        ("It was held in spring 2020.", ("2020-03-01", "2020-05-31")),
        ("It was held on 5 June.", (None, None)),
    ],
)
def test_dates_are_read_as_exactly_as_they_are_stated(text, days):
    (found,) = read(text).dates
    assert (
        found.earliest and found.earliest.isoformat(),
        found.latest and found.latest.isoformat(),
    ) == days


@pytest.mark.parametrize("text", ["It was held on 31 February 2020.", "It was founded in 2008."])
def test_what_is_no_day_of_the_event_is_no_date(text):
    assert read(text, "en").dates == []


@pytest.mark.parametrize("number", ["5000000000", "9" * 5000])
def test_numbers_beyond_any_are_no_counts(number):
    text = f"The {number}-day talks were held. Some {number} people of the Ministry of Works came."
    reading = read(text, "en")
    assert reading.length_days is None
    assert [line.count for line in reading.lines] + [count.count for count in reading.counts] == [
        None
    ]


def test_a_long_text_without_an_end_is_read_in_good_time():
    assert names(read("Ana Perić i " * 2000, "sr"))[0] == "Ana Perić"
