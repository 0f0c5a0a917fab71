"""Static files are found once by the names that change with what is in them."""

import pytest

from portal.assets import Compressed, Hashed


@pytest.fixture(params=[Hashed, Compressed])
def storage(request, tmp_path):
    found = request.param(location=tmp_path, base_url="/static/")
    found.hashed_files = {"css/base.css": "css/base.1234.css"}
    return found


def test_address_is_that_of_what_is_in_the_file_and_found_once(storage):
    assert storage.url("css/base.css") == "/static/css/base.1234.css"
    storage.hashed_files = {}
    assert storage.url("css/base.css") == "/static/css/base.1234.css"


def test_file_that_nobody_collected_is_a_fault_and_not_remembered(storage):
    for _ in range(2):
        with pytest.raises(ValueError, match="Missing staticfiles manifest entry"):
            storage.url("css/print.css")
    storage.hashed_files = {"css/print.css": "css/print.5678.css"}
    assert storage.url("css/print.css") == "/static/css/print.5678.css"


def test_address_asked_for_by_force_is_another_than_that_of_a_site_being_worked_on(
    storage, settings
):
    settings.DEBUG = True
    assert [storage.url("css/base.css", force) for force in (False, True, False)] == [
        "/static/css/base.css",
        "/static/css/base.1234.css",
        "/static/css/base.css",
    ]
