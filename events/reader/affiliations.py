"""What stands behind a name: titles, a post, an institution in brackets, “from the …”."""

from events.reader.bodies import Body
from events.reader.found import Aside
from events.reader.posts import MOST, Post, PostBefore

_DASHES = frozenset("–—-:")
_APPOSITION = frozenset("the a an as kao inace".split())
_FROM = frozenset("from of at representing with iz ispred sa s".split())
_WITH = frozenset("sa s with".split())
_OUT_OF = frozenset("from of iz ispred representing".split())
_WHO = frozenset("who koji koja".split())
_WORKS = frozenset("works heads leads directs represents runs radi vodi predstavlja".split())
_WHERE_OF = frozenset("at in for with of u na pri".split())
_BEHALF = (("on", "behalf", "of"), ("in", "the", "name", "of"), ("u", "ime"))
_LONGEST_BRACKETS = 22
_LONGEST_QUOTE = 14
_LINKS = frozenset("of for at in to from on u za iz na pri with o".split())
_ENDS_POST = frozenset(
    "who where which whose that as together also then during after before koji koja kao zajedno uz "
    "tokom takode with by on povodom sa s posle nakon will he she while along alongside".split()
)
_NEXT_ITEM = frozenset("the many others a other numerous drugi".split())


def settle(sentence, lexicon, bodies, mentions):
    """Give each mention of a sentence the titles, the post and the institution beside it."""
    before = PostBefore(sentence, lexicon, bodies, mentions)
    behind = Behind(sentence, lexicon, bodies, mentions)
    for mention in mentions:
        behind.titles(mention)
    for mention in mentions:
        post = before.find(mention)
        if post:
            before.take(mention, *post)
        if not mention.bodies:
            behind.read(mention)


