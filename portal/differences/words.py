"""Two texts word by word, at a cost that no text can drive up."""

import bisect
import re
from collections import Counter

SAME, GONE, NEW = "same", "gone", "new"

# A word with its accents, or one other character; the white space before it goes along.
_TOKEN = re.compile(r"\s*(?:[\w\u0300-\u036f]+|[^\w\s])|\s+")
# Between two words found once in either text, how many pairs are compared one by one.
_MOST_PAIRS = 10_000
# How often what lies between such words is searched for further ones.
_DEEPEST = 8


def words(before, after):
    """Return what became of the words of a text, as pairs of SAME, GONE or NEW and some text.

    White space is no difference; that of the newer text is kept. Where too many words
    changed at once to compare each with each, they are told as one piece gone and one new.
    """
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    pairs = common([token.strip() for token in old], [token.strip() for token in new])
    said, at = [], (0, 0)
    for pair in [*pairs, (len(old), len(new))]:
        said.append((GONE, "".join(old[at[0] : pair[0]])))
        said.append((NEW, "".join(new[at[1] : pair[1]])))
        said.append((SAME, "".join(new[pair[1] : pair[1] + 1])))
        at = pair[0] + 1, pair[1] + 1
    return _joined(said)


def _joined(said):
    """Return neighbours of a kind as one piece; the space before a change is none of it."""
    joined = []
    for kind, text in _apart(said):
        if joined and joined[-1][0] == kind:
            joined[-1][1].append(text)
        else:
            joined.append((kind, [text]))
    return [(kind, "".join(texts)) for kind, texts in joined]


def _apart(said):
    for kind, text in said:
        if kind == SAME or not text:
            pieces = [(kind, text)]
        else:
            words = text.lstrip()
            pieces = [(SAME, text[: len(text) - len(words)]), (kind, words)]
        yield from ((kind, piece) for kind, piece in pieces if piece)


def common(old, new):
    """Return the pairs of places, rising in both lists, at which two lists are taken to agree.

    First what both begin and end with, then what stands once in either, then the longest
    common rest of short pieces. The comparisons made grow in step with the lists.
    """
    pairs, pieces = [], [(0, len(old), 0, len(new), 0)]
    while pieces:
        first, last, start, end, depth = pieces.pop()
        while first < last and start < end and old[first] == new[start]:
            pairs.append((first, start))
            first, start = first + 1, start + 1
        while first < last and start < end and old[last - 1] == new[end - 1]:
            last, end = last - 1, end - 1
            pairs.append((last, end))
        if first == last or start == end:
            continue
        anchors = _once_in_either(old, first, last, new, start, end) if depth < _DEEPEST else []
        if anchors:
            pairs += anchors
            at = first, start
            for pair in [*anchors, (last, end)]:
                pieces.append((at[0], pair[0], at[1], pair[1], depth + 1))
                at = pair[0] + 1, pair[1] + 1
        elif (last - first) * (end - start) <= _MOST_PAIRS:
            pairs += _longest(old, first, last, new, start, end)
    return sorted(pairs)


def _once_in_either(old, first, last, new, start, end):
    """Return the most pairs, rising in both, of what stands once in either piece."""
    once_old, once_new = Counter(old[first:last]), Counter(new[start:end])
    places = {new[at]: at for at in range(start, end) if once_new[new[at]] == 1}
    pairs = [
        (at, places[old[at]])
        for at in range(first, last)
        if once_old[old[at]] == 1 and old[at] in places
    ]
    # The longest rising row: of each length the lowest end found so far, and what led to it.
    ends, chains = [], []
    for pair in pairs:
        length = bisect.bisect_left(ends, pair[1])
        chain = (pair, chains[length - 1] if length else None)
        ends[length : length + 1], chains[length : length + 1] = [pair[1]], [chain]
    rising, chain = [], chains[-1] if chains else None
    while chain:
        pair, chain = chain
        rising.append(pair)
    return rising[::-1]


def _longest(old, first, last, new, start, end):
    """Return the longest common rest of two short pieces, each word compared with each."""
    width = end - start + 1
    lengths = [[0] * width for _row in range(first, last + 1)]
    for at in range(last - 1, first - 1, -1):
        here, below = lengths[at - first], lengths[at - first + 1]
        for other in range(end - 1, start - 1, -1):
            if old[at] == new[other]:
                here[other - start] = below[other - start + 1] + 1
            else:
                here[other - start] = max(below[other - start], here[other - start + 1])
    pairs, at, other = [], first, start
    while at < last and other < end:
        if old[at] == new[other]:
            pairs.append((at, other))
            at, other = at + 1, other + 1
        elif lengths[at - first + 1][other - start] >= lengths[at - first][other - start + 1]:
            at += 1
        else:
            other += 1
    return pairs
