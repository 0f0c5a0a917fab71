from django import template
from django.template.defaulttags import querystring

from portal import dates, names
from portal.fields import foreign_lang
from portal.html import Prose
from portal.renderers import Drawn
from portal.words import yes_or_no

register = template.Library()

register.filter(dates.moment)
register.filter(dates.machine_moment)
register.filter(names.colleague)
register.simple_tag(foreign_lang)


@register.simple_tag
def draw(template_name, **context):
    """Print one of the templates of portal/jinja2/drawn, which knows only what it is given."""
    return Drawn(template_name, context)


@register.filter
def words_of(field):
    """Return what stands in a field of a form that may only be read; yes and no are words."""
    value = getattr(field.form.instance, field.field["name"], None)
    if isinstance(value, bool):
        return yes_or_no(value)
    return field.contents() or field.empty_value_display


@register.filter
def prose(text):
    return Prose(text)


@register.simple_tag(takes_context=True)
def pages(context, shown):
    """Print links to the other pages of a list, with gaps where they are many."""
    if not shown.has_other_pages():
        return ""
    last = shown.paginator.num_pages

    def address(number):
        if 1 <= number <= last:
            return querystring(context, context.request.GET, {"page": unless_first(number)})
        return ""

    current = shown.number
    others = {current, shown.paginator.ELLIPSIS}
    numbers = shown.paginator.get_elided_page_range(current, on_each_side=1, on_ends=1)
    return Drawn(
        "drawn/pages.html",
        {
            "before": address(current - 1),
            "after": address(current + 1),
            "current": current,
            "last": last,
            "numbers": [(n, "" if n in others else address(n)) for n in numbers],
        },
    )


@register.filter
def unless_first(number):
    """Return None for the first page, whose address has no number."""
    return None if number == 1 else number
