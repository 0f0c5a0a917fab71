import pytest

from portal.countries import code_of


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Serbia", "RS"),
        ("Србија", "RS"),
        ("Republika Srbija", "RS"),
        ("THE REPUBLIC OF SERBIA", "RS"),
        ("Nemačka", "DE"),
        ("Allemagne", "DE"),
        ("Federal Republic of Germany", "DE"),
        ("Česká republika", "CZ"),
        ("USA", "US"),
        ("Ana", ""),
        ("RS", ""),
        ("", ""),
    ],
)
def test_country_is_known_in_some_languages_and_forms(text, code):
    assert code_of(text) == code


def test_code_is_a_country_only_where_codes_may_stand():
    assert [code_of(text, codes=True) for text in ("RS", "rs", "XX")] == ["RS", "", ""]
