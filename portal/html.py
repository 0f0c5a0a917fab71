"""Rich text: what of it may stay, its plain words, and the field that keeps it.

nh3, which reads as a browser reads, goes first and has the last word; between the two
portal.prose.layout lays the text out anew.
"""

import collections
import re
from html import escape

import nh3
from django.db import models
from django.utils.html import linebreaks
from django_prose_editor.fields import ProseEditorFormField

from portal.prose import tree
from portal.prose.layout import lay_out
from portal.prose.outline import outline

SCHEMES = {"http", "https", "mailto", "tel"}
TAGS = (
    tree.TEXT_BLOCKS
    | set(tree.MARKS)
    | set("br ul ol li blockquote table thead tbody tr th td".split())
)
# Tags that only say where a block ends: their text becomes paragraphs.
WRAPPERS = set(
    "address article aside caption center dd div dl dt fieldset figcaption figure footer form "
    "header hr main nav option pre section".split()
)
SILENT = set("math noscript object script style svg template title".split())
WORD_LISTS = {
    f"Mso{name}{place}"
    for name in ("List", "ListBullet", "ListNumber", "ListParagraph")
    for place in ("", "2", "3", "4", "5", "CxSpFirst", "CxSpMiddle", "CxSpLast")
}

# What the editor offers; each extension by its name in django-prose-editor.
EXTENSIONS = {
    "Bold": True,
    "Italic": True,
    "Subscript": True,
    "Superscript": True,
    "Heading": {"levels": [2, 3, 4]},
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Blockquote": True,
    "HardBreak": True,
    "Link": {"enableTarget": False, "protocols": sorted(SCHEMES)},
    "Table": True,
    "TableRow": True,
    "TableHeader": True,
    "TableCell": True,
    "History": True,
    "SpecialCharacters": True,
}

_reader = nh3.Cleaner(
    tags=TAGS | set(tree.RENAMED) | WRAPPERS | {"span"},
    clean_content_tags=SILENT,
    attributes={**tree.ATTRIBUTES, "p": {"style"}, "span": {"style"}},
    allowed_classes={"p": WORD_LISTS},
    filter_style_properties={"mso-list"},
    url_schemes=SCHEMES,
    link_rel=None,
)
_writer = nh3.Cleaner(
    tags=TAGS,
    clean_content_tags=SILENT,
    attributes=tree.ATTRIBUTES,
    attribute_filter=tree.attribute,
    url_schemes=SCHEMES,
    link_rel="noopener",
)
_UNREADABLE = re.compile("[\x00\ud800-\udfff]")
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)[^<>]*?(/?)>", re.IGNORECASE)
# What begins as a tag does and is none: <ana@example.org>.
_ADDRESS = re.compile(r"""<(?=[^\s<>"'=]*(?:@|://))""")
_BLOCKS = (TAGS | set(tree.RENAMED) | WRAPPERS) - set(tree.MARKS) - {"b", "br", "i"}
_CLOSED_BY_THEMSELVES = set(
    "br col colgroup dd dt hr img input li link meta option p tbody td tfoot th thead tr".split()
)
_MOST_OPEN = 200
_MOST_PASSES = 6


def clean(html: str) -> str:
    """Return the HTML with nothing but what a report may hold, "" where nothing is left.

    Cleaning what is clean returns it unchanged. Raises nothing.
    """
    html = _readable(html)
    for _pass in range(_MOST_PASSES):
        laid_out = _writer.clean(lay_out(_read(html)))
        if laid_out == html:
            return html
        html = laid_out
    # Only a crafted text does not settle; it keeps its words and loses its markup.
    return clean(f"<p>{escape(plain(html), quote=False)}</p>")


def plain(html: str) -> str:
    """Return the words of the HTML on one line, with a space between blocks."""
    return tree.words(_read(_readable(html)))


def blocks(html: str, *, addresses: bool = True) -> list[tuple[str, str]]:
    """Return what each block of the HTML is (“p”, “h2”, “li”…) with its words on one line."""
    return outline(_read(_readable(html)), addresses=addresses)


def _readable(html):
    """Return what nh3 can read in good time: for each tag it looks through all open ones.

    No writer has hundreds of tags open at once; who does loses the tags and keeps the words.
    """
    html = _UNREADABLE.sub("", html or "")
    still_open = collections.Counter()
    for end, name, empty in _TAG.findall(html):
        tag = name.lower()
        if tag not in _CLOSED_BY_THEMSELVES and not (empty and tag not in TAGS | WRAPPERS):
            still_open[tag] = max(0, still_open[tag] + (-1 if end else 1))
            if still_open[tag] > _MOST_OPEN:
                return re.sub(r"<[^>]*>?", " ", html)
    return html


def _read(html):
    return tree.Tree(_reader.clean(html)).children


def _with_paragraphs(typed):
    """Return what may have been typed without a script, and so without the editor, as HTML.

    Outside of blocks an empty line ends a paragraph; an address in angle brackets stays.
    """
    pieces, still_open = [], 0
    for piece in re.split(r"\r?\n[ \t]*\r?\n\s*", _ADDRESS.sub("&lt;", typed)):
        blocks = [end for end, name, _empty in _TAG.findall(piece) if name.lower() in _BLOCKS]
        pieces.append(piece if blocks or still_open else linebreaks(piece))
        still_open = max(0, still_open + sum(-1 if end else 1 for end in blocks))
    return "\n\n".join(pieces)


class RichTextFormField(ProseEditorFormField):
    """The editor; what it sends is clean before it is required, measured or compared."""

    def to_python(self, value):
        return clean(_with_paragraphs(super().to_python(value)))


class RichTextField(models.TextField):
    """Text in the HTML of `clean`, on every path that saves: form, save, bulk, update.

    An expression in update(), such as Value(…), is computed by the database and passes by.
    """

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs

    def clean(self, value, model_instance):
        if isinstance(value, str):
            value = clean(value)
        return super().clean(value, model_instance)

    def pre_save(self, model_instance, add):
        value = super().pre_save(model_instance, add)
        if isinstance(value, str):
            value = clean(value)
            setattr(model_instance, self.attname, value)
        return value

    def get_db_prep_save(self, value, connection):
        if isinstance(value, str):
            value = clean(value)
        return super().get_db_prep_save(value, connection)

    def formfield(self, **kwargs):
        editor = {
            "form_class": RichTextFormField,
            "config": {"extensions": EXTENSIONS},
            "preset": "configurable",
        }
        return super().formfield(**{**editor, **kwargs})


class Prose(str):
    """Rich text on its way to a page, which prints it as it is.

    The one place where HTML that people typed is trusted, and it trusts nothing: whatever way
    the text came into the database, it is cleaned in the moment in which it is printed.
    """

    __slots__ = ()

    def __html__(self):
        return _writer.clean(self)
