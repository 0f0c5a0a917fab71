import pytest
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import translation

from events.models import Event
from people.models import Person
from portal import fields


class TestCountries:
    def test_are_those_of_iso_3166_and_nothing_else(self):
        codes = fields.country_codes()
        assert {"RS", "SI", "LU", "DE", "EE", "XK", "GB"} <= set(codes)
        assert not {"EU", "UN", "ZZ", "XA", "QO", "001"} & set(codes)
        assert 245 <= len(codes) <= 251
        assert len(set(codes)) == len(codes)

    def test_are_sorted_by_name(self):
        codes = fields.country_codes()
        assert codes[0] == "AF"
        assert codes.index("DE") < codes.index("RS")

    def test_are_named_in_the_readers_language(self):
        assert fields.country_name("DE") == "Germany"
        with translation.override("de"):
            assert fields.country_name("DE") == "Deutschland"

    @pytest.mark.parametrize("code", ["", "QQ", "<script>"])
    def test_unknown_code_is_named_by_itself(self, code):
        assert fields.country_name(code) == code

    def test_no_language_at_all_is_english(self):
        with translation.override(None):
            assert fields.country_name("DE") == "Germany"

    def test_language_that_the_library_does_not_know_is_english(self):
        with translation.override("tlh"):
            assert fields.country_name("DE") == "Germany"


def test_language_is_named():
    assert fields.language_name("sr-latn") == "Serbian Latin"
    assert fields.language_name("tlh") == "tlh"


@pytest.mark.parametrize(
    "field", [fields.CountryField("c"), fields.LanguageField("l"), fields.NameField(max_length=5)]
)
def test_migrations_see_a_plain_column(field):
    _name, path, _args, kwargs = field.deconstruct()
    assert path == "django.db.models.CharField"
    assert "choices" not in kwargs


class TestNameField:
    field = fields.NameField(max_length=5)

    def test_tidies(self):
        assert self.field.clean(" A\u200b  B\n", None) == "A B"

    def test_is_required_after_tidying(self):
        with pytest.raises(ValidationError):
            self.field.clean("\u200b\u200b", None)

    def test_is_measured_after_tidying(self):
        assert self.field.clean("      abcde      ", None) == "abcde"
        # One character that composition takes apart for ever: three would be six.
        with pytest.raises(ValidationError):
            self.field.clean("\u0958" * 3, None)

    @pytest.mark.django_db
    def test_is_tidy_on_every_path_that_saves(self):
        Person.objects.bulk_create([Person(name="  Ana\u200b   Anić ")])
        assert Person.objects.get().name == "Ana Anić"

    def test_none_stays_none(self):
        assert self.field.to_python(None) is None

    def test_stands_where_a_name_is_required(self):
        for model in Event, Person:
            assert isinstance(model._meta.get_field("name"), fields.NameField)
            assert isinstance(model._meta.get_field("name"), models.CharField)


class TestTimeZone:
    @pytest.mark.parametrize("name", ["Europe/Belgrade", "UTC"])
    def test_known_one_passes(self, name):
        fields.validate_time_zone(name)

    @pytest.mark.parametrize("name", ["Mars/Olympus", "../../etc/passwd", "europe", "+02:00"])
    def test_unknown_one_is_refused(self, name):
        with pytest.raises(ValidationError, match="write one like Europe/Belgrade"):
            fields.validate_time_zone(name)

    def test_event_asks_for_a_known_one(self):
        with pytest.raises(ValidationError) as refused:
            Event(name="x", time_zone="Mars/Olympus").clean_fields()
        assert list(refused.value.message_dict) == ["time_zone"]
