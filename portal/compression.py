"""What is text goes out compressed; a picture or a document keeps its bytes and its length."""

import gzip
import re

import brotli
from django.middleware.gzip import GZipMiddleware

#: The forms in which a page is kept, the smaller first, with how they are asked for.
FORMS = {
    form: re.compile(
        # The whole word, in any case, and not with a weight of nothing (RFC 9110, 12.5.3).
        rf"(?:^|,)\s*{form}\s*(?=[;,]|$)(?!;\s*q=0(?:\.0*)?\s*(?:,|$))",
        re.IGNORECASE,
    )
    for form in ("br", "gzip")
}
#: Below that many bytes there is nothing to win.
SHORT = 200


def is_text(headers):
    kind = headers.get("Content-Type", "").partition(";")[0]
    return kind.startswith("text/") or kind.endswith(("json", "xml"))


def wished(environ):
    """Return the smallest form that who asks can read, "" if it is the plain one."""
    if not (accepted := environ.get("HTTP_ACCEPT_ENCODING")):
        return ""
    return next((form for form, said in FORMS.items() if said.search(accepted)), "")


def pack(body, form):
    if form == "br":
        return brotli.compress(body, mode=brotli.MODE_TEXT, quality=6)
    return gzip.compress(body, 6, mtime=0)


def unpack(body, form):
    """Return the bytes of which a form was packed; "" is the plain one."""
    if form == "br":
        return brotli.decompress(body)
    return gzip.decompress(body) if form else body


class CompressionMiddleware(GZipMiddleware):
    """Compress what is not kept; it may hold a secret, so its length is blurred by Django."""

    def process_response(self, request, response):
        return (
            super().process_response(request, response) if is_text(response.headers) else response
        )
