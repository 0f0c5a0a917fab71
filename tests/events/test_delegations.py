import datetime
import re

import pytest
from django.utils import timezone

from events.models import Event
from events.tallies import counts, tallies, tally
from people.columns import index
from portal import history
from tests import builders
from tests.pages import content, words

pytestmark = pytest.mark.django_db


def groups(client, event):
    """Return the institutions with the lines under each, as printed."""
    page = client.get(event.get_absolute_url()).context["page"]
    return {group["name"]: [printed(line) for line in group["lines"]] for group in page.delegations}


def printed(line):
    return " | ".join(
        filter(
            None,
            [
                line.get("name"),
                line.get("group"),
                line.get("words"),
                line.get("position"),
                line.get("unit"),
                *[f"also {other['position']} {other['unit']}" for other in line.get("also", [])],
                ", ".join(line.get("roles", [])),
                line.get("printed"),
                line.get("expected"),
                line.get("note"),
            ],
        )
    )


class TestWhoTookPart:
    @pytest.fixture
    def event(self):
        return builders.event()

    @pytest.fixture
    def ministry(self):
        return builders.organisation("Ministry of Works", country="RS")

    def test_founding_case_is_counted_honestly(self, client, event, ministry):
        for name in ("Vladimir Cucić", "Svetlana Velimirović", "Magnus Ovilius"):
            builders.line(event, person=builders.person(name), organisation=ministry)
        for country in ("SI", "LU", "DE", "EE"):
            builders.line(event, country=country)
        for name in ("A", "B", "C", "D", "E"):
            builders.line(event, organisation=builders.organisation(name))
        assert (
            "3 people named · 9 institutions and countries without names · total not known"
            in content(client, event)
        )

    def test_stated_total_takes_the_place_of_not_known(self, client, event):
        builders.line(event, country="SI")
        Event.objects.filter(pk=event.pk).update(attendance_number=60)
        page = content(client, event)
        assert "1 institution or country without names" in page
        assert "total not known" not in page

    def test_departments_stand_under_their_ministry(self, client, event, ministry):
        office = builders.organisation("Asylum Office", parent=ministry)
        unit = builders.organisation("Night Unit", parent=office)
        builders.line(event, person=builders.person(), organisation=office, position="Head")
        builders.line(event, organisation=unit)
        assert groups(client, event) == {
            "Ministry of Works": ["Ana Anić | Head | Asylum Office", "Night Unit | representatives"]
        }

    def test_person_in_two_capacities_stands_once_with_both(self, client, event, ministry):
        ana = builders.person(honorific="Ms")
        network = builders.organisation("Road Network")
        builders.line(
            event,
            person=ana,
            organisation=ministry,
            position="State secretary",
            roles=[builders.role("Host")],
        )
        builders.line(
            event,
            person=ana,
            organisation=network,
            position="Chair",
            roles=[builders.role("Speaker"), builders.role("Host")],
        )
        assert groups(client, event) == {
            "Ministry of Works": [
                "Ms Ana Anić | State secretary | also Chair Road Network | Host, Speaker"
            ]
        }
        assert "1 person named" in content(client, event)

    def test_institution_is_not_said_again_of_who_came_for_it_in_two_capacities(
        self, client, event, ministry
    ):
        ana, office = builders.person(), builders.organisation("Asylum Office", parent=ministry)
        host = [builders.role("Host")]
        builders.line(event, person=ana, organisation=ministry, position="State secretary")
        builders.line(event, person=ana, organisation=ministry, position="Chair")
        builders.line(event, person=ana, organisation=office, position="Head")
        builders.line(event, person=ana, organisation=ministry, roles=host)
        assert groups(client, event) == {
            "Ministry of Works": [
                "Ana Anić | State secretary | also Chair  | also Head Asylum Office | Host"
            ]
        }
        assert content(client, event).count(">Ministry of Works<") == 1

    def test_role_that_all_have_is_not_said_of_each(self, client, event, ministry):
        roles = [builders.role("Participant", speaking=False), builders.role("Chair")]
        builders.line(event, person=builders.person(), organisation=ministry, roles=roles)
        assert groups(client, event)["Ministry of Works"] == ["Ana Anić | Chair"]

    def test_printed_name_and_note_are_told(self, client, event, ministry):
        builders.line(
            event,
            person=builders.person("Vladimir Cucić"),
            organisation=ministry,
            printed_name="Vladmir Cucic",
            note="first day only",
        )
        assert groups(client, event)["Ministry of Works"] == [
            "Vladimir Cucić | Vladmir Cucic | first day only"
        ]

    def test_who_is_not_shown_by_name_leaves_only_a_number(self, client, event, ministry):
        hidden = builders.person("Hiddenword Person", visibility="hidden")
        clerk = builders.person("Clerkword Person")
        asked = builders.person("Askedword Person")
        builders.line(event, person=hidden, organisation=ministry, position="Positionword")
        builders.line(
            event, person=clerk, organisation=ministry, office=False, note="Noteword", position="X"
        )
        builders.line(
            event,
            person=asked,
            organisation=ministry,
            name_hidden=True,
            printed_name="Printedword",
            roles=[builders.role("Roleword")],
        )
        page = content(client, event)
        assert "3 participants not shown by name" in page
        assert "Ministry of Works" in page
        assert re.findall("[A-Z][a-z]+word", page) == []

    def test_number_of_those_not_named_stands_at_the_department_that_they_came_for(
        self, client, event, ministry
    ):
        office = builders.organisation("Asylum Office", parent=ministry)
        for body in (office, office, ministry):
            person = builders.person(f"Clerk of {body.name}")
            builders.line(event, person=person, organisation=body, office=False)
        page = words(content(client, event))
        assert "Asylum Office 2 participants not shown by name" in page
        assert "1 participant not shown by name" in page
        assert "Clerk" not in page

    def test_who_came_in_two_capacities_unnamed_is_one_participant_of_the_institution(
        self, client, event, ministry
    ):
        clerk = builders.person("Clerk")
        for position in ("Adviser", "Secretary"):
            builders.line(
                event, person=clerk, organisation=ministry, position=position, office=False
            )
        assert groups(client, event) == {"Ministry of Works": ["1 participant not shown by name"]}

    def test_who_is_not_named_and_not_known_to_have_come_is_told_apart(
        self, client, event, ministry
    ):
        for name, attendance in (("A", "came"), ("B", "expected"), ("C", "expected")):
            person = builders.person(name)
            builders.line(
                event, person=person, organisation=ministry, office=False, attendance=attendance
            )
        assert groups(client, event) == {
            "Ministry of Works": [
                "1 participant not shown by name",
                "2 participants not shown by name | expected; not confirmed",
            ]
        }

    def test_who_has_no_page_has_no_link(self, client, event, ministry):
        builders.line(
            event, person=builders.person("Iva Ivić", visibility="name"), organisation=ministry
        )
        assert "<bdi>Iva Ivić</bdi>" in content(client, event)
        assert "/people/" not in content(client, event).replace('href="/people/"', "")

    def test_groups_and_numbers_claim_no_more_than_is_known(self, client, event):
        builders.line(event, group="civil society", count=12, qualifier="about")
        builders.line(event, country="DE", count=60, qualifier="more-than")
        builders.line(event, group="diplomatic corps")
        assert groups(client, event) == {
            "Civil society": ["about 12 participants"],
            "Germany": ["more than 60 participants"],
            "Diplomatic corps": ["number not known"],
        }

    def test_person_without_institution_is_named(self, client, event):
        builders.line(event, person=builders.person(), position="Painter")
        assert groups(client, event) == {"Institution not stated": ["Ana Anić | Painter"]}

    def test_who_did_not_come_is_absent(self, client, event, ministry):
        builders.line(event, person=builders.person("Absentword A"), attendance="absent")
        builders.line(event, organisation=ministry, attendance="absent")
        page = content(client, event)
        assert "Absentword" not in page
        assert '<h2 id="who">' not in page

    def test_who_was_awaited_at_a_held_event_is_not_counted(self, client, event, ministry):
        builders.line(event, person=builders.person(), organisation=ministry, attendance="expected")
        assert groups(client, event)["Ministry of Works"] == ["Ana Anić | expected; not confirmed"]
        assert "1 person named" not in content(client, event)

    def test_planned_event_says_who_is_expected(self, client, ministry):
        event = builders.event(status="planned", earliest=datetime.date(2121, 1, 1))
        builders.line(event, person=builders.person(), organisation=ministry)
        page = words(content(client, event))
        assert "Who is expected 1 person expected by name" in page
        assert page.count("Who took part") == 1  # in the menu

    def test_list_that_is_not_complete_says_so(self, client):
        assert "The list is not complete." in content(client, builders.event(list_incomplete=True))

    def test_list_and_page_count_alike(self, event, ministry):
        ana = builders.person()
        builders.line(event, person=ana, organisation=ministry)
        builders.line(event, person=ana, organisation=ministry, position="Chair")
        builders.line(event, person=builders.person("Iva"), office=False)
        builders.line(event, person=builders.person("Eva"), attendance="expected")
        builders.line(event, organisation=ministry)
        builders.line(event, organisation=ministry, position="Observer")
        builders.line(event, organisation=ministry, country="RS")
        builders.line(event, group="civil society")
        lines = [line for line in event.participations.all() if counts(line, held=True)]
        told = tallies([event], index.at(timezone.now()))
        assert told == {event.pk: tally(lines)}
        assert told[event.pk].bodies == 2

    def test_country_that_stands_beside_the_institution_is_not_said_of_each(
        self, client, event, ministry
    ):
        for name, country in (("Ana Anić", "RS"), ("Bo Bić", "SI")):
            person = builders.person(name)
            builders.line(event, person=person, organisation=ministry, country=country)
        builders.line(event, organisation=ministry, country="RS")
        assert groups(client, event) == {
            "Ministry of Works": ["Ana Anić", "Bo Bić | Slovenia", "representatives"]
        }

    def test_who_came_for_nobody_known_stands_last(self, client, event, ministry):
        builders.line(event, person=builders.person())
        builders.line(event, organisation=ministry)
        assert list(groups(client, event)) == ["Ministry of Works", "Institution not stated"]

    def test_who_is_only_expected_has_no_page_and_no_link(self, client, ministry):
        event = builders.event(status="planned", earliest=datetime.date(2121, 1, 1))
        ana = builders.line(event, person=builders.person(), organisation=ministry)
        with history.change(event, by=None):
            event.sessions.create(title="Opening").people.add(ana)
        page = content(client, event)
        assert page.count("<bdi>Ana Anić</bdi>") == 2
        assert ana.person.get_absolute_url() not in page
        assert client.get(ana.person.get_absolute_url()).status_code == 404

    def test_roles_are_parted_by_commas_for_those_who_hear_them(self, client, event):
        roles = [builders.role("Speaker"), builders.role("Trainer", speaking=False)]
        person = builders.person("Ana Anić")
        builders.line(event, person=person, position="Commissioner", roles=roles)
        assert "Ana Anić Commissioner , Speaker , Trainer" in words(content(client, event))
