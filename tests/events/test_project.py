import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from events.models import Project
from portal import history
from tests import builders

pytestmark = pytest.mark.django_db


def rename(project, **fields):
    with history.change(project, by=None):
        for name, value in fields.items():
            setattr(project, name, value)
        project.clean()
        project.save()


def test_left_address_is_never_given_to_another():
    project = builders.project()
    rename(project, slug="roads")
    assert builders.project().slug == "better-roads-2"
    with pytest.raises(ValidationError) as refused:
        Project(title="Other", slug="better-roads").clean()
    assert list(refused.value.message_dict) == ["slug"]
    rename(project, slug="better-roads")
    assert Project.objects.get(slug="better-roads") == project


def test_address_left_by_a_removed_one_is_never_given_to_another():
    history.remove(builders.project(), by=None)
    assert builders.project().slug == "better-roads-2"


@pytest.mark.parametrize("title", ["", "\u200b"])
def test_title_is_required_and_held_by_the_database(title):
    project = Project(title=title, slug="x")
    with pytest.raises(ValidationError) as refused:
        project.full_clean()
    assert list(refused.value.message_dict) == ["title"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Project.objects.bulk_create([project])


def test_order_and_search_read_the_folded_title():
    other = builders.project("Šuma", reference="IPA/2021")
    first = builders.project("Путеви")
    assert list(Project.objects.all()) == [first, other]
    assert list(Project.objects.filter(folded__contains="ipa 2021")) == [other]
    rename(other, title="Aleja")
    assert Project.objects.get(pk=other.pk).folded.startswith("aleja")
    assert list(Project.objects.all()) == [other, first]


def test_institution_has_one_role_once():
    project, body = builders.project(), builders.organisation()
    project.bodies.create(organisation=body, role="funder")
    project.bodies.create(organisation=body, role="lead")
    with pytest.raises(IntegrityError), transaction.atomic():
        project.bodies.bulk_create([type(project.bodies.first())(
            project=project, organisation=body, role="lead"
        )])  # fmt: skip


def test_correction_of_a_project_moves_no_event():
    event, project = builders.event(), builders.project()
    with history.change(event, by=None, now=builders.LONG_AGO):
        event.projects.add(project)
    before = list(event.updates.values())
    rename(project, title="Better rails")
    assert list(event.updates.values()) == before
