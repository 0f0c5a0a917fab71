"""The open data of the site: which sets there are, and in which forms each can be taken.

The same is told to people on a page and to portals of open data in the words of DCAT 3 (W3C).
"""

from typing import NamedTuple

from django.conf import settings
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal import linked
from portal.addresses import absolute
from portal.api import reference
from portal.api.shapes import api_url
from portal.feeds import MEDIA_TYPES
from portal.tables.formats import FORMATS

CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
}
IANA = "https://www.iana.org/assignments/media-types/"
#: The EU's word for what changes at any time (frequency, Publications Office).
CONTINUOUS = "http://publications.europa.eu/resource/authority/frequency/CONT"
CALENDAR = ("events:calendar", gettext_lazy("Calendar"), "text/calendar")


class Form(NamedTuple):
    label: str
    url: str
    media_type: str


class DataSet(NamedTuple):
    """A list that can be taken along; `space` is that of its addresses, `api` its name there."""

    title: str
    about: str
    space: str
    api: str
    other_forms: tuple = ()
    has_files: bool = True

    @property
    def page(self):
        return reverse(f"{self.space}:list")

    @property
    def forms(self):
        files = [(f"{self.space}:{each.extension}", each) for each in FORMATS if self.has_files]
        return [
            *(Form(str(each.label), reverse(name), each.media_type) for name, each in files),
            *(Form(str(label), reverse(name), kind) for name, label, kind in self.other_forms),
        ]


def sets():
    return [
        DataSet(
            _("Events"),
            _("What took place or is planned: when, where, under which project, on which topic."),
            "events",
            "events",
            (CALENDAR,),
        ),
        DataSet(
            _("Reports"),
            _("What was said, as it was published."),
            "reports",
            "reports",
            (
                ("reports:feed-atom", _("Atom"), MEDIA_TYPES["atom"]),
                ("reports:feed-json", _("JSON Feed"), MEDIA_TYPES["json"]),
            ),
            has_files=False,
        ),
        DataSet(
            _("Who took part"),
            _("Who came to which event, on whose behalf and as what; by name where it is shown."),
            "participation",
            "participation",
        ),
        DataSet(_("People"), _("People named in the record."), "people", "people"),
        DataSet(
            _("Institutions"),
            _("The bodies that people speak for, with what they are a part of."),
            "organisations",
            "organisations",
        ),
        DataSet(_("Projects"), _("The frames that pay for events."), "projects", "projects"),
    ]


@require_safe
def page(request):
    return render(
        request,
        "portal/open_data.html",
        {
            "sets": sets(),
            "licence": settings.DATA_LICENCE,
            "root": api_url("root"),
            "openapi": reverse("api:openapi"),
            "operations": reference.operations(),
            "shapes": reference.shapes(),
            "trail": [{"label": _("Open data")}],
        },
    )


@require_safe
def catalogue(request):
    return linked.answer({"@context": CONTEXT} | linked.told(described()))


def described():
    own = absolute(reverse("catalogue"))
    publisher = {"@type": "foaf:Agent", "@id": f"{own}#publisher", "foaf:name": settings.SITE_OWNER}
    every = sets()
    service = {
        "@id": f"{own}#api",
        "@type": "dcat:DataService",
        "dct:title": words(_("The public record, for programs")),
        "dcat:endpointURL": link(api_url("root")),
        "dcat:endpointDescription": link(api_url("openapi")),
        "dcat:servesDataset": [link(f"{own}#{each.api}") for each in every],
    }
    return {
        "@id": f"{own}#catalogue",
        "@type": "dcat:Catalog",
        "dct:title": words(settings.SITE_NAME),
        "dct:description": words(_("Everything that this site tells the public of its events.")),
        "dct:publisher": publisher,
        "foaf:homepage": link(absolute("/")),
        "dcat:dataset": [dataset(each, own, publisher) for each in every],
        "dcat:service": service,
    }


def dataset(each, own, publisher):
    mail = {"@type": "vcard:Kind", "vcard:hasEmail": link(f"mailto:{settings.SITE_CONTACT}")}
    by_api = {
        "@type": "dcat:Distribution",
        "dct:title": "API",
        "dcat:accessURL": link(api_url(each.api)),
        "dcat:accessService": link(f"{own}#api"),
        "dcat:mediaType": link(f"{IANA}application/json"),
        "dct:license": licence(),
    }
    return {
        "@id": f"{own}#{each.api}",
        "@type": "dcat:Dataset",
        "dct:title": words(each.title),
        "dct:description": words(each.about),
        "dct:publisher": link(publisher["@id"]),
        "dct:accrualPeriodicity": link(CONTINUOUS),
        "dcat:contactPoint": mail if settings.SITE_CONTACT else None,
        "dcat:landingPage": link(absolute(each.page)),
        "dcat:distribution": [*map(distribution, each.forms), by_api],
    }


def distribution(form):
    address = link(absolute(form.url))
    return {
        "@type": "dcat:Distribution",
        "dct:title": form.label,
        "dcat:accessURL": address,
        "dcat:downloadURL": address,
        "dcat:mediaType": link(f"{IANA}{form.media_type.partition(';')[0]}"),
        "dct:license": licence(),
    }


def licence():
    """Return the licence of all data, None where the site names none."""
    return link(settings.DATA_LICENCE) if settings.DATA_LICENCE else None


def words(text):
    return {"@value": str(text), "@language": get_language()}


def link(address):
    return {"@id": address}