class Behind(Post):
    def titles(self, mention):
        """Take “PhD” behind a name for a part of the honorific."""
        at = mention.last + (self.sentence.fold(mention.last) == ",")
        if self.sentence.fold(at) not in self.lexicon.titles_after:
            return
        if at == mention.last or self.tokens[at].is_capital or self.lexicon.has_cases:
            mention.after = self.tokens[at].text
            mention.ends = at + 1 + (self.sentence.fold(at + 1) == ".")
            mention.evidence += 2

    def read(self, mention):
        at, posted = mention.ends, bool(mention.position)
        fold = self.sentence.fold(at)
        if fold == "(":
            self._in_brackets(mention, at)
        elif fold == "," and posted:
            self._of_several(mention, at + 1)
            self._house(mention, at + 1)
            if not mention.bodies:
                self._second(mention, at + 1)
        elif fold == "," or (fold in _DASHES and not posted):
            self._apposition(mention, at + 1)
        elif self._behalf(at):
            self._from(mention, at + self._behalf(at), "from")
        elif fold in _FROM:
            self._from(mention, at + 1, fold)
        elif self.lexicon.has_cases and fold in self.lexicon.offices and not posted:
            self._apposition(mention, at)
        elif fold in ("as", "kao", "is") and not posted:
            self._apposition(mention, at + 1, bare=False)

    def _behalf(self, at):
        """Return how many words say that somebody speaks for another, 0 if none do."""
        return next((len(p) for p in _BEHALF if self.folds[at : at + len(p)] == list(p)), 0)

    def _in_brackets(self, mention, at):
        every = range(at + 1, min(at + _LONGEST_BRACKETS, len(self.tokens)))
        close = next((k for k in every if self.folds[k] == ")"), None)
        if close is None or close == at + 1:
            return
        inside = [body for body in self.bodies if at < body.first < close]
        if self.office_from(at + 1, close) is not None:
            self.take(mention, at + 1, close)
        elif inside or self.country(at + 1):
            mention.bodies, mention.country = inside, mention.country or self.country(at + 1)
            mention.evidence += 2
        elif self.tokens[at + 1].is_capital:
            # “(Fedasil, Belgium)”
            end = next((k for k in range(at + 1, close) if self.folds[k] == ","), close)
            mention.country = mention.country or (self.country(end + 1) if end < close else "")
            end = end if mention.country else close
            words = self.sentence.words(at + 1, end)
            mention.bodies = [Body(at + 1, end, words, words, weak=True)]
            mention.evidence += 2
        mention.ends = close + 1

    def _of_several(self, mention, at):
        """Take “A and B, experts of the Police” for both."""
        if self.lexicon.offices.get(self.sentence.fold(at)) != "pl":
            return
        end = self._end_of_post(at)
        if self.lexicon.has_cases and self.sentence.fold(end) in (",", "i"):
            # “A, predstavnici Ministarstva, Agencije i …” came beside A.
            return
        mention.bodies = [body for body in self.bodies if at < body.first < end]
        mention.ends = end
        place = self.mentions.index(mention)
        before = self.mentions[place - 1] if place else None
        if before and not before.bodies and mention.begins - before.ends < 4:
            before.bodies = mention.bodies

    def _apposition(self, mention, at, *, bare=True):
        """Take what follows a comma for a post, or for an institution."""
        at = self._past_articles(at)
        if at >= len(self.tokens):
            return
        end = self._end_of_post(at)
        office = self.office_from(at, end)
        if office is None or not self._is_close(at, office):
            if self._is_unknown_post(at):
                self.take(mention, at, end)
                mention.ends = end
            elif bare:
                self._house(mention, at)
        elif self._is_inside_title(office, end):
            other = self.of_name[end]
            other.aside = Aside.TITLE
            self.take(mention, at, other.last)
            mention.ends = other.last
        elif not (bare and self._is_of_the_next(end)):
            self.take(mention, at, end)
            mention.ends = end
            self._house_behind_post(mention, end)

    def _past_articles(self, at):
        """Return where the words begin behind “the”, “an” and “as”."""
        while self.sentence.fold(at) in _APPOSITION:
            at += 1
        return at

    def _second(self, mention, at):
        """Take the institution of a second post: “moderator A, editor of the Daily”."""
        at = self._past_articles(at)
        if at >= len(self.tokens):
            return
        end = self._end_of_post(at)
        office = self.office_from(at, end)
        one = office is not None and self.lexicon.offices[self.folds[office]] == "nom"
        if one and self._is_close(at, office) and not self._is_of_the_next(end):
            mention.bodies = [body for body in self.bodies if at <= body.first < end]
            mention.ends = end if mention.bodies else mention.ends

    def _is_unknown_post(self, at):
        """Say whether a word of no list stands before an institution: “winemaker at the …”."""
        token = self.tokens[at]
        if not token.is_word or token.is_capital or self.lexicon.is_verb(token):
            return False
        behind = at + 1
        if not self.lexicon.has_cases:
            if self.sentence.fold(behind) not in ("of", "at", "from"):
                return False
            behind += 1 + (self.sentence.fold(behind + 1) in self.lexicon.the)
        body = self.at_body.get(behind)
        return bool(body) and body.first == behind and not body.weak and body.case in ("", "gen")

    def _is_close(self, at, office):
        """Say whether only words that belong to a post stand before its office."""
        near = office - at < (4 if self.lexicon.has_cases else 3)
        return all(self._may_precede(k, near) for k in range(at, office))

    def _may_precede(self, at, near):
        token, fold, lexicon = self.tokens[at], self.folds[at], self.lexicon
        if at in self.at_body or token.kind == "own" or token.text in ".-":
            return True
        if fold in lexicon.before_office or fold in lexicon.topics or fold in lexicon.demonyms:
            return True
        if fold in ("v", "d", "of", "the", "and"):
            return True
        return near and (not lexicon.has_cases or fold.endswith(("i", "a")))

    def _is_inside_title(self, office, end):
        """Say whether a post names whose it is: “adviser to Minister A”."""
        if end not in self.of_name or self.of_name[end].begins != end:
            return False
        inner = [k for k in range(office + 1, end) if self.folds[k] in self.lexicon.offices]
        if self.lexicon.has_cases:
            return bool(inner) and self.lexicon.offices[self.folds[inner[-1]]] == "gen"
        linked = {"to", "of", "for"} & set(self.folds[office + 1 : end])
        return bool(inner and linked) and self.folds[office] in self.lexicon.title_takes

    def _is_of_the_next(self, end):
        """Say whether a post behind a comma is that of the next name: “A, Minister B”."""
        following = self.of_name.get(end)
        return (
            following is not None
            and following.begins == end
            and (following.is_sure or following.is_whole)
        )

    def _end_of_post(self, begin):
        """Return behind which token a post ends that begins here."""
        at = end = begin
        for _seen in range(MOST):
            if at >= len(self.tokens) or (at in self.of_name and not self._is_word(at)):
                break
            token, fold = self.tokens[at], self.folds[at]
            quote = self.sentence.quote(at)
            abbreviated = token.text == "." and self.sentence.fold(at - 1) in ("d", "v", "dr", "st")
            if at in self.at_body:
                at = end = self.at_body[at].last
            elif quote:
                if quote - at > _LONGEST_QUOTE:
                    break
                at = end = quote
            elif token.kind == "own" or self._joins(at) or abbreviated:
                at = end = at + 1
            elif token.text == "," and end == at and self.is_between_topics(at):
                at += 1
            elif not token.is_word or self._ends_post(at, begin):
                break
            else:
                at += 1
                small = fold in self.lexicon.and_ or fold in self.lexicon.the or fold in _LINKS
                end = end if small else at
        return end

    def _is_word(self, at):
        """Say whether what may be a name by itself is a word of a post: “Mayor of Aleksinac”."""
        name, before = self.of_name[at], self.sentence.fold(at - 1)
        inside = before in _LINKS or before in self.lexicon.topics
        return inside and not (self.lexicon.has_cases or name.is_whole or name.honorific)

    def _joins(self, at):
        """Say whether a mark stands inside a word; a dash with spaces about it does not."""
        token = self.tokens[at]
        glued = at > 0 and token.start == self.tokens[at - 1].end
        return token.text in "/&" or (token.text == "-" and glued)

    def _ends_post(self, at, begin):
        token, fold = self.tokens[at], self.folds[at]
        has_office = self.office_from(begin, at) is not None
        if self.lexicon.is_verb(token) and (has_office or fold not in ("organised", "is")):
            return True
        if fold in _ENDS_POST:
            return has_office or fold not in ("on", "with")
        return fold in self.lexicon.and_ and self._another_follows(at + 1, has_office)

    def _another_follows(self, at, has_office):
        """Say whether behind “and” somebody else is named, and not a second half of the post."""
        if at >= len(self.tokens) or at in self.of_name:
            return True
        if at in self.at_body:
            return has_office
        fold = self.folds[at]
        group = fold in self.lexicon.groups and fold not in self.lexicon.topics
        if group or fold in self.lexicon.stand_for or fold in _NEXT_ITEM:
            return True
        return self._leads_to_name(at)

    def _leads_to_name(self, at):
        """Say whether a post of somebody else begins here: a name follows it at once."""
        for k in range(at, min(at + _LONGEST_QUOTE, len(self.tokens))):
            if k in self.of_name:
                return True
            ends = not self.tokens[k].is_word or self.lexicon.is_verb(self.tokens[k])
            if k not in self.at_body and ends:
                return False
        return False

    # Institutions

    def _house(self, mention, at):
        """Take “, from the Ministry” or “, Ministry” behind a name."""
        fold = self.sentence.fold(at)
        if fold in _WHO and self.sentence.fold(at + 1) in _WORKS:
            at += 2
            while self.sentence.fold(at) in _WHERE_OF or self.sentence.fold(at) in self.lexicon.the:
                at += 1
        body = self.at_body.get(at)
        if fold in _OUT_OF:
            self._from(mention, at + 1, fold)
        elif body and body.first == at and self._is_alone(body):
            self._give(mention, body)

    def _give(self, mention, body):
        mention.bodies = [body]
        mention.evidence += 2
        mention.ends = body.last
        self._house_behind_post(mention, body.last)

    def _is_alone(self, body):
        """Say whether an institution behind a comma is that of the name, and no item of a list."""
        after = self.sentence.fold(body.last)
        if body.last < len(self.tokens) and after not in (",", ";", ".", ")"):
            return self.lexicon.is_verb(self.tokens[body.last]) or after in self.lexicon.and_
        following = self.at_body.get(body.last + 1)
        return not (following and not following.parent and not body.parent and not body.part)

    def _house_behind_post(self, mention, at):
        """Add the institution that follows: “Head of the Department, Ministry of …”."""
        link = self.sentence.fold(at)
        if link not in (",", "from", "at", "in", "of", "with"):
            return
        begin = at + 1
        while self.sentence.fold(begin) in ("the", "from", "at"):
            begin += 1
        body = self.at_body.get(begin)
        if body is None or body.first != begin:
            return
        above = any(own.part or own.parent is body for own in mention.bodies)
        if link != "," or ((above or not mention.bodies) and self._is_alone(body)):
            mention.bodies.append(body)
            mention.ends = body.last

    def _from(self, mention, at, link):
        at += self.sentence.fold(at) in ("the", "a")
        body = self.at_body.get(at)
        # “sa Fakulteta” is from there, “sa Fakultetom” is with it.
        beside = link in _WITH and not (body and body.case == "gen")
        if body and body.first == at and not beside:
            self._give(mention, body)
        elif self.country(at) and link in ("from", "iz"):
            mention.country = self.country(at)
            mention.evidence += 1
            mention.ends = at + 1
        elif link in _OUT_OF and not self._quoted(mention, at):
            self._unknown(mention, at)

    def _quoted(self, mention, at):
        """Take quoted words behind “from” for an institution; say whether there are any."""
        quote = self.sentence.quote(at)
        if quote and quote - at < _LONGEST_QUOTE:
            words = self.sentence.words(at + 1, quote - 1)
            mention.bodies = [Body(at, quote, words, words, weak=True)]
            mention.evidence += 1
        return bool(quote)

    def _unknown(self, mention, at):
        """Take several capital words behind “from the” for an institution without such a word."""
        end = at
        while (
            end < len(self.tokens)
            and end not in self.of_name
            and (self.tokens[end].is_capital or (self.tokens[end].kind == "own" and end > at))
        ):
            end += 1
        known = any(self.folds[k] in self.lexicon.places for k in range(at, end))
        if self.sentence.fold(at - 1) == "the" and end - at > 1 and not known:
            words = self.sentence.words(at, end)
            mention.bodies = [Body(at, end, words, words)]
            mention.evidence += 1
            mention.ends = end


def on_behalf(sentence, mentions, bodies):
    """Give “on behalf of UNHCR … spoke” to whoever is named next and has no institution."""
    given = [body for mention in mentions for body in mention.bodies]
    for body in (body for body in bodies if body not in given):
        before = " ".join(sentence.folds[max(0, body.first - 4) : body.first])
        if before.removesuffix(" the").endswith(
            ("u ime", "ispred", "on behalf of", "in the name of")
        ):
            behind = [m for m in mentions if m.begins >= body.last and not m.bodies]
            ahead = [m for m in mentions if m.ends <= body.first and not m.bodies][::-1]
            # “A, on behalf of UNHCR, spoke”
            beside = ahead and "," in sentence.folds[ahead[0].ends : ahead[0].ends + 1]
            mention = next(iter([*ahead, *behind] if beside else [*behind, *ahead]), None)
            if mention:
                mention.bodies = [body]
