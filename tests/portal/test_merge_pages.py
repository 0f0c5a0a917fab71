"""The pages on which two records are made one, two again, or told apart."""

import pytest
from django.urls import reverse

from events.models import Participation
from events.rights import covering
from people.models import Person
from portal import history
from portal.admin import duplicates
from portal.duplicates.merge import merge
from portal.models import Reassignment
from tests import builders
from tests.pages import words
from tests.staff import form_of, staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def two():
    return builders.person("Ana Anić"), builders.person("Anna Anich", honorific="Dr")


def url_of(name, record):
    return reverse(f"admin:{name}", args=[record._meta.model_name, record.pk])


def shown(client, kept, gone):
    return client.get(url_of("merge", kept), {"other": f"{gone} ({gone.pk})"})


def test_editor_sees_all_that_moves_and_merges(client, editor, two):
    ana, double = two
    event = builders.event("Workshop on <b>roads</b>")
    builders.line(event, person=double, position="Clerk", organisation=builders.organisation())
    with history.change(double, by=None):
        double.names.create(name="A. Anić")
    page = shown(client, ana, double)
    assert [(part["title"], part["count"]) for part in page.context["moving"]] == [
        ("Other names", 1),
        ("Who took part", 1),
    ]
    assert "Workshop on &lt;b&gt;roads&lt;/b&gt;" in page.text
    # “A part of” is said of departments.
    assert "is merged into" in page.text
    assert "a part of" not in words(page.text)
    assert "position then: Clerk" in page.text
    data = form_of(page) | {"name": ["gone"], "name_kind": ["misspelling"]}
    answer = client.post(url_of("merge", ana), data, follow=True)
    assert answer.redirect_chain[-1][0] == reverse("admin:people_person_change", args=[ana.pk])
    person = Person.objects.get()
    assert (person.pk, person.name, person.honorific) == (ana.pk, "Anna Anich", "Dr")
    assert person.names.get(name="Ana Anić").kind == "misspelling"
    row = Reassignment.objects.get()
    assert (row.by, row.from_id, row.to_id) == (editor, double.pk, ana.pk)
    undo = reverse("admin:undo", args=[row.pk])
    said = f"“Anna Anich” (number {double.pk}) was merged into this one; "
    assert f"{said}its address leads here. <a" in answer.text
    assert f'its address leads here. <a href="{undo}">Undo</a>' in answer.text
    answer = client.post(undo, follow=True)
    assert "is as it was before" in answer.text
    assert set(Person.objects.values_list("name", flat=True)) == {"Ana Anić", "Anna Anich"}


def test_row_that_meets_its_twin_is_marked(client, editor, two):
    ana, double = two
    event, other = builders.event(), builders.event("Another")
    builders.line(event, person=ana)
    builders.line(event, person=double)
    builders.line(other, person=double)
    [part] = shown(client, ana, double).context["moving"]
    joins = {str(row["line"].owner): row["line"].joins for row in part["lines"]}
    assert joins == {"Workshop on roads": True, "Another": False}


def test_undone_gives_back_no_name_of_who_was_hidden_since(client, editor):
    ana, event = builders.person("Ana Anić"), builders.event()
    kept, gone = (builders.organisation(name, in_directory=True) for name in ("Works", "Roads"))
    for body, about in ((kept, "<p>Led by Ana Anić.</p>"), (gone, "<p>Builds.</p>")):
        with history.change(body, by=None):
            body.about = about
            body.save()
    for body, note in ((kept, ""), (gone, "Sent by Ana Anić")):
        builders.line(event, organisation=body, note=note)
    with history.change(event, by=None):
        Participation.objects.filter(organisation=kept).update(note="Came late")
    row = merge(kept, gone, by=None, chosen={"about": "gone"})
    covering.hide(ana, by=None, reason="They asked")
    answer = client.post(reverse("admin:undo", args=[row.pk]), follow=True)
    assert "is as it was before" in answer.text
    kept.refresh_from_db()
    assert kept.about == "<p>Led by [name not shown].</p>"
    assert {line.note for line in event.participations.all()} == {
        "Came late",
        "Sent by [name not shown]",
    }


def test_stricter_visibility_is_proposed_and_said(client, editor, two):
    ana, double = two
    with history.change(double, by=None):
        double.visibility = "hidden"
        double.save()
    page = shown(client, ana, double)
    assert "shown to readers less than the other" in page.text
    assert "A data protection officer may choose otherwise" in page.text
    assert "visibility" not in page.context["confirm"].fields
    client.post(url_of("merge", ana), form_of(page) | {"visibility": "kept"})
    ana.refresh_from_db()
    assert ana.visibility == "hidden"


def test_who_answers_for_the_rights_of_people_may_choose_the_other(client, two):
    ana, double = two
    with history.change(double, by=None):
        double.visibility = "hidden"
        double.save()
    client.force_login(staff())
    page = shown(client, ana, double)
    assert page.context["confirm"]["visibility"].value() == "gone"


