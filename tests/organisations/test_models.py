import random

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from organisations.models import Ancestry, Organisation, OrganisationName
from portal import history
from portal.models import Address
from tests import builders
from tests.breadth import turns

pytestmark = pytest.mark.django_db


def put(organisation, parent):
    organisation.refresh_from_db()
    with history.change(organisation, by=None):
        organisation.parent = parent
        organisation.save()


def rename(organisation, **fields):
    with history.change(organisation, by=None):
        for name, value in fields.items():
            setattr(organisation, name, value)
        organisation.clean()
        organisation.save()


def walked():
    """Return the closure as one gets it by walking from every institution to its parents."""
    parents = dict(Organisation.objects.values_list("pk", "parent"))
    pairs = set()
    for start in parents:
        at, depth = start, 0
        while at:
            pairs.add((at, start, depth))
            at, depth = parents[at], depth + 1
    return pairs


class TestNames:
    def test_official_name_goes_before_the_letters(self):
        assert builders.organisation("European Migration Network", acronym="EMN").name == (
            "European Migration Network"
        )

    def test_letters_alone_are_enough(self):
        body = builders.organisation("", acronym="EMN")
        assert (body.name, body.slug, body.full_name_known) == ("EMN", "emn", False)

    def test_other_name_alone_is_enough(self):
        body = Organisation()
        with history.change(body, by=None):
            body.clean()
            body.save()
            OrganisationName.objects.create(organisation=body, name="Mreža", kind="misspelling")
            OrganisationName.objects.create(organisation=body, name="The Network", kind="alias")
        body = Organisation.objects.get()
        assert (body.name, body.slug, body.sort_key) == (
            "The Network",
            "the-network",
            "the network",
        )
        assert body.folded == "the network\nmreza"

    def test_no_name_of_any_kind_leaves_nothing(self):
        body = Organisation()
        with (
            pytest.raises(ValidationError, match="at least one name"),
            history.change(body, by=None),
        ):
            body.clean()
            body.save()
        assert not Organisation.objects.exists()

    @pytest.mark.parametrize("name", ["\u200b", " \n"])
    def test_name_without_a_letter_is_none(self, name):
        with pytest.raises(ValidationError, match="at least one name"):
            builders.organisation(name)

    def test_row_with_an_address_and_no_name_is_refused_by_the_database(self):
        with pytest.raises(IntegrityError), transaction.atomic():
            Organisation.objects.bulk_create([Organisation(slug="ministry")])

    def test_last_name_cannot_be_taken_away(self):
        body = builders.organisation("", acronym="EMN")
        with pytest.raises(ValidationError, match="at least one name"):
            rename(body, acronym="")
        assert Organisation.objects.get().name == "EMN"

    def test_other_name_takes_over_when_the_official_one_goes(self):
        body = builders.organisation("European Network for Migration")
        with history.change(body, by=None):
            OrganisationName.objects.create(organisation=body, name="EMN", kind="acronym")
        rename(body, official_name="")
        body = Organisation.objects.get()
        assert (body.name, body.sort_key, body.folded) == ("EMN", "emn", "emn")
        assert body.slug == "european-network-for-migration"

    def test_every_name_is_found(self):
        body = builders.organisation("European Migration Network", acronym="EMN")
        with history.change(body, by=None):
            OrganisationName.objects.create(organisation=body, name="Европска мрежа")
        builders.organisation()
        for query in ("emn", "network european", "evropska", "Evropska MREŽA", "Emn european"):
            assert list(Organisation.objects.matching(query)) == [body]
        assert list(Organisation.objects.matching("evropska works")) == []


class TestAddress:
    def test_is_made_from_the_name_and_numbered_when_taken(self):
        bodies = [builders.organisation("Ministry of Works") for _turn in range(3)]
        assert [body.slug for body in bodies] == [
            "ministry-of-works",
            "ministry-of-works-2",
            "ministry-of-works-3",
        ]

    def test_stays_when_the_name_changes(self):
        body = builders.organisation()
        rename(body, official_name="Ministry of Roads")
        assert body.slug == "ministry-of-works"

    def test_left_one_is_never_given_to_another(self):
        body = builders.organisation()
        rename(body, slug="works")
        assert builders.organisation().slug == "ministry-of-works-2"
        with pytest.raises(ValidationError) as refused:
            Organisation(official_name="Other", slug="ministry-of-works").clean()
        assert list(refused.value.message_dict) == ["slug"]

    def test_of_a_removed_one_is_never_given_to_another(self):
        history.remove(builders.organisation(), by=None)
        assert builders.organisation().slug == "ministry-of-works-2"

    def test_may_be_taken_back_by_its_own(self):
        body = builders.organisation()
        rename(body, slug="works")
        rename(body, slug="ministry-of-works")
        assert set(Address.objects.values_list("path", "record_id")) == {
            ("ministry-of-works", body.pk),
            ("works", body.pk),
        }

    def test_taken_without_asking_is_refused_by_the_door(self):
        rename(builders.organisation(), slug="works")
        other = Organisation(official_name="Other", slug="ministry-of-works")
        with pytest.raises(ValidationError), history.change(other, by=None):
            other.save()
        assert Organisation.objects.count() == 1

    def test_many_of_one_name_get_one_each(self):
        rename(builders.organisation(), slug="works")
        made = Organisation.objects.create_named(["Ministry of Works"] * 2 + ["Works"], by=None)
        assert [body.slug for body in made] == [
            "ministry-of-works-2",
            "ministry-of-works-3",
            "works-2",
        ]
        assert walked() == set(Ancestry.objects.values_list("ancestor", "descendant", "depth"))


