"""Of how many pieces a picture's file is made, told from their heads and without decoding.

Pillow takes up each piece by itself and bounds none of their numbers: of empty ones, or of ones
that say the same part of the picture again, a small file has enough for minutes.
"""

import re

#: Times that a JPEG goes over the whole picture; programs do it ten times, and for print twenty.
MOST_SCANS = 50
#: Pieces that hold no part of the picture: profiles, remarks, what a camera tells.
MOST_BESIDE = 500
#: Those that hold it too, and bytes between pieces, which Pillow reads one by one.
MOST = 100_000

# Fill bytes, and what stands alone and inside of a scan (0, 1, restarts, a second start), are none.
_JPEG_PIECE = re.compile(rb"\xff([^\x00\x01\xff\xd0-\xd8])")
_JPEG_END, _JPEG_SCAN = b"\xd9", b"\xda"
# Pillow reads over what these hold byte by byte.
_JPEG_UNREAD = re.compile(rb"[\xc8\xf0-\xfd]")
_PNG_PICTURE = (b"IDAT", b"fdAT", b"fcTL")
_GIF_EXTENSION, _GIF_ENDS = 0x21, (0x2C, 0x3B)


def are_too_many(data: bytes) -> bool:
    """Say whether a JPEG, PNG or GIF has more pieces than a program makes that saves pictures."""
    for start, judge in ((b"\xff\xd8", _jpeg), (b"\x89PNG", _png), (b"GIF8", _gif)):
        if data.startswith(start):
            return judge(data)
    return False


def _jpeg(data):
    """Go from piece to piece as libjpeg does; ITU-T T.81, B.1.1."""
    pieces = scans = between = 0
    at = 2
    while found := _JPEG_PIECE.search(data, at):
        kind, end = found[1], found.end()
        if not scans:
            between += end - 2 - at
        if kind == _JPEG_END:
            if scans:
                break
            between, at = between + 2, end
        else:
            size = max(2, int.from_bytes(data[end : end + 2]))
            pieces, scans = pieces + 1, scans + (kind == _JPEG_SCAN)
            between += size if _JPEG_UNREAD.match(kind) else 0
            at = end + size
        if scans > MOST_SCANS or pieces > MOST_BESIDE or between > MOST:
            return True
    # Where no scan begins, Pillow reads to the end.
    return not scans and len(data) - at > MOST


def _png(data):
    """ISO/IEC 15948, 5.3: the length of what a chunk holds, its kind, that, a sum."""
    pieces = beside = 0
    at = 8
    while at < len(data):
        kind = data[at + 4 : at + 8]
        pieces, beside = pieces + 1, beside + (kind not in _PNG_PICTURE)
        if kind == b"IEND":
            break
        if pieces > MOST or beside > MOST_BESIDE:
            return True
        at += 12 + int.from_bytes(data[at : at + 4])
    return False


def _gif(data):
    """Go as far as the first picture, the only one that is read; GIF89a, 15 and 18 to 26."""
    pieces = 0
    at = 13 + (3 * (2 << (data[10] & 7)) if len(data) > 10 and data[10] & 0x80 else 0)
    while at < len(data) and data[at] not in _GIF_ENDS:
        if data[at] == _GIF_EXTENSION:
            at += 2
            while at < len(data) and data[at] and pieces <= MOST:
                pieces, at = pieces + 1, at + 1 + data[at]
        pieces, at = pieces + 1, at + 1
        if pieces > MOST:
            return True
    return False
