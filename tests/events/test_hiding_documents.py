"""Somebody is hidden while others upload: no document that names them is passed over."""

import pytest

from events.rights import covering, papers
from people.models import Person
from portal import history
from tests import builders
from tests.events.somebody import NAME, World, gone

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
