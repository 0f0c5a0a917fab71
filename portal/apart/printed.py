"""Says the words of a PDF; no part of it is run, drawn or asked for."""

import io

from pypdf import PdfReader

from portal.apart.inside import answer


def words(data, pages):
    """Return what a PDF of at most so many pages says, None if it says nothing."""
    try:
        found = PdfReader(io.BytesIO(data)).pages
        if len(found) > pages:
            return None
        return "\n".join(page.extract_text() for page in found).strip() or None
    except Exception:
        # A damaged PDF makes it raise whatever it stumbles upon: a number, a loop.
        return None


if __name__ == "__main__":
    answer(words)
