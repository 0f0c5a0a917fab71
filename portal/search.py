"""The page that finds everything: events, reports, people, institutions, projects, documents."""

from django import forms
from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from portal import names
from portal.filters.fields import ChoiceField, SearchInput, WordsField
from portal.found import rows
from portal.lists import page_of
from portal.models import Entry
from portal.nearmiss import suggestions

#: How many of each kind the page of all kinds shows, and how many a page of one kind.
FIRST, A_PAGE = 5, 20


class SearchForm(forms.Form):
    # The box in the header is the field of this form; the links of the page say which kind.
    q = WordsField(
        label=gettext_lazy("Words"), required=False, widget=SearchInput({"id": "search-words"})
    )
    kind = ChoiceField(
        label=gettext_lazy("Kind"),
        choices=Entry.Kind.choices,
        required=False,
        widget=forms.HiddenInput,
    )


class Search:
    """What one query finds, at one instant."""

    def __init__(self, query, now):
        self.query, self.now = query, now
        self.terms = names.terms(query)
        self.entries = Entry.objects.public(now)

    def of(self, kind):
        return self.entries.best(self.query, kind)

    def first_of_each(self):
        """Return each kind of which something was found with its best and how many there are.

        First comes the kind of which a name fits best, last that of which only a text does.
        """
        found = [(kind, best) for kind in Entry.Kind if (best := self.of(kind)).keys]
        return [
            self.section(kind, best.keys, best.keys[:FIRST], best.every)
            for kind, best in sorted(found, key=lambda one: one[1].place)
        ]

    def section(self, kind, keys, shown, every):
        return {
            "kind": kind.value,
            "title": capfirst(kind.label),
            "total": len(keys),
            "every": every,
            "more": len(keys) > len(shown),
            "rows": rows(kind, shown, self.terms, self.now),
        }


@require_safe
def search(request):
    form = SearchForm(request.GET)
    context = {"form": form, "kinds": Entry.Kind, "trail": [{"label": _("Search")}]}
    if form.is_valid() and form.cleaned_data["q"]:
        context |= found(request, **form.cleaned_data)
    context["searched"] = request.GET.get("q", "")
    return render(request, "portal/search.html", context)


def found(request, q, kind):
    asked = Search(q, timezone.now())
    context = {"query": q}
    if kind:
        kind = Entry.Kind(kind)
        best = asked.of(kind)
        page = page_of(request, Paginator(best.keys, A_PAGE))
        shown = page.object_list
        sections = [asked.section(kind, best.keys, shown, best.every)] if best.keys else []
        context |= {"page_obj": page, "kind": kind}
    else:
        sections = asked.first_of_each()
    context |= {
        "sections": sections,
        "total": sum(section["total"] for section in sections),
        "every": all(section["every"] for section in sections),
    }
    if not sections:
        context["suggestions"] = suggestions(q, asked.now)
    return context
