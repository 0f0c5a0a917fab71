import datetime
import re
import uuid

import pytest
from django.contrib.admin import site
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from events.models import Event, Role, Topic
from portal import roles
from portal.admin.rows import MOST_ROWS
from tests import builders
from tests.staff import address_of, form_of, staff, undrawn

pytestmark = pytest.mark.django_db

INDEX = "admin:index"
HOSTILE = '"><img src=x onerror=alert(1)>{{ 7|add:7 }}<script>alert(2)</script>'


def index_of(client):
    return [
        (str(section["name"]), [str(model["name"]) for model in section["models"]])
        for section in client.get(reverse(INDEX)).context["app_list"]
    ]


class TestIndex:
    def test_administrator_sees_all_grouped_by_what_staff_do(self, client):
        client.force_login(staff("Administrator"))
        assert index_of(client) == [
            ("Write up", ["Events", "Reports"]),
            ("Directory", ["People", "Institutions", "Projects"]),
            ("Lists of words", ["Topics", "Roles at an event"]),
            ("The site", ["Users", "Letters"]),
        ]

    def test_author_sees_what_authors_write(self, client):
        client.force_login(staff("Author"))
        assert index_of(client) == [
            ("Write up", ["Events", "Reports"]),
            ("Directory", ["People", "Institutions", "Projects"]),
        ]

    def test_editor_sees_projects_too(self, client):
        client.force_login(staff("Editor"))
        assert index_of(client)[1] == ("Directory", ["People", "Institutions", "Projects"])

    def test_page_of_an_app_leads_to_the_index(self, client):
        client.force_login(staff())
        response = client.get(reverse("admin:app_list", args=["events"]))
        assert (response.status_code, response.url) == (302, reverse(INDEX))


class TestRoles:
    def test_migrate_makes_the_groups_with_their_permissions(self):
        Group.objects.all().delete()
        call_command("migrate", verbosity=0)
        made = {
            group.name: {
                f"{p.content_type.app_label}.{p.codename}" for p in group.permissions.all()
            }
            for group in Group.objects.all()
        }
        assert made == roles.ROLES

    @pytest.mark.parametrize(
        ("role", "address", "status"),
        [
            ("Author", "events_event_add", 200),
            ("Author", "events_report_add", 200),
            ("Author", "people_person_add", 200),
            ("Author", "organisations_organisation_add", 200),
            ("Author", "events_project_add", 403),
            ("Author", "events_topic_add", 403),
            ("Author", "events_role_changelist", 403),
            ("Author", "auth_user_changelist", 403),
            ("Editor", "events_project_add", 200),
            ("Editor", "events_topic_add", 403),
            ("Editor", "auth_user_changelist", 403),
            ("Administrator", "events_topic_add", 200),
            ("Administrator", "events_role_add", 200),
            ("Administrator", "auth_user_add", 200),
        ],
    )
    def test_each_role_opens_what_it_may(self, client, role, address, status):
        client.force_login(staff(role))
        assert client.get(reverse(f"admin:{address}")).status_code == status

    def test_author_deletes_nothing(self, client):
        client.force_login(staff("Author"))
        event = builders.event(public=False)
        url = reverse("admin:events_event_delete", args=[event.pk])
        assert client.post(url, {"post": "yes"}).status_code == 403
        assert Event.objects.count() == 1

    def test_editor_deletes_a_draft_but_nothing_that_is_or_will_be_public(self, client):
        client.force_login(staff("Editor"))
        later = timezone.now() + datetime.timedelta(days=1)
        for event in (
            builders.event("Draft", public=False),
            builders.event("Public"),
            builders.event("Coming", public_from=later),
        ):
            client.post(reverse("admin:events_event_delete", args=[event.pk]), {"post": "yes"})
        assert {event.name for event in Event.objects.all()} == {"Public", "Coming"}

    def test_account_without_rights_is_told_what_to_do(self, client, django_user_model):
        client.force_login(django_user_model.objects.create_user("new", is_staff=True))
        assert "ask an administrator" in client.get(reverse(INDEX)).content.decode()
        url = reverse("admin:suggestions", args=["people.person"])
        assert client.get(url, {"q": "ana"}).status_code == 403

    def test_visitor_gets_no_suggestions(self, client):
        url = reverse("admin:suggestions", args=["people.person"])
        assert client.get(url, {"q": "ana"}).status_code == 302