def test_nothing_is_merged_that_was_changed_since_it_was_shown(client, editor, two):
    ana, double = two
    event = builders.event()
    builders.line(event, person=double)
    data = form_of(shown(client, ana, double))
    with history.change(event, by=None):
        Participation.objects.update(position="Clerk")
    answer = client.post(url_of("merge", ana), data)
    assert "Something was changed since you looked" in answer.text
    assert Person.objects.count() == 2


def test_second_click_leads_where_the_first_does(client, editor, two):
    ana, double = two
    data = form_of(shown(client, ana, double))
    answers = [client.post(url_of("merge", ana), data) for _click in range(2)]
    form = reverse("admin:people_person_change", args=[ana.pk])
    assert [answer["Location"] for answer in answers] == [form, form]
    assert Reassignment.objects.count() == 1


@pytest.mark.parametrize("typed", ["", "Nobody At All", "Ana Anić", "(99999999999999)", "x" * 400])
def test_other_that_cannot_be_is_refused_in_plain_words(client, editor, two, typed):
    answer = client.get(url_of("merge", two[0]), {"other": typed})
    assert answer.context["form"].errors["other"]
    answer = client.post(url_of("merge", two[0]), {"other": typed, "seen": "x"})
    assert answer.context["form"].errors["other"]
    assert Person.objects.count() == 2


def test_draft_that_is_limited_to_others_is_not_named_and_moves_all_the_same(client, editor, two):
    ana, double = two
    event = builders.event("Secret talks", public=False)
    builders.line(event, person=double)
    with history.change(event, by=None):
        event.colleagues.add(staff("Author"))
    page = shown(client, ana, double)
    assert "Secret talks" not in page.text
    assert "Something that is limited to others." in page.text
    client.post(url_of("merge", ana), form_of(page))
    assert event.participations.get().person == ana
    page = client.get(reverse("admin:undo", args=[Reassignment.objects.get().pk]))
    assert "Secret talks" not in page.text
    assert "Secret talks" not in client.get(url_of("split", ana)).text
    history.remove(event, by=None)
    page = client.get(reverse("admin:undo", args=[Reassignment.objects.get().pk]))
    assert "It was deleted." in page.text
    assert "Secret talks" not in page.text


def test_more_than_a_page_can_change_is_left_to_the_server(client, editor, two, monkeypatch):
    monkeypatch.setattr(duplicates, "MOST_TOUCHED", 0)
    ana, double = two
    builders.line(builders.event(), person=double)
    page = shown(client, ana, double)
    assert "by “merge_records”" in page.text
    client.post(url_of("merge", ana), form_of(page))
    assert Person.objects.count() == 2


def test_only_editors_merge_split_and_undo(client, two):
    client.force_login(staff("Author"))
    ana, double = two
    row = merge(ana, double, by=None)
    for address in [
        url_of("merge", ana),
        url_of("split", ana),
        url_of("reassigned", ana),
        reverse("admin:undo", args=[row.pk]),
    ]:
        assert client.get(address).status_code == 403
        assert client.post(address, {"other": "x"}).status_code == 403
    assert "Merge with another" not in client.get(f"/admin/people/person/{ana.pk}/change/").text
    assert Person.objects.count() == 1


@pytest.mark.parametrize("count", [1, 3])
def test_preview_costs_a_constant_number_of_queries(
    client, editor, two, count, django_assert_num_queries
):
    ana, double = two
    body = builders.organisation()
    for number in range(count):
        event = builders.event(f"Event {number}", slug=f"event-{number}")
        builders.line(event, person=ana)
        builders.line(event, person=double, organisation=body)
    shown(client, ana, double)
    with django_assert_num_queries(31):
        shown(client, ana, double)


def test_merged_record_is_found_again_by_staff(client, editor, two):
    ana, double = two
    builders.line(builders.event(), person=ana)
    address, number = double.get_absolute_url(), double.pk
    merge(ana, double, by=editor)
    form = reverse("admin:people_person_change", args=[ana.pk])
    old = client.get(reverse("admin:people_person_change", args=[number]))
    assert old["Location"] == form
    assert client.get("/admin/find/", {"q": address})["Location"] == form
    assert client.get("/admin/taken-away/").context["lines"] == []
    listed = client.get(url_of("reassigned", ana))
    assert "“Anna Anich”" in listed.text
    assert reverse("admin:undo", args=[Reassignment.objects.get().pk]) in listed.text


@pytest.mark.parametrize(
    ("name", "kind"),
    [("Ana Anić Brkić", "alias"), ("Anna Anić", "misspelling"), ("A. Anić", "alias")],
)
def test_name_that_letters_tell_apart_is_called_misspelt_at_first(client, editor, name, kind):
    kept, gone = builders.person("Ana Anić"), builders.person(name)
    page = shown(client, kept, gone)
    assert form_of(page)["name_kind"] == [kind]
