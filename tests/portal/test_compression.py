import pytest

from portal import compression


@pytest.mark.parametrize(
    ("accepted", "form"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("BR;q=1.0, GZip", "br"),
        ("gzip;q=0.5,br;Q=0.0", "gzip"),
        ("br ;q=0.001", "br"),
        ("not-br, x-gzip, br-1", ""),
        ("identity, *;q=0", ""),
        ("br;q=0", ""),
    ],
)
def test_page_is_packed_as_who_asks_can_read_it(accepted, form):
    assert compression.wished({"HTTP_ACCEPT_ENCODING": accepted}) == form
