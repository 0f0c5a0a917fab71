import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from people.lookup import posts_on
from people.models import Person, PersonName
from portal import history
from portal.models import Version
from tests import builders

pytestmark = pytest.mark.django_db

Visibility = Person.Visibility
DAY = datetime.date


class TestSortKey:
    @pytest.mark.parametrize(
        ("name", "given", "family", "known", "key"),
        [
            ("Vladimir Cucić", "Vladimir", "Cucić", True, "cucic vladimir"),
            ("Vladimir Cucić", "Vladimir", "Cucić", False, "vladimir cucic"),
            ("Vladimir Cucić", "Vladimir", "", True, "vladimir cucic"),
            ("Vladimir Cucić", "", "Cucić", True, "cucic"),
            ("Nguyễn Văn A", "Văn A", "Nguyễn", True, "nguyen van a"),
            ("Цана Цанић", "", "", True, "cana canic"),
        ],
    )
    def test_is_by_family_name_where_it_is_known(self, name, given, family, known, key):
        fields = {"given_name": given, "family_name": family, "order_known": known}
        assert builders.person(name, **fields).sort_key == key

    def test_fits_its_column_whatever_the_name(self):
        assert len(builders.person("Щ" * 200).sort_key) == 250

    def test_sorts_people_and_equals_by_age(self):
        names = ["Ana Zorić", "Mila Anić", "Mila Anić", "Бора Бенић"]
        for name in names:
            given, family = name.split()
            builders.person(name, given_name=given, family_name=family)
        people = list(Person.objects.values_list("name", "pk"))
        assert [name for name, _key in people] == [names[1], names[1], names[3], names[0]]
        assert people[0][1] < people[1][1]


class TestFolded:
    def test_has_every_spelling_once(self):
        person = builders.person("Vladimir Cucić", given_name="Vladimir", family_name="Cucić")
        with history.change(person, by=None):
            for name in ("Владимир Цуцић", "Vladmir Cucic"):
                PersonName.objects.create(person=person, name=name)
        assert Person.objects.get().folded == "vladimir cucic\nvladmir cucic"

    def test_follows_when_a_name_goes(self):
        person = builders.person()
        with history.change(person, by=None):
            row = PersonName.objects.create(person=person, name="Beba")
        assert list(Person.objects.matching("beba")) == [person]
        with history.change(person, by=None):
            row.delete()
        assert list(Person.objects.matching("beba")) == []

    def test_follows_when_the_name_is_changed(self):
        person = builders.person("Ana Anić")
        with history.change(person, by=None):
            person.name = "Ana Marić"
            person.save()
        assert Person.objects.get().folded == "ana maric"
        assert Person.objects.get().sort_key == "ana maric"

    @pytest.mark.parametrize("query", ["Cucic", "CUCIĆ", "Цуцић", "cucić vladimir", "ladimi", ""])
    def test_is_found_by_every_word_of_a_query(self, query):
        person = builders.person("Vladimir Cucić")
        builders.person("Ana Anić", in_directory=True)
        found = Person.objects.matching(query)
        assert person in found
        assert (found.count() == 1) is bool(query)

    @pytest.mark.parametrize("query", ["Cucic Ana", "%", "_", "\\", "\x00", "vladimir\ncucic x"])
    def test_is_not_found_by_other_words_or_signs_of_the_database(self, query):
        builders.person("Vladimir Cucić")
        builders.person("Ana Anić")
        found = set(Person.objects.matching(query).values_list("name", flat=True))
        assert found == (set() if "ucic" in query.lower() else {"Vladimir Cucić", "Ana Anić"})