class TestDeletion:
    def test_words_that_are_used_cannot_be_deleted(self, client):
        client.force_login(staff())
        topic, role = Topic(name="Asylum", slug="asylum"), builders.role()
        builders.saved(topic)
        event = builders.event()
        event.topics.add(topic)
        builders.line(event, person=builders.person(), roles=[role])
        for name, record in [("topic", topic), ("role", role)]:
            url = reverse(f"admin:events_{name}_delete", args=[record.pk])
            page = client.get(url).content.decode()
            assert reverse("admin:events_event_change", args=[event.pk]) in page
            client.post(url, {"post": "yes"})
        assert Topic.objects.filter(pk=topic.pk).exists()
        assert Role.objects.filter(pk=role.pk).exists()

    def test_project_of_an_event_cannot_be_deleted(self, client):
        client.force_login(staff("Editor"))
        project, event = builders.project(), builders.event()
        event.projects.add(project)
        url = reverse("admin:events_project_delete", args=[project.pk])
        assert (
            reverse("admin:events_event_change", args=[event.pk])
            in client.get(url).content.decode()
        )
        assert client.post(url, {"post": "yes"}).status_code == 200
        project.refresh_from_db()


TEXTS = [
    "A\0B",
    "\u202eABC",
    "e" + "\u0301" * 5000,
    "   ",
    "x" * 20_000,
    "\ud83d",
    "\u200b",
    HOSTILE,
]
# What cannot be, by field: a form is sent for each turn, with every field of it wrong.
CANNOT_BE = [
    {
        "earliest": "0001-01-01",
        "latest": "9999-12-31",
        "public_from": "0001-01-01T00:00",
        "length_days": "9" * 400,
        "attendance_number": "9" * 30,
        "starts_at": "25:00",
        "time_zone": "Nowhere/Atlantis",
        "registration_url": "javascript:alert(1)",
        "slug": "ö / ?",
        "part_of": "No such event",
        "projects": "No such project",
    },
    {
        "earliest": "2026-13-99",
        "public_from": "9999-12-31T23:59",
        "length_days": "-1",
        "registration_url": "java\tscript:alert(1)",
    },
    {"public_from": "2026-03-29T02:30"},
]


