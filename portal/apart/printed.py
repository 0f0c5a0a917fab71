"""Says the words of a PDF; no part of it is run, drawn or asked for."""

import contextlib
import html
import io
import re

from pypdf import PdfReader

from portal.apart.inside import answer

TAG = re.compile(r"<[^>]*>")


def words(data, pages):
    """Return what a PDF of at most so many pages says, None if it says nothing."""
    try:
        reader = PdfReader(io.BytesIO(data))
        if len(reader.pages) > pages:
            return None
        text = "\n".join(page.extract_text() for page in reader.pages).strip()
        return "\n".join([text, *about(reader)]) if text else None
    except Exception:
        # A damaged PDF makes it raise whatever it stumbles upon: a number, a loop.
        return None


def about(reader):
    """Yield what a PDF tells of itself, as who wrote it: in its two places for that.

    One that is damaged takes nothing away from what the pages say.
    """
    with contextlib.suppress(Exception):
        yield from map(str, (reader.metadata or {}).values())
    with contextlib.suppress(Exception):
        packet = reader.root_object["/Metadata"].get_object().get_data()
        yield html.unescape(TAG.sub("\n", packet.decode(errors="replace")))


if __name__ == "__main__":
    answer(words)
