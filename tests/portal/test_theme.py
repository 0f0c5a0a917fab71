import re

import pytest

from portal import theme


@pytest.fixture(autouse=True)
def fresh_process():
    yield
    theme.kept.cache_clear()
    theme.logo_version.cache_clear()


@pytest.fixture
def new_settings(settings):
    theme.kept.cache_clear()
    theme.logo_version.cache_clear()
    return settings


class TestAccent:
    def test_contrast_of_black_and_white_is_21(self):
        assert theme.contrast("#000000", "#ffffff") == pytest.approx(21)

    @pytest.mark.parametrize("colour", ["#000000", "#ffffff", "#ffcc00", "#c8102e", "#1d4f91"])
    @pytest.mark.parametrize("paper", [theme.DAY, theme.NIGHT])
    def test_any_accent_is_made_readable(self, colour, paper):
        assert theme.contrast(theme.readable(colour, *paper), paper[0]) >= paper[1]

    def test_readable_accent_stays_as_it_is(self):
        assert theme.readable("#112244", *theme.DAY) == "#112244"

    def test_papers_are_those_of_the_style_sheet(self, settings):
        tokens = (settings.BASE_DIR / "static" / "css" / "tokens.css").read_text()
        day, night = theme.DAY[0], theme.NIGHT[0]
        assert re.findall("--paper: (.+);", tokens) == [day, f"light-dark({day}, {night})"]


class TestStyleSheet:
    def test_accent_of_the_site_stands_in_the_sheet(self, client, new_settings):
        new_settings.SITE_ACCENT = "#112244"
        sheet = client.get("/theme.css")
        assert sheet["Content-Type"] == "text/css"
        assert re.findall("--accent:(#......)}", sheet.text) == ["#112244"]

    def test_sheet_fits_in_twelve_kilobytes(self, client):
        sheet = client.get("/theme.css", headers={"accept-encoding": "gzip"})
        assert sheet["Content-Encoding"] == "gzip"
        assert len(sheet.content) < 12 * 1024

    def test_address_with_the_version_is_kept_for_a_year(self, client):
        kept = client.get("/theme.css", {"v": theme.css_version()})
        assert kept["Cache-Control"] == "public, max-age=31536000, immutable"

    def test_old_address_is_kept_for_minutes(self, client):
        old = client.get("/theme.css", {"v": "old"})
        assert old["Cache-Control"] == "public, max-age=300"

    def test_new_accent_makes_a_new_version(self, new_settings):
        new_settings.SITE_ACCENT = "#112244"
        before = theme.css_version()
        theme.kept.cache_clear()
        new_settings.SITE_ACCENT = "#332200"
        assert theme.css_version() != before


class TestLogo:
    def test_site_without_logo_has_no_address_for_it(self, client, new_settings):
        new_settings.SITE_LOGO = ""
        assert theme.logo_version() == ""
        assert client.get("/logo", headers={"accept": "image/*"}).status_code == 404

    def test_logo_is_sent_with_its_type(self, client, new_settings, tmp_path):
        file = tmp_path / "logo.svg"
        file.write_bytes(b"<svg/>")
        new_settings.SITE_LOGO = str(file)
        logo = client.get("/logo", {"v": theme.logo_version()})
        assert (logo["Content-Type"], b"".join(logo)) == ("image/svg+xml", b"<svg/>")
        assert logo["Cache-Control"] == "public, max-age=31536000, immutable"
