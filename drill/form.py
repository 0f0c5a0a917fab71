"""A form of the admin as a browser would send it. The tests read forms with it too."""

from html.parser import HTMLParser


class Fields(HTMLParser):
    """Collects what a form would send if nothing were touched; a template's rows do not count."""

    def __init__(self):
        super().__init__()
        self.data = {}
        self.template = 0
        self.form = False
        self.select = self.textarea = None

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        name = attrs.get("name")
        if tag == "template":
            self.template += 1
        elif tag == "form":
            self.form = attrs.get("id", "").endswith("_form")
        # A field may stand outside the form that it belongs to.
        if self.template or not (self.form or attrs.get("form", "").endswith("_form")):
            return
        kind = attrs.get("type", "text")
        if tag == "input" and name and kind not in ("submit", "file", "button"):
            if kind in ("checkbox", "radio"):
                if "checked" in attrs:
                    self.add(name, attrs.get("value", "on"))
            else:
                self.add(name, attrs.get("value", ""))
        elif tag == "select":
            self.select, self.chosen, self.many = name, [], "multiple" in attrs
            self.first = None
        elif tag == "option" and self.select:
            if self.first is None:
                self.first = attrs.get("value", "")
            if "selected" in attrs:
                self.chosen.append(attrs.get("value", ""))
        elif tag == "textarea":
            self.textarea, self.text = name, ""

    def handle_endtag(self, tag):
        if tag == "template":
            self.template -= 1
        elif tag == "form":
            self.form = False
        elif tag == "select" and self.select:
            for value in self.chosen or ([] if self.many else [self.first]):
                self.add(self.select, value)
            self.select = None
        elif tag == "textarea" and self.textarea:
            self.add(self.textarea, self.text.removeprefix("\n"))
            self.textarea = None

    def handle_data(self, data):
        if self.textarea:
            self.text += data

    def add(self, name, value):
        self.data.setdefault(name, []).append(value)


class Form(dict):
    """What a form would send, as lists by name; `add_row` types into one more of its rows."""

    def __or__(self, other):
        return Form({**self, **other})

    def add_row(self, prefix, **values):
        """Fill a row behind those that stand, as the page's own button would make it."""
        total = int(self[f"{prefix}-TOTAL_FORMS"][0])
        empty = f"{prefix}-{total - 1}-"
        blank = {key.removeprefix(empty): self[key] for key in self if key.startswith(empty)}
        self[f"{prefix}-TOTAL_FORMS"] = [str(total + 1)]
        for name, value in blank.items():
            self[f"{prefix}-{total}-{name}"] = value
        for name, value in values.items():
            self[f"{empty}{name}"] = value if isinstance(value, list) else [value]


def form_of(html):
    """Return what the admin's form on a page would send, its last rows being empty."""
    parser = Fields()
    parser.feed(html)
    return Form(parser.data)
