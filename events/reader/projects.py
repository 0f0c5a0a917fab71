"""The project named in a text, and what the event itself is called there."""

import re

from events.reader.found import FoundProject, Words

_MARKS = '„“”«»"‟ '
_LONGEST_TITLE = 200
_NEAR = 7
_TITLED = frozenset("je koji entitled named called".split())
_NO_PART = frozenset("the within under u in kroz".split())
# An initiative or a campaign is none in English, where anything is called so.
_ENGLISH = frozenset("project programme program".split())


def projects(sentences, lexicon):
    """Return each project of a text once, with the words it stands on."""
    found = {}
    for sentence in sentences:
        for at, fold in enumerate(sentence.folds):
            known = fold in lexicon.projects and (lexicon.has_cases or fold in _ENGLISH)
            quote = known and at not in sentence.in_quotes and _quote_behind(sentence, at, lexicon)
            if quote:
                project = _project(sentence, at, *quote)
                found.setdefault(project.title.casefold(), project)
    return list(found.values())


def _project(sentence, at, first, last):
    title = sentence.words(first + 1, last - 1).strip(" ,.")
    begin = _begin(sentence, at)
    start, end = sentence.span(begin, last)
    words = Words(start, end, sentence.text[start:end])
    return FoundProject(title, words, sentence.words(begin, at))


def _quote_behind(sentence, at, lexicon):
    """Return the quotation that follows within a few words: “project entitled “…””."""
    quote = next((q for q in sentence.quotes if at < q[0] <= at + _NEAR + 1), None)
    between = sentence.tokens[at + 1 : quote[0]] if quote else []
    parted = any(
        token.text in ".;" or (lexicon.is_verb(token) and token.fold not in _TITLED)
        for token in between
    )
    return None if parted else quote


def _begin(sentence, at):
    """Return where the words before “project” begin that belong to it: “EU Twinning”."""
    begin = at
    while begin and (sentence.tokens[begin - 1].is_capital or sentence.folds[begin - 1] == "-"):
        begin -= 1
    while begin < at and sentence.folds[begin] in _NO_PART:
        begin += 1
    return begin


def title(text):
    """Return the first line of a text if it is a heading: no sentence, and more follows it."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) < 2 or len(lines[0]) > _LONGEST_TITLE or re.search(r"[.!?:;,]$", lines[0]):
        return ""
    return lines[0].strip(_MARKS)
