import functools
import io
import re
from pathlib import Path

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models, transaction
from django.test.utils import isolate_apps
from PIL import Image

from events.models import Document, Photo
from organisations.models import Organisation
from people.models import Person
from portal import uploads
from portal.files import StoreAway
from portal.uploads import DocumentField, PictureField
from tests import builders

PDF = b"%PDF-1.4\n<</Type/Pages/Count 2>><</Type/Page>><</Type/Page>>"


def picture(size=(1000, 800), mode="RGB", kind="JPEG", **options):
    data = io.BytesIO()
    Image.new(mode, size, 0).save(data, kind, **options)
    return data.getvalue()


@functools.cache
def black(side):
    """Return a picture of so many pixels that only the tests of it should draw it."""
    return picture((side, side), "1", "PNG")


def upload(data=None, name="Ana Anic at home.jpg"):
    return SimpleUploadedFile(name, picture() if data is None else data)


def stored(root):
    """Return the names of all files in the storage, sorted."""
    return sorted(str(path.relative_to(root)) for path in Path(root).rglob("*") if path.is_file())


class PersonForm(forms.ModelForm):
    class Meta:
        model = Person
        fields = ["name", "portrait"]


class DocumentForm(forms.ModelForm):
    class Meta:
        model = Document
        fields = ["title", "file"]


