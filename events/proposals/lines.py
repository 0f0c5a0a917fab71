"""A line as it was read somewhere, before anybody said whom it means."""

import dataclasses
from typing import NamedTuple

from people.written import WrittenName


class Behalf(NamedTuple):
    """On whose behalf a line is, as it was written; many lines have the same."""

    organisation: str
    department: str
    country: str


@dataclasses.dataclass
class ProposedLine:
    """What a row of a sheet, or a few words of a text, say of one line of the list.

    `place` is where its words stand: line and column of a sheet, counted from one, or from
    which to which character of a text. `roles` are keys of roles, `country` is a code, and
    `doubts` say why the reader of a text is not sure.
    """

    words: str = ""
    place: tuple[int, int] = (0, 0)
    honorific: str = ""
    name: str = ""
    given_name: str = ""
    family_name: str = ""
    order_known: bool = False
    position: str = ""
    organisation: str = ""
    department: str = ""
    country: str = ""
    group: str = ""
    roles: tuple[int, ...] = ()
    count: int | None = None
    qualifier: str = "exactly"
    attendance: str = "came"
    note: str = ""
    language: str = "en"
    doubts: tuple[str, ...] = ()

    @classmethod
    def of(cls, values):
        """Return the line that `stored` gave, as the database kept it."""
        lists = {key: tuple(values[key]) for key in ("place", "roles", "doubts") if key in values}
        return cls(**values | lists)

    def stored(self):
        """Return what differs from an empty line, as plain values."""
        return {
            name: value for name, blank in _BLANK.items() if (value := getattr(self, name)) != blank
        }

    @property
    def behalf(self):
        return Behalf(self.organisation, self.department, self.country)

    @property
    def written(self):
        """The name with its parts, as people are matched by it."""
        return WrittenName(
            self.honorific, self.name, self.given_name, self.family_name, self.order_known
        )


_BLANK = dataclasses.asdict(ProposedLine())
