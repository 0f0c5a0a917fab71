"""What a drill counted, as a table; what must be so and is not is a loss."""

import dataclasses


@dataclasses.dataclass
class Count:
    what: str
    found: object
    #: What it must be; None where any number is right.
    wanted: object = None

    @property
    def is_right(self):
        return self.wanted is None or self.found == self.wanted


def lines(title, counts, seconds):
    yield f"\n{title} ({seconds:.0f} s)\n"
    yield f"| {'counted':<58} | {'is':>9} | {'must be':>7} |  |"
    yield f"|{'-' * 60}|{'-' * 10}:|{'-' * 8}:|--|"
    for count in counts:
        wanted = "" if count.wanted is None else count.wanted
        verdict = "  " if count.is_right else "NO"
        yield f"| {count.what:<58} | {count.found!s:>9} | {wanted!s:>7} |{verdict}|"


def milliseconds(took, share):
    """Return the duration that a share of all stayed under, in words."""
    ordered = sorted(took)
    return f"{1000 * ordered[min(len(ordered) - 1, int(len(ordered) * share))]:.0f} ms"
