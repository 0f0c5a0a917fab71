"""Whoever cannot see a page begins with what is to be mended on it."""

import re

from django.conf import settings

ALERT = re.compile(r'<\w+ class="(?:errornote|error-summary|errors)" role="alert"[^>]*>')


def test_focus_begins_at_what_is_to_be_mended():
    told = {
        (template.stem, tag)
        for template in (settings.BASE_DIR / "templates").rglob("*.html")
        for tag in ALERT.findall(template.read_text())
    }
    assert len(told) > 12
    assert [where for where, tag in told if 'tabindex="-1"' not in tag] == []
    assert [where for where, tag in told if "autofocus" not in tag] == []
