"""Somebody is hidden while others upload: no document that names them is passed over."""

import pytest
from django.urls import reverse
from django.utils import timezone

from events.models import Request
from events.rights import covering, papers
from people.models import Person
from portal import history
from portal.models import Site
from tests import builders
from tests.events.somebody import NAME, World, gone
from tests.staff import form_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return World()


@pytest.mark.parametrize("is_new", [True, False])
def test_hiding_reads_also_what_came_while_documents_were_read(world, monkeypatch, is_new):
    builders.document(world.event, "All", data=b"Nobody", name="a.txt")
    look, meanwhile = papers.look_into, iter([NAME.encode()])

    def look_into(found, who):
        looked = look(found, who)
        for data in meanwhile:
            paper = builders.document(world.event, "Late", data=data, name="b.txt")
            if not is_new:
                world.event.documents.filter(title="All").update(file=paper.file.name)
                paper.delete()
        return looked

    monkeypatch.setattr(papers, "look_into", look_into)
    covering.hide(world.person, by=world.user, reason="They asked")
    kept = world.event.documents.filter(withheld=True).values_list("title", flat=True)
    assert list(kept) == ["Late" if is_new else "All"]


def test_hiding_reads_all_again_for_who_is_called_otherwise_meanwhile(world):
    builders.document(world.event, "All", data=b"Zora Zori\xc4\x87", name="a.txt")
    read = gone(world.person)
    with history.change(world.person, by=None):
        Person.objects.filter(pk=world.person.pk).update(name="Zora Zorić")
    covering.hide(read, by=world.user, reason="They asked")
    assert world.event.documents.get(title="All").withheld


@pytest.fixture
def steps(monkeypatch):
    """Return the steps of a request in their order: “held”, and how many files were opened."""
    hold, said, found = Site.objects.hold, papers.said, []
    monkeypatch.setattr(Site.objects, "hold", lambda: found.append("held") or hold())
    monkeypatch.setattr(papers, "said", lambda rows: found.append(len(rows)) or said(rows))
    return found


def of_files(steps):
    """Return how many files were opened before the site was held, and how many meanwhile."""
    place = steps.index("held")
    before, meanwhile = steps[:place], steps[place:]
    return sum(before), sum(step for step in meanwhile if step != "held")


def test_no_file_is_opened_while_who_asks_is_hidden_and_nobody_else_can_save(world, client, steps):
    client.force_login(world.user)
    builders.document(world.event, "All", data=NAME.encode(), name="a.txt")
    asked = Request.objects.create(
        name="Petar",
        mail="a@home.example",
        wish="hide",
        page=world.person.get_absolute_url(),
        checked_at=timezone.now(),
    )
    number = world.event.documents.count()
    steps.clear()
    client.post(reverse("admin:case", args=[asked.pk]), {"step": "hide"})
    assert world.event.documents.get(title="All").withheld
    assert of_files(steps) == (number, 0)


def test_no_file_is_opened_while_what_is_chosen_is_done_and_nobody_else_can_save(
    world, client, steps
):
    client.force_login(world.user)
    builders.document(world.event, "All", data=NAME.encode(), name="a.txt")
    url = reverse("admin:where", args=[world.person.pk])
    line = world.person.participations.first()
    data = form_of(client.get(url)) | {"reason": "They asked", f"line-{line.pk}": "on"}
    number = world.event.documents.count()
    steps.clear()
    client.post(url, data)
    assert gone(line).name_hidden
    assert of_files(steps) == (number, 0)
