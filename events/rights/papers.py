"""What documents say, so that somebody is found in them; no part is run, drawn or asked for.

An office document is a packed file of XML, of which the words alone are read: tags are taken out
by a rule, so that no entity is ever replaced and nothing outside is named. PDFs are read apart from
the site; one that has pictures of its pages and no words is left to people.
"""

import html
import itertools
import re
import zipfile
import zlib

from django.core.exceptions import ValidationError

from events.models import Cover, Document
from portal import apart, documents, history

#: So many bytes are read for one look; what is left is told as not read.
MOST_BYTES = 50 * documents.MEGABYTE
#: A PDF of more pages is told as not read: each takes a moment.
MOST_PAGES = 200
_PARTS = {
    "docx": re.compile(r"word/(?:charts/|diagrams/)?[^/]+\.xml|docProps/[^/]+\.xml"),
    "xlsx": re.compile(
        r"xl/(?:(?:worksheets|charts|diagrams|drawings|persons|threadedComments)/)?[^/]+\.xml"
        r"|docProps/[^/]+\.xml"
    ),
    "pptx": re.compile(
        r"ppt/(?:(?:slides|notesSlides|comments|charts|diagrams)/)?[^/]+\.xml"
        r"|docProps/[^/]+\.xml"
    ),
    **dict.fromkeys(("odt", "ods", "odp"), re.compile(r"(?:content|styles|meta)\.xml")),
}
# A word may be cut into pieces of its own look: only what ends a paragraph or a cell ends it.
_BREAK = re.compile(
    r"</(?:w:p|w:tc|a:p|text:p|text:h|table:table-cell|si|c|row|comment)>"
    r"|<(?:w:tab|w:br|w:cr|a:br|text:s|text:tab|text:line-break)\b[^>]*>"
    r"|</?(?:dc|cp|dcterms|meta):[^>]*>"
)
_TAG = re.compile(r"<[^>]*>")
# Who made a remark or a change stands inside its tag.
_BY = re.compile(r'\b(?:author|displayName|name)="([^"<]*)"')
_BROKEN = (
    OSError,
    EOFError,
    RuntimeError,
    ValueError,
    ValidationError,
    zipfile.BadZipFile,
    zlib.error,
)
#: How a Cover says that a document is kept from readers: nothing of its file is covered.
_KIND, _COLUMN = Document._meta.label_lower, "file"


def said(papers):
    """Return the words of some documents, None for what cannot be read here; opens their files.

    Starts a process if there are PDFs among them.
    """
    found = [_said(paper) for paper in papers]
    printed = [at for at, text in enumerate(found) if isinstance(text, bytes)]
    words = apart.read("portal.apart.printed", [found[at] for at in printed], pages=MOST_PAGES)
    for at, text in zip(printed, words, strict=True):
        found[at] = text
    return found


def _said(paper):
    """Return the words of a document, of a PDF its bytes."""
    try:
        with paper.file.open() as file:
            if paper.extension in _PARTS:
                return _unpacked(file, paper.extension)
            if paper.extension == "pdf":
                return file.read()
            return _decoded(file.read()) if paper.extension in ("txt", "csv") else None
    except _BROKEN:
        return None


def _unpacked(file, kind):
    with documents.packed(file, kind) as archive:
        members = [m for m in archive.infolist() if _PARTS[kind].fullmatch(m.filename)]
        if sum(member.file_size for member in members) > documents.MOST_UNPACKED:
            return None
        return "\n".join(_words(archive.read(member)) for member in members)


def _words(xml):
    text = _decoded(xml)
    return html.unescape("\n".join([_TAG.sub("", _BREAK.sub("\n", text)), *_BY.findall(text)]))


def _decoded(data):
    if data.startswith(documents.UTF_16_STARTS):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1250", "replace")


def look_into(papers, who):
    """Set on each of some documents what was found: `names_them`, None where it was not read.

    They are of events that have somebody on the list, so the family name alone counts.
    """
    sizes = itertools.accumulate(paper.size for paper in papers)
    read = [paper for paper, size in zip(papers, sizes, strict=True) if size <= MOST_BYTES]
    for paper, text in itertools.zip_longest(papers, said(read)):
        hits = None if text is None else who.hits(text, near=True)
        paper.names_them = None if hits is None else len(hits)
        paper.is_sure = bool(hits) and any(not hit.doubtful for hit in hits)
    return papers


def naming(person, who, events=None):
    """Return the documents of their events, or of some, that surely name somebody; opens files."""
    papers = of(person) if events is None else of(person).filter(event__in=events)
    return [paper for paper in look_into(papers, who) if paper.is_sure]


def look_on(looked, papers, who):
    """Look into those of some documents that are not among the ones that were looked into.

    One that got another file since was not.
    """
    known = {(paper.pk, paper.file.name): paper for paper in looked}
    now = [known.get((paper.pk, paper.file.name), paper) for paper in papers]
    look_into([paper for paper in now if not hasattr(paper, "is_sure")], who)
    return now


def of(person):
    """Return the documents of the events that have a person on the list."""
    events = person.participations.values("event")
    return Document.objects.filter(event__in=events).select_related("event").order_by("pk")


@history.owed()
def withhold(papers, person, **door):
    """Keep some documents from readers as long as somebody is hidden; `door` as the door has it.

    What went while they were read through is passed over.
    """
    for paper in _known([paper.pk for paper in papers]):
        said = {"decisions": [Cover.Decision.HIDE], "reason": door["reason"][:300]}
        said |= {"by": door["by"], "at": door["now"]}
        Cover.objects.get_or_create(
            person=person, kind=_KIND, row_id=paper.pk, column=_COLUMN, defaults=said
        )
        _write(paper, True, door)


@history.owed()
def give_out(papers, person, **door):
    """Give documents out again that were kept from readers for somebody, and for nobody else."""
    marks = Cover.objects.filter(kind=_KIND, column=_COLUMN)
    marks.filter(person=person, row_id__in=[paper.pk for paper in papers]).delete()
    for paper in papers:
        if not marks.filter(row_id=paper.pk).exists():
            _write(paper, False, door)


def withheld_for(person):
    """Return the documents that are kept from readers for somebody; two queries."""
    marks = Cover.objects.filter(kind=_KIND, column=_COLUMN, person=person)
    return _known(list(marks.values_list("row_id", flat=True)))


def _known(keys):
    return Document.objects.filter(pk__in=keys).select_related("event").order_by("pk")


def _write(paper, withheld, door):
    if paper.withheld != withheld:
        with history.change(paper.event, follows=True, **door):
            Document.objects.filter(pk=paper.pk).update(withheld=withheld)
