"""Two views with nothing around them: what Django itself costs on this machine."""

from django.http import HttpResponse
from django.template import Engine
from django.template.context import Context

from events.models import Event

STRING = "<!doctype html><title>Bench</title>" + "<p>Nothing but a string.</p>\n" * 258

ROWS = Engine().from_string(
    """<!doctype html>
<html lang="en"><head><title>Bench</title></head><body><h1>Events</h1><ol>
{% for event in events %}<li><a href="{{ event.path }}">{{ event.name }}</a>
<time datetime="{{ event.earliest|date:"Y-m-d" }}">{{ event.earliest|date:"F j, Y" }}</time>
<p>{{ event.kind }}, {{ event.status }}, {{ event.format }}: {{ event.slug }}</p></li>
{% endfor %}</ol></body></html>"""
)


def answer(content):
    """Return a response with its length, which a middleware would otherwise set."""
    return HttpResponse(content, headers={"Content-Length": len(content.encode())})


def string(request):
    return answer(STRING)


def rows(request):
    """Show 25 rows of one query that an index answers."""
    events = Event.objects.only(
        "name", "slug", "earliest", "address_year", "kind", "status", "format"
    )[:25]
    return answer(ROWS.render(Context({"events": events})))