class TestBadInput:
    def test_no_more_rows_are_drawn_than_a_form_may_have_whatever_it_says(self, client):
        role = builders.role()
        client.force_login(staff("Administrator"))
        address = address_of(role)
        data = form_of(client.get(address))
        with undrawn():
            page = client.post(address, data | {"names-TOTAL_FORMS": "100000"})
        formset = page.context_data["inline_admin_formsets"][0].formset
        assert len(formset.forms) == MOST_ROWS
        assert formset.non_form_errors() == [
            f"A form has room for {MOST_ROWS} rows of a kind: take some away again."
        ]

    @pytest.mark.parametrize("page", ["events_event", "events_report", "people_person"])
    def test_no_address_breaks_a_page(self, client, page):
        client.force_login(staff())
        builders.event()
        long = "9" * 5000
        asked = {
            "changelist": "q=%00 q=%25&o=999 p=-1 p=1e30 o=abc status__exact=%00 public=maybe "
            f"kind__exact=nothing listed_on__year=abc id={long} e=1",
            "add": f"like={'9' * 60} like=%D9%A1 event=-1 name=%00 event={long}",
        }
        for kind, queries in asked.items():
            for query in queries.split():
                response = client.get(f"{reverse(f'admin:{page}_{kind}')}?{query}")
                assert response.status_code in (200, 302, 400), query

    @pytest.mark.parametrize(
        ("chosen", "said"),
        [
            ({"action": "delete_selected"}, "Choose the rows in the list"),
            ({"action": ""}, "Choose the rows in the list"),
            ({"action": "", "_selected_action": "1"}, "Choose the rows and what to do with them"),
        ],
    )
    def test_who_chose_too_little_in_a_list_is_told_what_to_choose(self, client, chosen, said):
        client.force_login(staff())
        address = reverse("admin:events_event_changelist") + "?kind__exact=workshop"
        response = client.post(address, {"index": "0"} | chosen, follow=True)
        told = [str(message) for message in response.context["messages"]]
        assert told == [f"Nothing was done. {said}, and try again."]
        assert response.redirect_chain == [(address, 302)]

    @pytest.mark.parametrize("key", ["x", "", "\0", "9" * 40, "9" * 6000, "1 2", "1.5"])
    def test_choice_that_no_list_offers_does_nothing(self, client, key):
        client.force_login(staff())
        role = builders.role()
        lists = 0
        for model in site._registry:
            name = f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"
            for action in ("delete_selected", "send_again"):
                chosen = {"action": action, "_selected_action": [role.pk, key], "post": "yes"}
                response = client.post(reverse(name), chosen, follow=True)
                told = [str(message) for message in response.context.get("messages", ())]
                if told:
                    lists += 1
                    said = "Nothing was done. Choose the rows in the list, and try again."
                    assert (told, response.status_code) == ([said], 200), name
        assert lists > 10
        assert Role.objects.filter(pk=role.pk).exists()

    @pytest.mark.parametrize("key", ["%00", "abc", "9" * 40, "-1", "1 2", "0"])
    def test_record_that_cannot_be_is_not_found(self, client, key):
        client.force_login(staff())
        response = client.get(f"/admin/events/event/{key}/change/", follow=True)
        assert response.status_code in (200, 404)
        assert response.request["PATH_INFO"] in (
            reverse("admin:events_event_changelist"),
            f"/admin/events/event/{key}/change/",
        )

    @pytest.mark.parametrize(
        "label", ["people.person", "organisations.organisation", "events.event"]
    )
    @pytest.mark.parametrize("query", ["%", "a" * 5000, "\u202e", "', \"--", "(a+)+$"])
    def test_suggestions_take_any_letters(self, client, label, query):
        client.force_login(staff())
        url = reverse("admin:suggestions", args=[label])
        response = client.get(url, {"q": query, "on": "2021-13-99"})
        assert response.json() == {"results": []}

    def test_suggestions_of_no_kind_are_not_found(self, client):
        client.force_login(staff())
        assert client.get(reverse("admin:suggestions", args=["auth.user"])).status_code == 404

    @pytest.mark.parametrize("kind", ["event", "report", "person", "organisation", "project"])
    def test_no_text_breaks_a_form(self, client, kind):
        client.force_login(staff())
        builders.event("Workshop")
        app = {"person": "people", "organisation": "organisations"}.get(kind, "events")
        url = reverse(f"admin:{app}_{kind}_add")
        blank = form_of(client.get(url))
        for text in TEXTS:
            # A form is saved once by its key.
            data = blank | {"once": [str(uuid.uuid4())]}
            for name, values in blank.items():
                if values == [""] and "FORMS" not in name:
                    data[name] = [text.encode("utf-8", "replace").decode()]
            if kind == "report":
                data["event"] = ["Workshop"]
            with undrawn():
                response = client.post(url, data)
            assert response.status_code in (200, 302), text
            if response.status_code == 200:
                assert response.context_data["error_list"], text

    def test_value_that_cannot_be_is_told_beside_its_field(self, client):
        client.force_login(staff())
        event = builders.event(public=False)
        url = reverse("admin:events_event_change", args=[event.pk])
        data = form_of(client.get(url))
        for typed in CANNOT_BE:
            with undrawn():
                response = client.post(url, data | {f: [value] for f, value in typed.items()})
            assert response.status_code == 200, typed
            assert set(typed) - set(response.context_data["adminform"].form.errors) == set()
        event.refresh_from_db()
        assert event.number == 1

    def test_hostile_text_is_shown_as_text_and_computes_nothing(self, client):
        client.force_login(staff())
        person = builders.person(HOSTILE)
        body = builders.organisation(HOSTILE[:90])
        event = builders.event(HOSTILE, status_note=HOSTILE)
        builders.saved(Topic(name=HOSTILE, slug="topic"))
        event.bodies.create(organisation=body)
        event.places.create(city=HOSTILE)
        event.sources.create(publisher=HOSTILE)
        builders.line(event, person=person, organisation=body, position=HOSTILE, note=HOSTILE)
        builders.report(event, HOSTILE, lead=HOSTILE)
        form = reverse("admin:events_event_change", args=[event.pk])
        for url in (reverse("admin:events_event_changelist"), form):
            page = client.get(url).content.decode()
            assert "7|add:7" in page, url
            assert "<img src=x" not in page, url
            assert "<script>alert" not in page, url
            assert "14<" not in page, url
        data = form_of(client.get(form)) | {"note": [HOSTILE], "attendance_number": ["9"]}
        page = client.post(form, data, follow=True).content.decode()
        assert "&lt;img src=x" in page
        assert "<img src=x" not in page


