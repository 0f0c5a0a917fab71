"""In what shape the sample is written down: its data are these, its loader reads these."""

import dataclasses


@dataclasses.dataclass
class Body:
    """An institution; `names` are (name, kind, language, source), `parent` is a key."""

    key: str
    name: str = ""
    kind: str = "authority"
    country: str = ""
    acronym: str = ""
    parent: str = ""
    slug: str = ""
    language: str = "en"
    names: tuple = ()
    website: str = ""
    about: str = ""
    since: str = ""
    until: str = ""
    outcome: str = ""
    followed_by: tuple = ()
    in_directory: bool = False
    to_complete: bool = False
    logo: str = ""


@dataclasses.dataclass
class Post:
    """A post at an institution; days are written as far as they are known: 2021, 2021-05."""

    body: str
    title: str
    office: bool = False
    since: str = ""
    until: str = ""
    language: str = "en"


@dataclasses.dataclass
class Human:
    """A person; the family name is the last word of the name, unless given."""

    name: str
    honorific: str = ""
    posts: tuple = ()
    family: str | None = None
    names: tuple = ()
    language: str = "en"
    biography: str = ""
    visibility: str = "page"
    to_complete: bool = False


@dataclasses.dataclass
class Undertaking:
    """A project; `bodies` are (institution, role)."""

    key: str
    title: str
    bodies: tuple = ()
    reference: str = ""
    programme: str = ""
    about: str = ""
    website: str = ""
    team: str = ""
    since: str = ""
    until: str = ""
    slug: str = ""


@dataclasses.dataclass
class Line:
    """A line of the list. A person's post and institution are those of the day, unless given."""

    person: str = ""
    roles: tuple = ()
    body: str | None = None
    country: str = ""
    group: str = ""
    position: str | None = None
    printed_name: str = ""
    count: int | None = None
    qualifier: str = "exactly"
    attendance: str = "came"
    hidden: bool = False
    note: str = ""
    language: str = "en"


def who(person, *roles, **fields):
    """Write a line with a person, whose key is the slug of the name."""
    return Line(person, roles, **fields)


def crowd(text):
    """Write lines with people: on each the key of one, then the slugs of the roles."""
    return tuple(who(*row.split()) for row in text.strip().splitlines())


def some(body, count=None, **fields):
    """Write a line of participants of an institution, without names."""
    return Line(body=body, count=count, **fields)


@dataclasses.dataclass
class Item:
    """An item of the programme; `people` are keys of people in the event's list."""

    title: str
    people: tuple = ()
    day: str = ""
    hours: str = ""
    place: str = ""
    language: str = "en"


@dataclasses.dataclass
class Picture:
    """A drawing that stands for a photo."""

    scene: str
    alt: str = ""
    caption: str = ""
    credit: str = "Drawing: Institute for Mobility and Settlement"
    consent: str = "nobody"
    people: tuple = ()


@dataclasses.dataclass
class Paper:
    """A document; `content` is paragraphs for a PDF, rows for a table."""

    title: str
    form: str
    content: list
    language: str = "en"


@dataclasses.dataclass
class Text:
    """A report's words from an instant on; without one they are still being written.

    Those of an archive state an instant that had passed when they were typed in.
    """

    at: object
    title: str
    lead: str
    body: str
    language: str = "en"
    credits: str = ""
    note: str = ""
    minor: bool = False
    archive: bool = False


@dataclasses.dataclass
class Correction:
    """What staff changed later; `positions` are by person, `place` are fields of the first one."""

    at: object
    note: str
    minor: bool = False
    event: dict = dataclasses.field(default_factory=dict)
    place: dict = dataclasses.field(default_factory=dict)
    positions: dict = dataclasses.field(default_factory=dict)
    lines: tuple = ()
    papers: tuple = ()
    pictures: tuple = ()
    withdrawn: str = ""


@dataclasses.dataclass
class Gathering:
    """An event; `days` as "2024-09-24" or "2024-09-24/2024-09-25", `places` are dictionaries."""

    slug: str
    name: str
    kind: str
    days: str = ""
    written: object = ""
    announced: object = ""
    fields: dict = dataclasses.field(default_factory=dict)
    places: tuple = ()
    projects: tuple = ()
    topics: tuple = ()
    related: tuple = ()
    part_of: str = ""
    bodies: tuple = ()
    lines: tuple = ()
    items: tuple = ()
    papers: tuple = ()
    pictures: tuple = ()
    sources: tuple = ()
    steps: tuple = ()
