from functools import cached_property

from django.forms import renderers


class FormRenderer(renderers.TemplatesSetting):
    """Draws Django's own fields with Jinja2, since a form of staff has hundreds of them.

    Every other template of a field is one of the site's.
    """

    @cached_property
    def own(self):
        return renderers.Jinja2()

    def get_template(self, template_name):
        if template_name.startswith("django/forms/"):
            return self.own.get_template(template_name)
        return super().get_template(template_name)