class TestDepartments:
    @pytest.mark.breadth
    @pytest.mark.parametrize("seed", range(turns(1, 9)))
    def test_closure_follows_every_move_at_any_depth(self, seed):
        chance = random.Random(seed)  # noqa: S311
        bodies = [builders.organisation(f"Body {number}") for number in range(9)]
        refused = 0
        for _move in range(40):
            body, parent = chance.choice(bodies), chance.choice([*bodies, None, None])
            inside = Ancestry.objects.filter(ancestor=body, descendant=parent)
            circle = parent is not None and (body == parent or inside.exists())
            if circle:
                refused += 1
                told = IntegrityError if body == parent else ValidationError
                with pytest.raises(told), transaction.atomic():
                    put(body, parent)
            else:
                put(body, parent)
            stored = list(Ancestry.objects.values_list("ancestor", "descendant", "depth"))
            assert len(stored) == len(set(stored))
            assert set(stored) == walked()
        assert refused

    def test_move_of_a_branch_takes_all_below_it_along(self):
        top, other, middle, low = map(builders.organisation, ["Top", "Other", "Middle", "Low"])
        put(middle, top)
        put(low, middle)
        put(middle, other)
        assert set(Organisation.objects.within(top)) == {top}
        assert set(Organisation.objects.within(other)) == {other, middle, low}
        put(other, top)
        assert set(Organisation.objects.within(top)) == {top, other, middle, low}
        deepest = Ancestry.objects.get(ancestor=top, descendant=low)
        assert deepest.depth == 3

    def test_circle_is_told_next_to_its_field(self):
        top, low = builders.organisation("Top"), builders.organisation("Low")
        put(low, top)
        top.parent = low
        with pytest.raises(ValidationError) as refused:
            top.clean()
        assert list(refused.value.message_dict) == ["parent"]

    def test_own_parent_is_refused_by_the_database(self):
        body = builders.organisation()
        with pytest.raises(IntegrityError), transaction.atomic():
            Organisation.objects.filter(pk=body.pk).update(parent=body.pk)

    def test_pair_stands_once_in_the_closure(self):
        body = builders.organisation()
        with pytest.raises(IntegrityError), transaction.atomic():
            Ancestry.objects.bulk_create([Ancestry(ancestor=body, descendant=body, depth=3)])


class TestPublic:
    @pytest.mark.parametrize("use", ["line", "absent", "host", "project", "team", "directory"])
    def test_is_what_a_public_event_uses(self, use):
        body = builders.organisation(in_directory=use == "directory")
        builders.organisation("Not used")
        event = builders.event()
        match use:
            case "line":
                builders.line(event, organisation=body)
            case "absent":
                builders.line(event, organisation=body, attendance="absent")
            case "host":
                with history.change(event, by=None):
                    event.bodies.create(organisation=body)
            case "project":
                project = builders.project()
                with history.change(project, by=None):
                    project.bodies.create(organisation=body)
                with history.change(event, by=None):
                    event.projects.add(project)
            case "team":
                project = builders.project(team=body)
                with history.change(event, by=None):
                    event.projects.add(project)
        assert list(Organisation.objects.public()) == [body]

    @pytest.mark.parametrize("use", ["line", "host", "project", "team"])
    def test_is_not_what_only_a_draft_uses(self, use):
        body = builders.organisation()
        event = builders.event(public=False)
        match use:
            case "line":
                builders.line(event, organisation=body)
            case "host":
                with history.change(event, by=None):
                    event.bodies.create(organisation=body)
            case "project":
                project = builders.project()
                with history.change(project, by=None):
                    project.bodies.create(organisation=body)
                with history.change(event, by=None):
                    event.projects.add(project)
            case "team":
                project = builders.project(team=body)
                with history.change(event, by=None):
                    event.projects.add(project)
        assert list(Organisation.objects.public()) == []

    def test_whole_is_public_with_its_department_and_not_the_other_way(self):
        top, low = builders.organisation("Top"), builders.organisation("Low")
        put(low, top)
        lowest = builders.organisation("Lowest", parent=low)
        builders.line(builders.event(), organisation=low)
        assert set(Organisation.objects.public()) == {top, low}
        assert lowest not in Organisation.objects.public()

    def test_post_of_a_person_makes_nothing_public(self):
        body = builders.organisation()
        person = builders.person(in_directory=True)
        person.positions.create(organisation=body, title="Head")
        assert list(Organisation.objects.public()) == []
