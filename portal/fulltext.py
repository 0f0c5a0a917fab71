"""Full text by each database's own means: the one place that knows which database it is.

A row of the search index holds its words, each once: those of its text, and of its title and
names also every ending of three letters or more, marked as such. So “a word begins with this”
finds words and parts of names alike, and it is the one question that is asked: PostgreSQL answers
it from the words as a `tsvector` under a GIN index, SQLite from an FTS5 table that triggers keep
beside the column.
"""

import itertools

from django.db import models

TABLE = "portal_entry"
INDEX = "portal_entry_words"
SHORTEST_PART = 3
# Stand before a word of a name and before its endings. No folded word has them, and FTS5 takes
# them for letters.
NAME, PART = "°", "·"
# PostgreSQL refuses words of 2 kB and a megabyte of them in one row.
LONGEST_WORD = 60
LONGEST_TEXT = 200_000
# A word of at most so many pieces resembles what has one of them in common.
FEW_PIECES, MOST_PIECES = 4, 9


class WordsField(models.TextField):
    """Folded words with a space between them; only to be written and asked, not to be read."""

    def db_type(self, connection):
        if connection.vendor == "postgresql":
            return "tsvector"
        return super().db_type(connection)

    def get_placeholder_sql(self, value, compiler, connection):
        if connection.vendor == "postgresql":
            return "array_to_tsvector(string_to_array(%s, ' '))", [value]
        return "%s", [value]


def words(mark, called, text=""):
    """Return what a row is found by: folded names with their endings, and the words of a text.

    Before each stands the mark of the row's kind: PostgreSQL counts how frequent words are, and
    one that stands in every report and in no name must not be taken for a frequent name.
    """
    named = [*_words(called), *_joined(called)]
    own = [f"{NAME}{word}" for word in named]
    parts = [
        f"{PART}{word[at:]}" for word in named for at in range(1, len(word) - SHORTEST_PART + 1)
    ]
    every = dict.fromkeys([*named, *own, *parts, *_words(text)])
    whole = " ".join(mark + word for word in every)
    return whole if len(whole) <= LONGEST_TEXT else whole[:LONGEST_TEXT].rpartition(" ")[0]


def _words(folded):
    return [word[:LONGEST_WORD] for word in folded.split()]


def _joined(called):
    """Yield each letter that stands alone with the word after it: O’Neill is also Oneill."""
    for name in called.splitlines():
        for letter, word in itertools.pairwise(_words(name)):
            if len(letter) == 1:
                yield letter + word


class Holds(models.Lookup):
    """Say whether for each of some folded words a word of an entry begins with it.

    Asked of the column with the marks of the kinds that are looked at, and the words.
    """

    lookup_name = "holds"
    prepare_rhs = False

    def as_sqlite(self, compiler, connection):
        key = self.lhs.target.model._meta.pk.get_col(self.lhs.alias)
        column, params = compiler.compile(key)
        found = f"SELECT rowid FROM {INDEX} WHERE {INDEX} MATCH %s"  # noqa: S608 (our own name)
        # With a plus no index is asked for the key: SQLite would try each that was found with each
        # owner of another word's, as it takes lists for short.
        return f"+{column} IN ({found})", [*params, self._asked('"{}"*', " AND ", " OR ")]

    def as_postgresql(self, compiler, connection):
        column, params = self.process_lhs(compiler, connection)
        return f"{column} @@ %s::tsquery", [*params, self._asked("'{}':*", " & ", " | ")]

    def _asked(self, word, every, some):
        """Return the question; folded words hold nothing that either language would read."""
        marks, terms = self.rhs

        def any_of(parts):
            return f"({some.join(parts)})"

        def way(mark, groups):
            return every.join(any_of(word.format(mark + start) for start in one) for one in groups)

        return every.join(
            any_of(
                f"({way(mark, groups)})"
                for mark in marks
                for groups in self._ways(term[:LONGEST_WORD])
            )
            for term in dict.fromkeys(terms)
        )

    def _ways(self, term):
        """Yield groups of beginnings: of each group a word of the entry has one.

        One or two letters begin no part.
        """
        yield [[term]]
        if len(term) >= SHORTEST_PART:
            yield [[PART + term]]


class HoldsInName(Holds):
    """Say whether each of some folded words begins a word of a name or stands in one."""

    lookup_name = "holds_in_name"

    def _ways(self, term):
        return [[[mark + term]] for mark in (NAME, PART)[: 1 + (len(term) >= SHORTEST_PART)]]


class Resembles(Holds):
    """Say whether an entry holds each of some folded words, or some pieces of it."""

    lookup_name = "resembles"

    def _ways(self, term):
        yield from super()._ways(term)
        cut = list(dict.fromkeys(pieces(term)))[:MOST_PIECES]
        few = [[cut]] if cut else []
        for groups in few if len(cut) <= FEW_PIECES else _two_of(cut):
            yield [[mark + piece for piece in some for mark in ("", PART)] for some in groups]


def _two_of(cut):
    """Yield pairs of lists: who has one of each of a pair has two, and no two are forgotten.

    Written out, all twos of nine pieces are more than twice as many words.
    """
    if len(cut) > 1:
        middle = len(cut) // 2
        halves = cut[:middle], cut[middle:]
        yield halves
        for half in halves:
            yield from _two_of(half)


def pieces(term):
    """Return every three letters of a word that stand side by side."""
    return [term[at : at + 3] for at in range(len(term) - 2)]


# What migrations cannot keep

_ADD = "INSERT INTO portal_entry_words (rowid, words) VALUES (NEW.id, NEW.words);"
_DROP = (
    "INSERT INTO portal_entry_words (portal_entry_words, rowid, words) "
    "VALUES ('delete', OLD.id, OLD.words);"
)
TRIGGERS = {
    "portal_entry_words_added": ("AFTER INSERT", _ADD),
    "portal_entry_words_gone": ("AFTER DELETE", _DROP),
    "portal_entry_words_changed": ("AFTER UPDATE OF words", _DROP + _ADD),
}


def statements():
    """Return the SQL that makes SQLite's table and its triggers anew, as the entries are now."""
    yield f"DROP TABLE IF EXISTS {INDEX}"
    # Folded words are ascii letters and digits, or letters of no alphabet that fold() reads.
    yield (
        f"CREATE VIRTUAL TABLE {INDEX} USING fts5(words, content='{TABLE}', content_rowid='id', "
        "tokenize='ascii', prefix='3 4 5', detail='none')"
    )
    for name, (when, what) in TRIGGERS.items():
        yield f"DROP TRIGGER IF EXISTS {name}"
        yield f"CREATE TRIGGER {name} {when} ON {TABLE} BEGIN {what} END"
    yield "INSERT INTO portal_entry_words (portal_entry_words) VALUES ('rebuild')"


def forget(connection):
    """Have SQLite keep no word of what is gone: it strikes words out, and keeps them for long."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {INDEX} ({INDEX}) VALUES ('optimize')")  # noqa: S608


def install(connection):
    """Put up on SQLite what answers the question, where it does not stand."""
    if connection.vendor != "sqlite" or TABLE not in connection.introspection.table_names():
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE tbl_name IN (%s, %s)", [TABLE, INDEX])
        if {INDEX, *TRIGGERS} <= {name for (name,) in cursor.fetchall()}:
            return
        for statement in statements():
            cursor.execute(statement)
