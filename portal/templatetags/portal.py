from django import template

from portal import dates, names
from portal.fields import foreign_lang
from portal.html import Prose
from portal.renderers import Drawn

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
def prose(text):
    return Prose(text)


@register.filter
def page_numbers(page):
    """Return the numbers of the pages to link to, with gaps where they are many."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)


@register.filter
def unless_first(number):
    """Return None for the first page, whose address has no number."""
    return None if number == 1 else number