@pytest.mark.django_db
class TestPictureField:
    def test_a_picture_is_kept_under_a_name_of_our_own_with_its_renditions(self, media_root):
        person = Person.objects.create(name="Ana Anić", portrait=upload())
        folder, name = person.portrait.name.rsplit("/", 1)
        assert re.fullmatch(r"[0-9a-f]{32}\.jpg", name)
        stem = person.portrait.name.removesuffix(".jpg")
        assert stored(media_root) == sorted(
            [f"{stem}.jpg", f"{stem}-480.jpg", f"{stem}-480.webp", f"{stem}-960.jpg",
             f"{stem}-960.webp"]
        )  # fmt: skip
        assert folder == Person._meta.get_field("portrait").upload_to
        assert Person.objects.get().portrait.name == person.portrait.name

    def test_what_is_served_is_what_was_made(self, media_root):
        person = Person.objects.create(name="Ana Anić", portrait=upload(picture((1700, 100))))
        variants = uploads.variants(person.portrait.name, 1700)
        assert [(width, extension) for width, extension, _name in variants] == [
            (480, "jpg"), (480, "webp"), (960, "jpg"), (960, "webp"), (1600, "jpg"), (1600, "webp"),
        ]  # fmt: skip
        assert sorted([person.portrait.name, *(n for _w, _e, n in variants)]) == stored(media_root)
        for width, _extension, name in variants:
            with Image.open(media_root / name) as image:
                assert image.width == width

    def test_a_logo_is_kept_as_png(self, media_root):
        logo = upload(picture((600, 300), "RGBA", "PNG"), "our logo.png")
        organisation = Organisation.objects.create(official_name="Ministry of Works", logo=logo)
        assert organisation.logo.name.endswith(".png")
        assert {Path(name).suffix for name in stored(media_root)} == {".png", ".webp"}

    def test_the_size_that_is_stored_is_that_of_the_upright_picture(self):
        exif = Image.Exif()
        exif[0x0112] = 6
        lying = upload(picture((900, 600), exif=exif))
        photo = Photo.objects.create(event=builders.event(), file=lying)
        assert (photo.width, photo.height) == (600, 900)
        photo = Photo.objects.get()
        assert (photo.width, photo.height) == (600, 900)

    def test_the_size_that_is_stored_is_that_of_the_kept_picture(self):
        photo = Photo.objects.create(event=builders.event(), file=upload(picture((5000, 3000))))
        with Image.open(photo.file.path) as image:
            assert (photo.width, photo.height) == image.size
        assert max(image.size) <= 3200

    def test_saving_again_makes_nothing_anew(self, media_root):
        person = Person.objects.create(name="Ana Anić", portrait=upload())
        before = stored(media_root)
        person.save()
        person = Person.objects.get()
        person.full_clean()
        person.save()
        assert stored(media_root) == before

    def test_another_picture_leaves_the_one_before_in_place(self, media_root):
        person = Person.objects.create(name="Ana Anić", portrait=upload())
        before = stored(media_root)
        person.portrait = upload(picture((500, 400)))
        person.save()
        assert set(before) < set(stored(media_root))

    def test_a_direct_save_of_the_file_makes_it_anew_too(self):
        person = Person.objects.create(name="Ana Anić")
        person.portrait.save("x.jpg", ContentFile(picture() + b"<script>"))
        assert b"<script>" not in Path(person.portrait.path).read_bytes()
        assert Person.objects.get().portrait.name == person.portrait.name

    def test_bulk_create_makes_it_anew_too(self, media_root):
        Person.objects.bulk_create([Person(name="Ana", portrait=upload(picture() + b"<script>"))])
        assert len(stored(media_root)) == 5
        assert all(
            b"<script>" not in (media_root / name).read_bytes() for name in stored(media_root)
        )

    def test_a_save_that_is_refused_keeps_nothing(self, media_root):
        with pytest.raises(ValidationError, match="not a picture"), transaction.atomic():
            Person.objects.create(name="Ana Anić", portrait=upload(b"hello"))
        assert stored(media_root) == []
        assert not Person.objects.exists()

    @pytest.mark.parametrize(
        ("data", "name", "says"),
        [
            (b"<svg/>", "a.svg", "as a PNG"),
            (b"hello", "a.jpg", "not a picture"),
            (picture(kind="PNG"), "a.png.html", "is not the name of a picture"),
            (picture()[:-3000], "a.jpg", "damaged or incomplete"),
            (b"", "a.jpg", "file is empty"),
            (13_000, "a.png", "megapixels"),
            (20_000, "a.png", "megapixels"),
        ],
        ids=["svg", "text", "name", "cut", "empty", "large", "huge"],
    )
    def test_form_and_record_refuse_alike_next_to_the_field(self, data, name, says):
        data = black(data) if isinstance(data, int) else data
        form = PersonForm({"name": "Ana Anić"}, {"portrait": upload(data, name)})
        assert list(form.errors) == ["portrait"]
        assert len(form.errors["portrait"]) == 1
        assert says in form.errors["portrait"][0]
        if data:
            with pytest.raises(ValidationError) as caught:
                Person(name="Ana Anić", portrait=upload(data, name)).full_clean()
            assert list(caught.value.message_dict) == ["portrait"]
            assert says in caught.value.message_dict["portrait"][0]

    def test_a_form_without_a_record_refuses_too(self):
        field = Person._meta.get_field("portrait").formfield()
        with pytest.raises(ValidationError, match="not a picture"):
            field.clean(upload(b"hello"))
        assert field.clean(upload()).name == "Ana Anic at home.jpg"

    def test_a_large_photo_on_a_record_with_sizes_is_refused_not_raised(self):
        huge = upload(black(20_000), "a.png")
        with pytest.raises(ValidationError) as caught:
            Photo(event=builders.event(), file=huge).full_clean()
        assert "megapixels" in caught.value.message_dict["file"][0]

    def test_a_long_or_hostile_name_is_nobodys_concern(self):
        for name in ("x" * 240 + ".jpg", "../../etc/passwd.jpg", "/etc/x.jpg", "a\u202e\0b.jpg"):
            form = PersonForm({"name": "Ana Anić"}, {"portrait": upload(name=name)})
            assert form.errors == {}
            person = form.save()
            assert re.fullmatch(r"[a-z]+/[0-9a-f]{32}\.jpg", person.portrait.name)

    def test_a_form_makes_the_picture_only_once(self, monkeypatch):
        made = []
        remake = uploads.pictures.remake
        monkeypatch.setattr(
            uploads.pictures, "remake", lambda *args: made.append(args[1]) or remake(*args)
        )
        PersonForm({"name": "Ana Anić"}, {"portrait": upload(name="a.jpg")}).save()
        assert made == ["a.jpg"]

    def test_migrations_see_a_plain_field(self):
        _name, path, _args, kwargs = PictureField(upload_to="x", keep_alpha=True).deconstruct()
        assert (path, kwargs) == ("django.db.models.ImageField", {"upload_to": "x"})

    @isolate_apps("people")
    def test_a_width_before_its_picture_fails_the_check(self):
        class Sample(models.Model):
            width = models.IntegerField()
            file = PictureField(upload_to="x", width_field="width", height_field="height")
            height = models.IntegerField()

            class Meta:
                app_label = "people"

            def __str__(self):
                return ""

        assert [error.msg for error in Sample._meta.get_field("file").check()] == [
            "'width' has to stand after 'file', whose size it keeps."
        ]


