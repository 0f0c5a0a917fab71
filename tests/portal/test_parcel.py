import io
import json
import tarfile
import tracemalloc

import pytest
from pyrage import x25519

from portal.backups import Refused, envelope
from portal.backups.envelope import opened, sealed
from portal.backups.parcel import MANIFEST, SUM, Packing, unpacked, verified

ABOUT = {
    "portal": "0.1.0",
    "made": "2026-11-26T03:00:00+00:00",
    "database": "postgresql",
    "server": "17",
    "migrations": [["portal", "0001_initial"]],
    "counts": {"portal_site": 1},
    "lost": [],
}
WORDS = b"What was said. " * 20_000


@pytest.fixture(scope="module")
def secret():
    return x25519.Identity.generate()


@pytest.fixture
def key(secret, tmp_path):
    """The file as age-keygen writes it."""
    path = tmp_path / "key"
    path.write_text(f"# created: today\n# public key: {secret.to_public()}\n{secret}\n")
    return path


def pack(path, keys=(), **about):
    with sealed(path, keys) as file:
        packing = Packing(file)
        packing.add("database.dump", io.BytesIO(WORDS), len(WORDS))
        packing.add("media/photos/a.jpg", io.BytesIO(b"picture"), 7)
        packing.close(ABOUT | about)
    return path


def read(path, key=None):
    with opened(path, key) as file:
        return verified(file)


@pytest.mark.parametrize("is_sealed", [True, False])
def test_what_was_packed_comes_out_as_it_was(tmp_path, secret, key, is_sealed):
    path = pack(tmp_path / "backup", [str(secret.to_public())] if is_sealed else [])
    assert (WORDS[:60] in path.read_bytes()) is not is_sealed
    assert path.stat().st_mode & 0o777 == 0o600
    manifest = read(path, key)
    assert manifest["counts"] == {"portal_site": 1}
    assert manifest["members"]["media/photos/a.jpg"][0] == 7
    with opened(path, key) as file:
        held = {name: contents.read() for name, contents in unpacked(file)}
    assert held["database.dump"] == WORDS
    assert held["media/photos/a.jpg"] == b"picture"


@pytest.mark.parametrize("is_sealed", [True, False])
def test_a_file_that_was_cut_off_or_changed_anywhere_is_refused(tmp_path, secret, key, is_sealed):
    whole = pack(tmp_path / "backup", [str(secret.to_public())] if is_sealed else []).read_bytes()
    broken, places = tmp_path / "broken", range(40, len(whole) - 12_000, len(whole) // 40)
    for place in places:
        other = b"~" if whole[place] != ord("~") else b"!"
        for data in (whole[:place], whole[:place] + other + whole[place + 1 :]):
            broken.write_bytes(data)
            with pytest.raises(Refused, match="damaged or was cut off"):
                read(broken, key)


def test_every_byte_that_says_something_is_guarded(tmp_path):
    """The end of a file without an envelope: what it is, its sums, and the sum of these."""
    whole = pack(tmp_path / "backup").read_bytes()
    start, end = whole.index(b"media/photos/a.jpg"), whole.rindex(b"manifest.sha256") + 512 + 64
    broken = tmp_path / "broken"
    for place in range(start, end, 37):
        if whole[place]:
            broken.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
            with pytest.raises(Refused, match="damaged or was cut off"):
                read(broken)


def test_a_link_in_a_parcel_is_followed_by_nobody(tmp_path):
    path = tmp_path / "backup"
    with tarfile.open(path, "w") as tar:
        link = tarfile.TarInfo("media/passwd")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(link)
    with pytest.raises(Refused, match="damaged"):
        read(path)


def test_a_newer_form_is_refused_with_what_to_do(tmp_path):
    path = pack(tmp_path / "backup", format=2, portal="9.0")
    with pytest.raises(Refused, match=r"newer version of the portal \(9\.0\): update the program"):
        read(path)


def says(path, text):
    """A parcel of which all sums agree, that says anything of itself."""
    with sealed(path, ()) as file:
        packing = Packing(file)
        packing.add(MANIFEST, io.BytesIO(text), len(text))
        told = packing.members[MANIFEST][1].encode()
        packing.add(SUM, io.BytesIO(told), len(told))
        packing.tar.close()
    return path


@pytest.mark.parametrize(
    "text",
    [b"", b"{}", b"[]", b"1", b"xx", b"\xff", b"[" * 100_000, b"9" * 6000, b'{"format": "x"}'],
)
def test_one_that_says_nothing_of_itself_is_no_backup(tmp_path, text):
    with pytest.raises(Refused, match="is no backup of a portal"):
        read(says(tmp_path / "backup", text))


@pytest.mark.parametrize(
    "odd",
    [
        {"format": True},
        {"portal": 1},
        {"made": "x"},
        {"made": 5},
        {"made": "2026-11-26T03:00:00"},
        {"made": "0001-01-01T00:00:00+00:00"},
        {"database": "mysql"},
        {"database": []},
        {"server": 17},
        {"server": "seventeen"},
        {"migrations": [1]},
        {"migrations": [["portal"]]},
        {"migrations": [["portal", []]]},
        {"migrations": None},
        {"counts": []},
        {"counts": {"a": "1"}},
        {"counts": {"a": -1}},
        {"counts": {"a": 10**4000}},
        {"lost": [1]},
        {"lost": None},
    ],
    ids=str,
)
def test_one_that_says_something_odd_of_itself_is_no_backup(tmp_path, odd):
    with pytest.raises(Refused, match="is no backup of a portal"):
        read(pack(tmp_path / "backup", **odd))


@pytest.mark.parametrize("missing", sorted(ABOUT))
def test_one_that_leaves_something_out_is_no_backup(tmp_path, missing):
    told = {name: value for name, value in ABOUT.items() if name != missing}
    text = json.dumps(told | {"format": 1, "members": {}}).encode()
    with pytest.raises(Refused, match="is no backup of a portal"):
        read(says(tmp_path / "backup", text))


def test_without_the_right_key_it_says_which_is_missing(tmp_path, secret, key):
    path = pack(tmp_path / "backup", [str(secret.to_public())])
    with pytest.raises(Refused, match="is encrypted: say with --key"):
        read(path)
    key.write_text(str(x25519.Identity.generate()))
    with pytest.raises(Refused, match="encrypted to another key"):
        read(path, key)
    key.write_text(str(secret.to_public()))
    with pytest.raises(Refused, match="holds no line that begins with AGE-SECRET-KEY"):
        read(path, key)
    with pytest.raises(Refused, match="cannot be read from"):
        read(path, tmp_path / "nowhere")


def test_a_disk_that_is_full_ends_it_with_its_own_error(tmp_path, secret, monkeypatch):
    class Full(io.RawIOBase):
        def write(self, data):
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(envelope.os, "fdopen", _but_first(Full(), envelope.os.fdopen))
    with pytest.raises(OSError, match="No space left"):
        pack(tmp_path / "backup", [str(secret.to_public())])


def _but_first(first, others):
    given = [first]
    return lambda *args, **options: given.pop() if given else others(*args, **options)


def test_memory_does_not_grow_with_what_is_packed(tmp_path, secret, key):
    size = 24 << 20
    tracemalloc.start()
    with sealed(tmp_path / "backup", [str(secret.to_public())]) as file:
        packing = Packing(file)
        with open("/dev/zero", "rb") as zeros:  # noqa: PTH123
            packing.add("database.dump", zeros, size)
        packing.close(ABOUT)
    assert read(tmp_path / "backup", key)["members"]["database.dump"][0] == size
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 12 << 20
