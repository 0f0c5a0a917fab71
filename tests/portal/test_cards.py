"""The picture of a page where it is shared: its words fit, in whatever letters they are."""

import io

import pytest
from PIL import Image, features

from portal import cards
from portal.cards import SANS, SERIF, Card
from tests import builders
from tests.events.clock import at, change, withdraw

FACTS, OWNER, ACCENT = "Workshop · 2021 · Belgrade", "Office of Records", "#1d4f91"


def drawn(title, facts=FACTS, owner=OWNER):
    """Return the box of the ink of a card's title, None without any."""
    picture = Image.open(io.BytesIO(cards.png(Card(title, facts, owner, ACCENT))))
    assert (picture.format, picture.size) == ("PNG", (1200, 630))
    title = picture.convert("L").crop((0, cards.TOP + 44, 1200, 515))
    return title.point(lambda value: 255 * (value < 128)).getbbox()


@pytest.mark.parametrize(
    ("text", "family"),
    [
        ("Workshop on roads: žćčđš, ÄÖß", SERIF),
        ("Радионица: Ђорђе, Љиљана, Његош", SERIF),
        ("Ημερίδα", SERIF),
        ("ورشة عمل", SANS),
        ("סדנה", SANS),
        ("題名", None),
    ],
)
def test_text_is_set_in_a_face_that_has_all_its_letters(text, family):
    assert features.check("raqm")
    assert cards.family_for(text, SERIF, SANS) == family


def test_long_title_is_small_and_a_longer_one_ends_in_an_ellipsis():
    short, small, height = cards.fitted("Roads", SERIF, 330), "road " * 60, 330
    assert (short[0].size, short[1]) == (76, ["Roads"])
    font, lines, step = cards.fitted(small.strip(), SERIF, height)
    assert font.size < 76
    assert " ".join(lines) == small.strip()
    font, lines, step = cards.fitted("W" * 300, SERIF, height)
    assert lines[-1].endswith("…")
    assert len(lines) * step <= height
    assert max(font.getlength(line) for line in lines) <= cards.RIGHT - cards.LEFT


def test_title_stands_inside_its_margins_at_the_side_where_reading_begins():
    left, _top, right, _bottom = drawn("Roads")
    assert (left - cards.LEFT < 10, right < 600) == (True, True)
    left, _top, right, _bottom = drawn("سنة")
    assert (left > 600, cards.RIGHT - right < 10) == (True, True)
    left, _top, right, _bottom = drawn("W" * 300)
    assert left >= cards.LEFT - 2
    assert right <= cards.RIGHT + 2
    assert drawn("題名") is None


@pytest.mark.django_db
class TestEvent:
    def test_picture_is_kept_until_what_it_shows_changes(self, client):
        event = builders.event()
        builders.report(event, "Roads", now=at(1))
        url = f"{event.get_absolute_url()}card.png"
        answer = client.get(url)
        assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
        assert answer["Cache-Control"] == "public, max-age=60"
        assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert client.get(url, HTTP_IF_NONE_MATCH=answer["ETag"]).status_code == 304
        builders.report(event, "Roads for all", now=at(2))
        assert client.get(url)["ETag"] != answer["ETag"]

    def test_event_that_moved_or_went_takes_its_picture_along(self, client):
        event = builders.event()
        url = f"{event.get_absolute_url()}card.png"
        change(event, at(1), slug="roads-again")
        moved = client.get(url)
        assert (moved.status_code, moved["Location"]) == (301, "/events/2021/roads-again/card.png")
        withdraw(event, at(2))
        assert client.get(moved["Location"]).status_code == 410
        builders.event("Draft", slug="draft", public=False)
        assert client.get("/events/2021/draft/card.png").status_code == 404
