"""What is wrong with a request, as problem details for programs (RFC 9457)."""

from typing import Annotated, NamedTuple

from django.utils.translation import gettext as _
from msgspec import Meta

from portal import problems
from portal.api.shapes import Shape
from portal.duplicates.heirs import Erased


class Fault(NamedTuple):
    """What is wrong with one parameter of an address, and the values it may have meant."""

    parameter: str
    detail: str
    meant: tuple = ()


class Refused(Exception):
    """Raised with the faults of an address; it is answered 400."""


class Gone(Exception):
    """Raised with the reason for which something was taken back; it is answered 410."""


class WrongParameter(Shape):
    parameter: Annotated[str, Meta(description="Empty: the address as a whole.", examples=["year"])]
    detail: Annotated[str, Meta(examples=["Write the year in four digits, like 2021."])]
    meant: Annotated[list[str], Meta(description="Values that may have been meant.", examples=[[]])]


class Problem(Shape):
    __doc__ = "What was wrong, as RFC 9457 writes it."

    type: Annotated[str, Meta(examples=["about:blank"])]
    title: Annotated[str, Meta(examples=["Bad Request"])]
    status: Annotated[int, Meta(examples=[400])]
    detail: Annotated[str, Meta(examples=["Some of what was asked is not understood."])]
    errors: Annotated[
        list[WrongParameter] | None,
        Meta(description="The parameters that were not understood; with status 400 alone."),
    ] = None


def problem(status, detail, faults=()):
    """Return the answer of a status that says what is wrong."""
    errors = [
        {"parameter": fault.parameter, "detail": str(fault.detail), "meant": [*fault.meant]}
        for fault in faults
    ]
    return problems.problem(status, str(detail), errors)


def refused(request, error):
    return problem(400, _("Some of what was asked is not understood."), error.args[0])


def unreadable(request, error):
    return problem(400, _("The request cannot be read."))


def not_found(request, error=None):
    if isinstance(error, Erased):
        return problem(410, _("What stood here was removed for good."))
    return problem(404, _("There is nothing at this address, or it is not public."))


def gone(request, error):
    return problem(410, _("This was withdrawn: %(reason)s") % {"reason": error.args[0]})


def failed(status):
    return problem(status, _("Something went wrong here. Try again in some minutes."))