class TestList:
    @pytest.mark.parametrize(
        ("page", "question"),
        [
            ("auth_user", "password__startswith=m"),
            ("auth_user", "last_login__isnull=1"),
            ("auth_user", "groups__user__password__startswith=m"),
            ("portal_letter", "body__contains=set-password"),
            ("people_person", "biography__contains=a"),
        ],
    )
    def test_no_column_that_it_does_not_filter_by_can_be_asked_for(self, client, page, question):
        """Letter by letter somebody would read the digest of a password, the link in a letter."""
        client.force_login(staff())
        list_address = reverse(f"admin:{page}_changelist")
        assert client.get(f"{list_address}?{question}").status_code == 400

    def test_its_own_filters_are_asked(self, client):
        user = staff()
        client.force_login(user)
        for page, question in (
            ("auth_user", f"is_active__exact=1&groups__id__exact={user.groups.get().pk}"),
            ("portal_letter", "state=waiting"),
            ("events_event", "public=no&kind__exact=meeting&o=1&q=x&p=1"),
            ("events_report", "state=public&language=en"),
            ("events_project", "programme=x&in_directory__exact=1"),
            ("people_person", "visibility__exact=page"),
            ("organisations_organisation", "kind__exact=ministry"),
        ):
            address = reverse(f"admin:{page}_changelist")
            assert client.get(f"{address}?{question}").status_code == 200, page

    def test_yes_and_no_are_told_in_words(self, client):
        client.force_login(staff())
        User.objects.create_user("gone", is_active=False)
        builders.role("Scribe", speaking=False), builders.role("Reader", speaking=True)
        for page, column in (("auth_user", "active"), ("events_role", "speaks")):
            html = client.get(reverse(f"admin:{page}_changelist")).text
            assert {*re.findall(rf'<td class="field-{column}">(.*?)</td>', html)} == {"Yes", "No"}
            assert "icon-no" not in html

    def test_heading_says_in_which_order_rows_are_and_turns_it_round(self, client):
        client.force_login(staff())
        builders.organisation("Ministry of Works")
        address = reverse("admin:organisations_organisation_changelist")
        heading = r'aria-sort="(\w+)">\s*<div class="text">\s*<a href="([^"]+)">Name</a>'
        assert re.findall(heading, client.get(f"{address}?o=1").text) == [("ascending", "?o=-1")]
        assert re.findall(heading, client.get(f"{address}?o=-1").text) == [("descending", "?o=1")]
        assert "aria-sort" not in client.get(f"{address}?o=2").text.partition(">Name</a>")[0]
