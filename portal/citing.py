"""How a page is cited: in words to copy, and as a file for programs that keep references."""

import datetime
import json
import re
from typing import NamedTuple

from django.conf import settings
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal import dates

#: What BibTeX reads as a command or as the end of a value.
BIBTEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\{",
        "}": r"\}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{sign: f"\\{sign}" for sign in "#$%&_"},
    }
)


class Citation(NamedTuple):
    """A page as it is cited. `stamp` says in words when it changed last, which was `at`."""

    path: str
    title: str
    language: str
    stamp: str
    at: datetime.datetime
    read: datetime.date
    version: int | None = None

    @classmethod
    def of_entry(cls, record, title, now):
        """Return how the page of a person, an institution or a project is cited."""
        changed = timezone.localtime(record.changed_at)
        stamp = gettext("Entry last changed: %(day)s") % {"day": dates.day(changed)}
        path, read = record.get_absolute_url(), timezone.localdate(now)
        return cls(path, title, record.language, stamp, changed, read)

    @property
    def url(self):
        return f"{settings.SITE_URL}{self.path}"

    @property
    def files(self):
        return [{"url": f"{self.path}cite.{form}", "label": FORMS[form].label} for form in FORMS]

    @property
    def key(self):
        return re.sub("[^0-9a-z]+", "-", self.path.lower()).strip("-")


def bibtex(cited):
    words = {
        "author": f"{{{settings.SITE_OWNER.translate(BIBTEX)}}}",
        "title": f"{{{cited.title.translate(BIBTEX)}}}",
        "year": f"{cited.at:%Y}",
        "version": cited.version or "",
        "note": cited.stamp,
        "url": cited.url,
        "urldate": cited.read.isoformat(),
        "langid": cited.language,
    }
    lines = [f"  {name} = {{{value}}}" for name, value in words.items() if value]
    return "@online{" + ",\n".join([cited.key, *lines]) + "\n}\n"


def ris(cited):
    """Write the lines of RIS: a tag of two signs, two blanks, a hyphen, a blank, the value."""
    lines = [
        ("TY", "ELEC"),
        ("AU", settings.SITE_OWNER),
        ("TI", cited.title),
        ("PY", f"{cited.at:%Y}"),
        ("DA", f"{cited.at:%Y/%m/%d}"),
        ("ET", cited.version),
        ("N1", cited.stamp),
        ("UR", cited.url),
        ("Y2", f"{cited.read:%Y/%m/%d}"),
        ("LA", cited.language),
        ("ID", cited.key),
    ]
    written = "".join(f"{tag}  - {value}\r\n" for tag, value in lines if value)
    return f"{written}ER  - \r\n"


def csl(cited):
    """Write what citeproc reads: CSL-JSON 1.0, an array of items."""
    item = {
        "id": cited.key,
        "type": "webpage",
        "author": [{"literal": settings.SITE_OWNER}],
        "title": cited.title,
        "issued": {"date-parts": [[cited.at.year, cited.at.month, cited.at.day]]},
        "accessed": {"date-parts": [[cited.read.year, cited.read.month, cited.read.day]]},
        "URL": cited.url,
        "language": cited.language,
        "note": cited.stamp,
    }
    item |= {"version": str(cited.version)} if cited.version else {}
    return json.dumps([item], ensure_ascii=False, indent=1)


class Form(NamedTuple):
    label: str
    media_type: str
    write: object


FORMS = {
    "bib": Form(_("BibTeX"), "application/x-bibtex", bibtex),
    "ris": Form(_("RIS"), "application/x-research-info-systems", ris),
    "json": Form(_("CSL-JSON"), "application/vnd.citationstyles.csl+json", csl),
}


def answer(cited, form):
    """Send a citation as a file of one of the FORMS; 404 for any other."""
    if form not in FORMS:
        raise Http404
    text = FORMS[form].write(cited)
    response = HttpResponse(text, content_type=f"{FORMS[form].media_type}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{cited.key[:80]}.{form}"'
    response["X-Robots-Tag"] = "noindex"
    return response
