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


def _select(widget):
    drawn = [f'<select name="{escape(widget["name"])}"{_attributes(widget)}>']
    for name, options, _index in widget["optgroups"]:
        if name:
            drawn.append(f'\n  <optgroup label="{escape(name)}">')
        drawn += [f"\n  {_option(option)}" for option in options]
        if name:
            drawn.append("\n  </optgroup>")
    return "".join([*drawn, "\n</select>"])


def _option(widget):
    label = escape(widget["label"])
    return f'<option value="{escape(widget["value"])}"{_attributes(widget)}>{label}</option>'


def _boxes(widget):
    own = {name: widget["attrs"].get(name) for name in ("id", "class")}
    told = "".join(f' {name}="{escape(value)}"' for name, value in own.items() if value)
    drawn = [f"<div{told}>"]
    for name, options, _index in widget["optgroups"]:
        if name:
            drawn.append(f"\n  <div><label>{escape(name)}</label>")
        drawn += [f"<div>\n    {_box(option)}</div>" for option in options]
        if name:
            drawn.append("\n  </div>")
    return "".join([*drawn, "\n</div>"])


def _box(widget):
    own = widget["attrs"].get("id")
    target = f' for="{escape(own)}"' if own else ""
    return f"<label{target}>{_input(widget)} {escape(widget['label'])}</label>"


KINDS = "checkbox date datetime email hidden input number password text time url".split()
#: What draws a widget, by the name of Django's template of it.
DRAWN = {
    **{f"django/forms/widgets/{kind}.html": _input for kind in KINDS},
    "django/forms/widgets/checkbox_select.html": _boxes,
    "django/forms/widgets/select.html": _select,
    "django/forms/widgets/textarea.html": _textarea,
}
