from django.conf import settings

from portal.cldr import COUNTRIES
from tests import cldr


def test_countries_are_called_as_in_the_newest_cldr_that_is_pinned():
    assert cldr.countries() == COUNTRIES


def test_countries_have_names_in_each_language_of_the_site():
    assert {code for code, _name in settings.LANGUAGES} <= {*COUNTRIES}