class TestPublic:
    def test_is_who_is_named_at_a_public_event(self):
        person = builders.person()
        builders.person("Not There")
        builders.line(builders.event(), person=person)
        assert list(Person.objects.public()) == [person]

    @pytest.mark.parametrize(
        ("event", "line"),
        [
            ({"public": False}, {}),
            ({"status": "planned"}, {}),
            ({"status": "cancelled"}, {}),
            ({"status": "postponed"}, {}),
            ({"names_shown": "nobody"}, {}),
            ({}, {"attendance": "absent"}),
            ({}, {"attendance": "expected"}),
            ({}, {"name_hidden": True}),
            ({}, {"office": False}),
        ],
    )
    def test_is_nobody_else(self, event, line):
        person = builders.person()
        builders.line(builders.event(**event), person=person, **line)
        assert list(Person.objects.public()) == []

    def test_begins_with_the_event(self):
        later = builders.LONG_AGO + datetime.timedelta(days=1)
        event = builders.event(public_from=later)
        builders.line(event, person=builders.person())
        assert not Person.objects.public(later - datetime.timedelta(seconds=1)).exists()
        assert Person.objects.public(later).exists()

    def test_directory_shows_who_was_nowhere(self):
        person = builders.person(in_directory=True)
        assert list(Person.objects.public()) == [person]

    def test_hidden_person_is_not_public_for_any_reason(self):
        person = builders.person(in_directory=True, visibility=Visibility.HIDDEN)
        builders.line(
            builders.event(names_shown="everybody", names_reason="They agreed."), person=person
        )
        assert list(Person.objects.public()) == []
        assert list(Person.objects.shown()) == []

    def test_person_without_a_page_is_public_all_the_same(self):
        person = builders.person(in_directory=True, visibility=Visibility.NAME)
        assert list(Person.objects.public()) == [person]
        assert list(Person.objects.with_page()) == []


class TestPositions:
    def test_latest_begun_of_the_day_is_offered(self):
        person, body = builders.person(), builders.organisation()
        for title, since, until in [
            ("for ever", None, None),
            ("adviser", DAY(2019, 1, 1), None),
            ("head", DAY(2021, 1, 1), DAY(2021, 12, 31)),
        ]:
            person.positions.create(organisation=body, title=title, since=since, until=until)
        days = DAY(2021, 6, 1), DAY(2022, 1, 1), DAY(2018, 1, 1)
        offered = [posts_on([person], day)[person.pk].title for day in days]
        assert offered == ["head", "adviser", "for ever"]

    def test_nobody_holds_a_post_before_they_had_one(self):
        person, body = builders.person(), builders.organisation()
        person.positions.create(organisation=body, title="Head", since=DAY(2021, 1, 1))
        assert posts_on([person], DAY(2020, 12, 31)) == {}


@pytest.mark.parametrize("name", ["", "   ", "\u200b", "\n"])
def test_person_without_a_name_is_refused(name):
    with pytest.raises(ValidationError) as refused:
        Person(name=name).full_clean()
    assert list(refused.value.message_dict) == ["name"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.bulk_create([Person(name=name)])


@pytest.mark.parametrize(
    "said",
    [
        {"visibility": "page"},
        {"honorific": "Dr"},
        {"given_name": "Ana"},
        {"family_name": "Anić"},
        {"biography": "<p>Born.</p>"},
        {"portrait": "portraits/ana.jpg"},
    ],
)
def test_row_of_who_was_erased_says_nothing(said):
    Person.objects.bulk_create([Person(name=Person.ERASED, visibility="hidden")])
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.update(**said)
    assert str(Person.objects.get()) == "[name removed]"


def test_address_carries_the_number_and_no_other_writing():
    person = builders.person("Светлана Велимировић")
    assert person.slug == "svetlana-velimirovic"


class TestCorrectionOfAPerson:
    def test_moves_only_the_persons_own_date(self):
        person = builders.person()
        event = builders.event()
        builders.line(event, person=person)
        event.refresh_from_db()
        now = datetime.datetime(2025, 1, 1, tzinfo=datetime.UTC)
        before = list(event.updates.values()), event.number, event.changed_at
        with history.change(person, by=None, now=now):
            person.name = "Ana Marić"
            person.visibility = Visibility.HIDDEN
            person.save()
        assert Person.objects.get().changed_at == now
        event.refresh_from_db()
        assert (list(event.updates.values()), event.number, event.changed_at) == before
        assert Version.objects.get(at=now).kind == "people.person"

    def test_hides_the_name_on_every_line_and_brings_it_back(self):
        person = builders.person()
        lines = [builders.line(builders.event(name), person=person) for name in ("One", "Other")]
        for visibility, named in [(Visibility.HIDDEN, False), (Visibility.NAME, True)]:
            with history.change(person, by=None):
                person.visibility = visibility
                person.save()
            for line in lines:
                line.refresh_from_db()
                assert line.named is named
