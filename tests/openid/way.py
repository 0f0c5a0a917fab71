"""Going to a provider of accounts and back."""

from django.contrib.auth.models import User

from tests.staff import staff

LOGIN, BEGIN, BACK = "/admin/login/", "/admin/openid/", "/admin/openid/back/"
NOBODY, UNFINISHED, AWAY = (
    f"{LOGIN}?next=%2Fadmin%2F&said={said}" for said in ("nobody", "unfinished", "away")
)


def account(name, email, role="Author", **more):
    user = staff(role, name)
    User.objects.filter(pk=user.pk).update(email=email, **more)
    user.refresh_from_db()
    return user


def way_back(client, issuer, wanted="", **claims):
    """Begin, be vouched for with these claims, and return the address of the way back."""
    answer = client.get(BEGIN, {"next": wanted} if wanted else {})
    assert answer["Location"].startswith(f"{issuer.address}/authorize?")
    return issuer.led_here(answer["Location"], **claims)


def come_back(client, issuer, wanted="", **claims):
    """Go there and back; return where that leads, and who is signed in then."""
    answer = client.get(way_back(client, issuer, wanted, **claims))
    assert answer.status_code == 302
    return answer["Location"], user_of(client)


def user_of(client):
    key = client.session.get("_auth_user_id")
    return key and User.objects.get(pk=key).username
