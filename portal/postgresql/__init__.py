"""Statements that PostgreSQL is told once in a session, and then only by their names."""


class Lasting(str):
    """SQL that is asked again and again, as PostgreSQL may be told it once.

    It is the SQL itself to whoever looks at it, and to a database that keeps no statements. Of what
    it is given, `names` tells in order what changes from time to time, and has None for what is the
    same whenever it is asked. `mark` tells it from others in the same words.
    """

    __slots__ = ("at", "mark", "names")

    def __new__(cls, sql, names):
        lasting = super().__new__(cls, sql)
        lasting.mark, lasting.names = object(), tuple(names)
        # Where each is found among the values; who has one name is told once.
        lasting.at = [names.index(name) for name in dict.fromkeys(names) if name is not None]
        return lasting
