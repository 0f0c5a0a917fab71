import pytest
from django.urls import reverse

from events.models import Event
from portal import history
from tests import builders
from tests.staff import address_of, staff

pytestmark = pytest.mark.django_db

FIND = "admin:find"


def find(client, words):
    return client.get(reverse(FIND), {"q": words})


def titles(response):
    found = response.context["found"]
    return {str(kind.title): [item.title for item in kind.items] for kind in found}


class TestAddress:
    def test_address_of_every_page_opens_its_form(self, client, editor, settings):
        event = builders.event()
        undated = builders.event("Once", earliest=None, precision="unknown")
        records = [
            event,
            undated,
            builders.person(),
            builders.organisation(),
            builders.project(),
        ]
        for record in records:
            path = record.get_absolute_url()
            for words in (
                path,
                f"{settings.SITE_URL}{path}",
                f"  {settings.SITE_URL}{path}?page=2#history ",
                path.strip("/"),
                f"{settings.SITE_URL.removeprefix('http://')}{path}",
            ):
                assert find(client, words).url == address_of(record), words

    def test_address_of_a_draft_opens_its_form(self, client, editor):
        draft = builders.event(public=False)
        assert find(client, draft.get_absolute_url()).url == address_of(draft)

    def test_address_of_a_file_opens_the_form_of_its_event(self, client, editor):
        event = builders.event()
        assert find(client, builders.document(event).get_absolute_url()).url == address_of(event)

    def test_earlier_address_opens_the_form(self, client, editor):
        records = [builders.event(), builders.project()]
        for record in records:
            old = record.get_absolute_url()
            with history.change(record, by=None):
                record.slug = "another"
                record.save()
            assert record.get_absolute_url() != old
            assert find(client, old).url == address_of(record)

    def test_address_of_the_admin_is_opened(self, client, editor):
        address = address_of(builders.event())
        assert find(client, f"http://127.0.0.1:8000{address}").url == address

    @pytest.mark.parametrize(
        "words",
        [
            "https://elsewhere.example/events/2021/workshop-on-roads/",
            "/events/2021/nothing/",
            "/people/99999999999999999999999-x/",
            "/people/12/",
            "http://[/events/",
            "//elsewhere.example/admin/",
            "/events/",
            "/%00/",
            "/\\elsewhere.example/admin/",
        ],
    )
    def test_any_other_address_says_what_to_do(self, client, editor, words):
        builders.event()
        response = find(client, words)
        assert response.status_code == 200
        assert "Nothing with a form stands at this address." in response.content.decode()

    def test_what_is_limited_to_others_is_as_if_it_were_not_there(self, client, editor):
        draft = builders.event("Osier", public=False)
        builders.report(draft, "Osier", published=False)
        with history.change(draft, by=None):
            draft.colleagues.set([staff("Author")])
        pages = [
            find(client, address).content.decode().replace(address, "")
            for address in (draft.get_absolute_url(), "/events/2021/nothing/")
        ]
        limited, other = (page.partition('id="content-main"')[2] for page in pages)
        assert limited == other
        assert titles(find(client, "osier")) == {}

    def test_only_what_the_account_may_see_is_opened(self, client):
        nobody = staff("Author")
        nobody.groups.clear()
        client.force_login(nobody)
        event = builders.event()
        builders.report(event)
        assert find(client, event.get_absolute_url()).status_code == 200
        assert titles(find(client, "workshop")) == {}


class TestWords:
    def test_finds_every_kind_by_folded_words(self, client, editor):
        event = builders.event("Radionica o Цуцић putevima")
        builders.report(event, "Šta je rekao Cucić", published=False)
        builders.person("Владимир Цуцић")
        builders.organisation("Institut Cucić")
        builders.project("Cucić i putevi")
        assert titles(find(client, "CUCIC")) == {
            "Events": ["Radionica o Цуцић putevima"],
            "Reports": ["Šta je rekao Cucić"],
            "People": ["Владимир Цуцић"],
            "Institutions": ["Institut Cucić"],
            "Projects": ["Cucić i putevi"],
        }
        assert titles(find(client, "cucic putevi")) == {
            "Events": ["Radionica o Цуцић putevima"],
            "Projects": ["Cucić i putevi"],
        }

    def test_report_is_found_by_the_text_that_the_user_may_read(self, client, editor):
        event = builders.event()
        builders.report(event, "Public words")
        builders.report(event, "Osier draft of public words", published=False)
        with history.change(event, by=None):
            event.colleagues.set([staff("Author")])
        assert titles(find(client, "words"))["Reports"] == ["Public words"]

    def test_many_lead_to_the_list_with_the_same_words(self, client, editor):
        for number in range(11):
            builders.person(f"Ana {number}")
        page = find(client, "ana").content.decode()
        assert f"{reverse('admin:people_person_changelist')}?q=ana" in page
        assert page.count("Ana ") == 10

    def test_nothing_found_says_what_to_do(self, client, editor):
        assert "Try fewer words" in find(client, "nowhere").content.decode()
        assert "Try fewer words" in find(client, "…").content.decode()

    def test_no_words_lead_back_to_the_desk(self, client, editor):
        assert find(client, "  ").url == reverse("admin:index")

    def test_hostile_words_stay_words(self, client, editor):
        page = find(client, '"><script>alert(1)</script>').content.decode()
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page

    def test_costs_the_same_for_one_and_for_three(self, client, editor, django_assert_num_queries):
        for turn in range(1, 4):
            event = builders.event(f"Word {turn}")
            builders.report(event, f"Word {turn}")
            builders.person(f"Word {turn}")
            builders.organisation(f"Word {turn}")
            builders.project(f"Word {turn}")
            if turn != 2:
                with django_assert_num_queries(9):
                    found = find(client, "word")
                assert {len(kind) for kind in titles(found).values()} == {turn}
        assert Event.objects.count() == 3
