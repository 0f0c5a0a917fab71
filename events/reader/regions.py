"""Where in a sentence those stand who were there, and where only whose rooms or money it was."""

from events.reader.counts import number

_NEAR, _OPENING = 5, 2
_FOR = frozenset("for za".split())


def attended(sentence, lexicon):
    """Yield where in the sentence those stand who were there."""
    quoted, folds = sentence.in_quotes, sentence.folds
    behind = [p for p in lexicon.attended_behind.find(folds) if p[0] not in quoted]
    before = [p for p in lexicon.attended_before.find(folds) if p[0] not in quoted]
    if lexicon.has_cases:
        if behind or before:
            yield 0, len(sentence.tokens)
        return
    first_behind = min((last for _first, last in behind), default=len(sentence.tokens))
    if before and min(first for first, _last in before) < first_behind:
        first, last = max(before)
        if first < _OPENING:
            # “Participating in the talks were …”
            yield last, len(sentence.tokens)
            return
        yield 0, first
        if sentence.fold(last) == ":":
            # “Forty took part: members of …”
            yield last + 1, len(sentence.tokens)
        if "with" in folds[last : last + _NEAR]:
            # “took part with colleagues from …”
            yield last + folds[last:].index("with") + 1, len(sentence.tokens)
    if behind:
        yield first_behind, len(sentence.tokens)


def audience(sentence, lexicon):
    """Yield where those stand for whom it was held: “a training for 24 officers of …”."""
    folds = sentence.folds
    for at, fold in enumerate(folds[:-1]):
        counted = fold in _FOR and number(sentence, lexicon, at + 1)
        near = folds[counted.end : counted.end + 3] if counted else []
        # “za zaposlene u Zavodu”
        staff = fold == "za" and sentence.fold(at + 2) == "u" and folds[at + 1] in lexicon.stand_for
        if staff or any(noun in lexicon.stand_for for noun in near):
            yield at + 1, len(sentence.tokens)


def of_places(sentence, lexicon, at_body):
    """Return what says in whose rooms and with whose money the event was held."""
    return {
        at
        for phrases in (lexicon.organised, lexicon.venue)
        for first, last in phrases.find(sentence.folds)
        for at in range(first, _governed(sentence, lexicon, at_body, last))
    }


def _governed(sentence, lexicon, at_body, at):
    """Return behind which token that ends which a phrase governs: one institution or more."""
    folds = sentence.folds
    small = lexicon.the | {"s", "sa", "od", "je", "su", "by", "u"}
    end = at
    while end < len(sentence.tokens):
        while end < len(sentence.tokens) and folds[end] in small:
            end += 1
        body = at_body.get(end)
        if body is None:
            if end < len(sentence.tokens) and sentence.tokens[end].is_capital:
                end += 1
                continue
            break
        end = body.last
        joined = sentence.fold(end) == "," or sentence.fold(end) in lexicon.and_
        begin = end + 1 + (sentence.fold(end + 1) in {"the", "and", "i"})
        if not joined or begin not in at_body:
            break
        end = begin
    return end
