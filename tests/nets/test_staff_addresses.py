"""Every address of the staff × role × method is decided here; one that is not fails."""

import pytest
from django.contrib.auth.models import Group, User
from django.db import transaction
from django.test import Client

from portal import roles
from tests.nets import staff_addresses
from tests.nets.reading import read, stored
from tests.nets.staff_addresses import STOCK, Desk
from tests.staff import staff

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.openid.with_provider")]

WHO = {
    "-": set(),
    "s": {"Author", "Editor", "Data protection officer", "Administrator", "nobody"},
    "r": {"Author", "Editor", "Data protection officer", "Administrator"},
    "w": {"Author", "Editor", "Administrator"},
    "p": {"Editor", "Administrator"},
    "f": {"Editor", "Data protection officer", "Administrator"},
    "d": {"Data protection officer", "Administrator"},
    "a": {"Administrator"},
    # Who is in signs out by a button alone; others are led away.
    "out": {"no staff", "anonymous"},
}
# Who gets an answer from the pages of a kind: list, new, trail, delete, form; then by POST.
RECORDS = """
portal_letter              a-a-a a-a-a
organisations_organisation rwrpr rwrpr
people_person              rwrpr rwrpr
events_event               rwrpr rwrpr
events_project             rprpr rprpp
events_report              rwrpr rwrpw
events_topic               aaaaa aaaaa
events_role                aaaaa aaaaa
auth_user                  aaa-a aaa-a
"""
# The other pages, by GET and by POST that says nothing; "open" is for everybody, "x" no method
# of the page.
PAGES = """
accent                      open open
login                       open open
logout                      out  s
index                       s    s
app_list                    s    s
jsi18n                      s    x
my_mail                     s    s
password_change             s    s
password_change_done        s    s
openid                      s    x
openid_back                 s    x
second_step                 -    -
second_factor               s    s
second_factor_qr            -    x
signed_in                   s    s
stay                        s    x
pasted                      x    s
suggestions                 r    r
taken_away                  p    -
autocomplete                -    x
password_reset              open open
password_reset_done         open x
password_reset_confirm      open open
password_reset_complete     open x
find                        s    s
roles                       s    s
pile                        r    r
correct_name                p    p
where                       d    d
erase                       d    d
held                        d    x
requests                    d    x
case                        d    d
merge                       p    p
split                       p    p
reassigned                  p    p
undo                        p    p
pair                        p    p
events_event_printed_date   s    s
people_person_picture       -    x
organisations_organisation_picture - x
events_event_preview        r    x
events_event_photo          r    x
events_event_picture        r    x
events_event_document       r    x
events_event_lines          r    r
events_event_came           r    r
events_event_archive        a    a
events_event_begin          w    w
events_event_begin_text     w    w
events_event_text           w    w
events_event_list           w    w
events_event_list_columns   -    -
events_event_list_discard   x    -
events_event_list_line      -    -
events_event_list_review    -    -
events_event_list_undo      x    w
events_event_sentences      p    p
events_event_posts          r    r
events_event_open           r    r
events_event_remark         r    r
events_event_settle_remark  x    f
events_report_compare       r    x
events_report_language      w    w
events_report_reopen        x    w
events_report_answers       w    w
events_report_preview       r    x
events_report_proofs        w    w
events_report_revoke_proof  x    w
events_report_remark        r    r
events_report_settle_remark x    w
"""
ROLES = [*roles.NAMES, "nobody", "no staff", "anonymous"]


def decided():
    """Return for each name the letters for GET and POST."""
    found = {}
    for row in PAGES.strip().splitlines():
        name, *letters = row.split()
        found[name] = letters
    for row in RECORDS.strip().splitlines():
        kind, get, post = row.split()
        found |= {f"{kind}_{p}": letters for p, *letters in zip(STOCK, get, post, strict=True)}
        # What a colleague typed is for that colleague alone; sent again, it leads to the form.
        found[f"{kind}_set_aside"] = ["-", "s"]
    return found


def answered(role, letter):
    return letter == "open" or (letter != "x" and role in WHO[letter])


def client_of(role, **options):
    client = Client(**options)
    if role != "anonymous":
        user = staff("Author", "the-one")
        user.groups.set(Group.objects.filter(name=role))
        User.objects.filter(pk=user.pk).update(is_staff=role != "no staff")
        client.force_login(user)
    return client


def undone(client, method, address):
    """Ask, undo what it did, and return the answer."""
    with transaction.atomic():
        response, _body = read(client, address, method)
        transaction.set_rollback(True)
    return response


@pytest.fixture(autouse=True)
def provider(settings):
    """Name a provider of accounts that is away, which sends nobody anywhere."""
    settings.OIDC_ISSUER = "http://127.0.0.1:1"


@pytest.fixture(scope="module")
def desk(kept):
    return Desk()


def is_refused(response):
    to_login = response.status_code == 302 and "/login/" in response["Location"]
    return to_login or response.status_code in (403, 404, 405)


def test_every_address_is_decided_here():
    names = set(staff_addresses.names())
    assert names - set(decided()) == set()
    assert set(decided()) - names == set()
    assert set(roles.NAMES) == WHO["r"]


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.usefixtures("undrawn")
def test_address_answers_whom_the_table_says(desk, role):
    client = client_of(role)
    wrong = {}
    every = staff_addresses.addresses(desk)
    # Who signs out is refused everywhere, so that comes last.
    for name, address in sorted(every.items(), key=lambda pair: pair[0] == "logout"):
        for method, letter in zip(("get", "post"), decided()[name], strict=True):
            response = undone(client, method, address)
            assert response.status_code < 500, (name, method)
            if is_refused(response) == answered(role, letter):
                wrong[name, method] = response.status_code
            elif role == "anonymous" and letter != "x" and is_refused(response):
                # Who is not signed in learns not even what there is.
                assert "/login/" in response["Location"], (name, method)
    assert wrong == {}


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options"])
def test_method_of_no_form_changes_nothing(desk, method):
    client = client_of("Administrator")
    every = staff_addresses.addresses(desk)
    before = stored()
    for name, address in every.items():
        if name != "logout":
            assert read(client, address, method)[0].status_code < 500, name
    assert stored() == before


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_is_taken_without_the_token_of_a_form(desk, method):
    client = client_of("Administrator", enforce_csrf_checks=True)
    statuses = {
        name: read(client, address, method)[0].status_code
        for name, address in staff_addresses.addresses(desk).items()
    }
    assert {name for name, status in statuses.items() if status != 403} == set()
