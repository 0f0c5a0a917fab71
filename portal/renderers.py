from functools import cached_property

from django.forms import renderers
from django.utils.translation import gettext


class FormRenderer(renderers.TemplatesSetting):
    """Draws fields and rows of fields with Jinja2, since a form of staff has hundreds of them.

    Those are Django's own templates of widgets and the ones in portal/jinja2; every other is one
    of the site's.
    """

    field_template_name = "forms/cell.html"

    @cached_property
    def own(self):
        own = renderers.Jinja2()
        own.engine.env.globals["_"] = gettext
        return own

    def get_template(self, template_name):
        if template_name.startswith(("django/forms/", "forms/")):
            return self.own.get_template(template_name)
        return super().get_template(template_name)
