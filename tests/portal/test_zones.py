import zoneinfo

import pytest
from django.core.exceptions import ValidationError

from portal import zones
from portal.admin.fields import ZoneField


def field():
    return ZoneField(list_id="zones", required=False)


class TestTown:
    def test_zone_is_called_by_its_town(self):
        assert zones.town("America/Argentina/Buenos_Aires") == "Buenos Aires"
        assert zones.town("UTC") == "UTC"

    def test_each_town_means_one_zone(self):
        towns = zones.towns()
        assert towns["Europe/Athens"] == "Athens"
        assert towns["Europe/Istanbul"] == "Istanbul"
        assert "Asia/Istanbul" not in towns
        assert len(set(towns.values())) == len(towns)

    def test_what_is_kept_for_old_programs_is_not_offered(self):
        assert not {"Singapore", "Poland", "Etc/GMT+1", "US/Eastern", "EST"} & set(zones.towns())


class TestField:
    @pytest.mark.parametrize("typed", ["Athens", " athens ", "Europe/Athens", "europe/athens"])
    def test_town_or_the_whole_name_is_understood(self, typed):
        assert field().clean(typed) == "Europe/Athens"

    def test_what_is_shown_of_every_zone_means_it_again(self):
        asked = field()
        every = zoneinfo.available_timezones()
        assert {zone: asked.clean(asked.prepare_value(zone)) for zone in every} == {
            zone: zone for zone in every
        }

    @pytest.mark.parametrize(
        ("typed", "says"),
        [
            ("Athen", "“Athen” is not in the list: write Athens if that is meant."),
            (
                "Thessaloniki",
                "“Thessaloniki” is not in the list of time zones: "
                "choose a larger town with the same time.",
            ),
        ],
    )
    def test_town_of_no_zone_is_refused_with_what_to_do(self, typed, says):
        with pytest.raises(ValidationError) as refused:
            field().clean(typed)
        assert refused.value.messages == [says]