class TestDeletePicture:
    @pytest.mark.django_db(transaction=True)
    @pytest.mark.parametrize("size", [(1700, 300), (300, 200)])
    def test_everything_goes_once_the_change_is_committed(self, media_root, size):
        kept = Person.objects.create(name="Ema Emić", portrait=upload())
        person = Person.objects.create(name="Ana Anić", portrait=upload(picture(size)))
        everything = stored(media_root)
        with transaction.atomic():
            uploads.delete_picture(person.portrait.name)
            assert stored(media_root) == everything
        left = [
            kept.portrait.name,
            *(n for _w, _e, n in uploads.variants(kept.portrait.name, 1000)),
        ]
        assert stored(media_root) == sorted(left)

    @pytest.mark.django_db(transaction=True)
    def test_nothing_goes_if_the_change_is_undone(self, media_root):
        person = Person.objects.create(name="Ana Anić", portrait=upload())
        everything = stored(media_root)
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            uploads.delete_picture(person.portrait.name)
            1 / 0  # noqa: B018
        assert stored(media_root) == everything

    @pytest.mark.django_db(transaction=True)
    def test_store_that_refuses_keeps_nothing_else_back_that_follows(
        self, media_root, monkeypatch, caplog
    ):
        person = Person.objects.create(name="Ana Anić", portrait=upload())
        refused = default_storage.save("documents/refused.pdf", ContentFile(PDF))
        delete, followed = default_storage.delete, []

        def deleted(name):
            if name == refused:
                raise StoreAway("refused")
            delete(name)

        monkeypatch.setattr(default_storage, "delete", deleted)
        with transaction.atomic():
            uploads.delete_file(refused)
            uploads.delete_picture(person.portrait.name)
            transaction.on_commit(lambda: followed.append(stored(media_root)))
        assert followed == [[refused]]
        assert "StoreAway: refused" in caplog.text

    @pytest.mark.django_db(transaction=True)
    def test_a_picture_that_is_gone_already_is_no_error(self, media_root):
        uploads.delete_picture("photos/none.jpg")
        assert stored(media_root) == []


@pytest.mark.django_db
class TestDocumentField:
    def test_a_document_is_kept_under_a_name_of_our_own(self, media_root):
        document = Document.objects.create(
            event=builders.event(), title="Minutes", file=upload(PDF, "Secret: Ana.PDF")
        )
        assert re.fullmatch(r"documents/[0-9a-f]{32}\.pdf", document.file.name)
        assert stored(media_root) == [document.file.name]
        assert (media_root / document.file.name).read_bytes() == PDF

    def test_a_form_refuses_next_to_the_field(self):
        for data, name, says in [
            (PDF, "a.exe", "Upload a PDF"),
            (b"hello", "a.pdf", "is not the PDF"),
            (b"", "a.pdf", "file is empty"),
        ]:
            form = DocumentForm({"title": "Minutes"}, {"file": upload(data, name)})
            assert list(form.errors) == ["file"]
            assert len(form.errors["file"]) == 1
            assert says in form.errors["file"][0]

    def test_a_record_refuses_on_every_path(self, media_root):
        event = builders.event()
        with pytest.raises(ValidationError):
            Document(event=event, title="x", file=upload(b"MZ", "a.pdf")).full_clean()
        with pytest.raises(ValidationError), transaction.atomic():
            Document.objects.create(event=event, title="x", file=upload(b"MZ", "a.pdf"))
        assert stored(media_root) == []

    def test_a_long_name_is_nobodys_concern(self):
        form = DocumentForm({"title": "Minutes"}, {"file": upload(PDF, "x" * 240 + ".pdf")})
        assert form.errors == {}

    def test_the_browser_offers_only_what_is_kept(self):
        assert 'accept=".pdf,.docx,' in str(DocumentForm()["file"])
        assert 'accept="image/jpeg,image/png,' in str(PersonForm()["portrait"])

    def test_migrations_see_a_plain_field(self):
        _name, path, _args, kwargs = DocumentField(upload_to="x").deconstruct()
        assert (path, kwargs) == ("django.db.models.FileField", {"upload_to": "x"})


class TestDescribe:
    def test_type_size_and_pages_are_told(self):
        assert uploads.describe(upload(PDF, "a.PDF")) == ("application/pdf", len(PDF), 2)
        assert uploads.describe(upload(b"a;b", "a.csv")) == ("text/csv", 3, None)

    def test_an_unknown_kind_is_told_as_bytes(self):
        assert uploads.describe(upload(b"ab", "a.exe")) == ("application/octet-stream", 2, None)

    def test_the_file_can_be_read_afterwards(self):
        file = upload(PDF, "a.pdf")
        uploads.describe(file)
        assert file.read() == PDF

    @pytest.mark.django_db
    def test_a_kept_document_is_described_too(self):
        document = Document.objects.create(
            event=builders.event(), title="Minutes", file=upload(PDF, "a.pdf")
        )
        kept = Document.objects.get()
        assert uploads.describe(kept.file) == ("application/pdf", len(PDF), 2)
        assert (document.media_type, document.size, document.pages) == (
            "application/pdf",
            len(PDF),
            2,
        )


class TestDownloadName:
    @pytest.mark.parametrize(
        ("title", "extension", "name"),
        [
            ("Закључци радионице", "pdf", "zakljucci-radionice.pdf"),
            ('a"; filename=evil.exe\r\nX: y', "PDF", "a-filename-evil-exe-x-y.pdf"),
            ("../../etc/passwd", "docx", "etc-passwd.docx"),
            ("", "csv", "unnamed.csv"),
            ("a", "p\r\nd/f", "a.pdf"),
            ("a", "", "a"),
        ],
    )
    def test_it_is_safe_in_a_header_and_an_address(self, title, extension, name):
        assert uploads.download_name(title, extension) == name
