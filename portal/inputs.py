"""The inputs of forms, as Django's templates have them to the letter: a form of staff has hundreds.

Each is drawn of what its widget tells a template; to ask a template takes ten times as long.
"""

from markupsafe import escape


def _attributes(widget):
    return "".join(
        f" {escape(name)}" if value is True else f' {escape(name)}="{escape(value)}"'
        for name, value in widget["attrs"].items()
        if value is not False
    )


def _input(widget):
    value = "" if widget["value"] is None else f' value="{escape(widget["value"])}"'
    name, kind = escape(widget["name"]), escape(widget["type"])
    return f'<input type="{kind}" name="{name}"{value}{_attributes(widget)}>'


def _textarea(widget):
    value = escape(widget["value"] or "")
    return f'<textarea name="{escape(widget["name"])}"{_attributes(widget)}>\n{value}</textarea>'


def _grouped(widget, begin, option, end):
    """Draw the options of a widget, those of a group between two lines of its own."""
    for name, options, _index in widget["optgroups"]:
        if name:
            yield f"\n  {begin.format(escape(name))}"
        yield from map(option, options)
        if name:
            yield f"\n  {end}"


def _select(widget):
    own = f'<select name="{escape(widget["name"])}"{_attributes(widget)}>'
    groups = _grouped(widget, '<optgroup label="{}">', _option, "</optgroup>")
    return "".join([own, *groups, "\n</select>"])


def _option(widget):
    label = escape(widget["label"])
    value = escape(widget["value"])
    return f'\n  <option value="{value}"{_attributes(widget)}>{label}</option>'


def _boxes(widget):
    own = {name: widget["attrs"].get(name) for name in ("id", "class")}
    told = "".join(f' {name}="{escape(value)}"' for name, value in own.items() if value)
    groups = _grouped(widget, "<div><label>{}</label>", _box, "</div>")
    return "".join([f"<div{told}>", *groups, "\n</div>"])


def _box(widget):
    own = widget["attrs"].get("id")
    target = f' for="{escape(own)}"' if own else ""
    label = escape(widget["label"])
    return f"<div>\n    <label{target}>{_input(widget)} {label}</label></div>"


KINDS = "checkbox date datetime email hidden input number password text time url".split()
#: What draws a widget, by the name of Django's template of it.
DRAWN = {
    **{f"django/forms/widgets/{kind}.html": _input for kind in KINDS},
    "django/forms/widgets/checkbox_select.html": _boxes,
    "django/forms/widgets/select.html": _select,
    "django/forms/widgets/textarea.html": _textarea,
}
