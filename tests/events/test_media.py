import pytest

from events.models import Document, Photo
from tests import builders

pytestmark = pytest.mark.django_db


def test_document_is_named_for_readers_by_its_title():
    document = Document(title="Дневни ред / Agenda", file="documents/0123.PDF")
    assert document.extension == "pdf"
    assert document.download_name == "dnevni-red-agenda.pdf"


def test_document_without_letters_has_a_name_all_the_same():
    assert Document(title="…", file="documents/0123.pdf").download_name == "unnamed.pdf"


def test_photo_is_named_by_what_is_known_of_it():
    photo = Photo.objects.create(event=builders.event(), file="a.jpg", width=4, height=3)
    assert str(photo) == str(photo.pk)
    photo.alternative_text = "A hall"
    assert str(photo) == "A hall"
    photo.caption = "The hall in Belgrade"
    assert str(photo) == "The hall in Belgrade"


@pytest.mark.parametrize("model", [Document, Photo])
def test_order_is_that_given_and_then_of_age(model):
    event = builders.event()
    size = {"width": 4, "height": 3} if model is Photo else {"title": "x"}
    rows = [model.objects.create(event=event, file="a", order=o, **size) for o in (20, 10, 10)]
    assert list(model.objects.all()) == [rows[1], rows[2], rows[0]]
