from functools import cached_property

from django.forms import renderers
from django.forms.utils import RenderableMixin
from django.templatetags.static import static
from django.utils.translation import gettext

from portal.fields import foreign_lang


class FormRenderer(renderers.TemplatesSetting):
    """Draws with Jinja2 what a page has hundreds of: fields of staff's forms, rows of lists.

    Those are Django's own templates of widgets and the ones in portal/jinja2; every other is one
    of the site's.
    """

    field_template_name = "forms/cell.html"

    @cached_property
    def own(self):
        own = renderers.Jinja2()
        own.engine.env.globals |= {"_": gettext, "foreign_lang": foreign_lang, "static": static}
        return own

    def get_template(self, template_name):
        if template_name.startswith(("django/forms/", "forms/", "drawn/")):
            return self.own.get_template(template_name)
        return super().get_template(template_name)


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
