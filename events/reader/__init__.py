"""Participants out of prose: what a text tells of who was there, by rules and word lists.

Nothing is looked up in the directory and nothing leaves the server. `read` takes plain text, a
paragraph on each line, and returns a Reading; every thing in it names the words it stands on.
"""

from events.reader.found import Reading
from events.reader.reading import language_of, read

__all__ = ["Reading", "language_of", "read"]
