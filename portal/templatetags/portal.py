from django import template
from django.conf.locale import LANG_INFO
from django.utils.html import format_html
from django.utils.translation import get_language, get_language_bidi

from portal import dates, names
from portal.fields import language_tag
from portal.html import Prose

register = template.Library()

register.filter(dates.moment)
register.filter(dates.machine_moment)
register.filter(names.colleague)


@register.simple_tag
def foreign_lang(code):
    """Return the lang attribute for words in another language than the page's, else nothing."""
    if not code or code == get_language():
        return ""
    bidi = LANG_INFO.get(code, {}).get("bidi", False)
    if bidi == get_language_bidi():
        return format_html(' lang="{}"', language_tag(code))
    return format_html(' lang="{}" dir="{}"', language_tag(code), "rtl" if bidi else "ltr")


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
