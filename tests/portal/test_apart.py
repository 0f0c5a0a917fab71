"""What a file does to the process that reads it is done to no other."""

from portal import apart
from portal.apart.inside import SECONDS

GREEDY = "tests.portal.greedy"


def test_file_that_takes_too_much_ends_its_own_reading_alone():
    files = [b"", b"take memory", b"", b"say much", b"go on", b""]
    found = apart.read(GREEDY, files, most=SECONDS)
    assert found == ["done", None, "done", None, None, "done"]


def test_process_is_given_nothing_of_what_the_site_is_set_to(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "x" * 60)
    assert apart.read(GREEDY, [b"tell"], most=0) == [[*apart.VARIABLES]]


def test_no_process_is_started_for_nothing():
    assert apart.read("tests.portal.missing", []) == []
