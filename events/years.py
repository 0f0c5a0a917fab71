"""The year in an address."""


class YearConverter:
    """Four digits, from 0001 to 9999: the years of the calendar."""

    regex = "[0-9]{4}"

    def to_python(self, value):
        year = int(value)
        if not year:
            raise ValueError
        return year

    def to_url(self, value):
        return f"{value:04d}"
