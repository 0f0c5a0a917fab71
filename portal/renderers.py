from collections import defaultdict
from functools import cached_property, lru_cache

from django.forms import renderers
from django.forms.utils import RenderableMixin
from django.template.backends import jinja2
from django.templatetags.static import static
from django.utils.translation import get_language, gettext

from portal import dates, inputs
from portal.addresses import page
from portal.fields import foreign_lang


class FormRenderer(renderers.TemplatesSetting):
    """Draws with Jinja2 what a page has hundreds of: fields of staff's forms, rows of lists.

    Those are Django's own templates of widgets and the ones in portal/jinja2; every other is one
    of the site's.
    """

    field_template_name = "forms/cell.html"

    @cached_property
    def own(self):
        """Return by language what draws in it: what templates say again and again is asked once."""
        return defaultdict(drawing)

    def render(self, template_name, context, request=None):
        draw = inputs.DRAWN.get(template_name)
        return draw(context["widget"]) if draw else super().render(template_name, context, request)

    def get_template(self, template_name):
        if template_name.startswith(("django/forms/", "forms/", "drawn/")):
            return self.own[get_language()].get_template(template_name)
        return super().get_template(template_name)


class Backend(jinja2.Jinja2):
    """Django's own, which draws as portal/drawing.py says."""

    def __init__(self, params):
        super().__init__(params | {"OPTIONS": {"environment": "portal.drawing.Drawing"}})


class Jinja2(renderers.Jinja2):
    backend = Backend


def drawing():
    made = Jinja2()
    made.engine.env.globals |= {
        "_": lru_cache(maxsize=None)(gettext),
        "day": dates.day,
        "foreign_lang": lru_cache(maxsize=500)(foreign_lang),
        "machine_moment": dates.machine_moment,
        "moment": dates.moment,
        "page": page,
        "static": static,
    }
    return made


class Drawn(RenderableMixin):
    """Words and numbers in one of the templates of portal/jinja2/drawn."""

    def __init__(self, template_name, context):
        self.template_name = template_name
        self.context = context

    @property
    def renderer(self):
        return renderers.get_default_renderer()

    def get_context(self):
        return self.context
