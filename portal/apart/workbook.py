"""Says the rows of the first sheet of a workbook that has any; formulas are read and never run."""

import datetime
import io
import warnings

from openpyxl import load_workbook

from portal.apart.inside import answer


def sheet(data, rows, cells, letters):
    """Return the number and the cells of each row as far as `rows`, None if it cannot be read.

    The number alone of the row with which it is too large: by its cells, those too that are empty
    and only have a colour, or by its letters.
    """
    try:
        with warnings.catch_warnings():
            # It warns of what it does not read: pictures, validation of what is typed.
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
            sheets = (_rows(each, rows, cells, letters) for each in book.worksheets)
            return next(filter(None, sheets), [])
    except Exception:
        # A damaged workbook makes it raise whatever it stumbles upon.
        return None


def _rows(sheet, rows, cells, letters):
    # What it says of its own size may be wrong either way.
    sheet.reset_dimensions()
    found = []
    for line, values in enumerate(sheet.iter_rows(values_only=True), 1):
        texts = [_text(value) for value in values]
        cells -= len(texts)
        letters -= sum(map(len, texts))
        if cells < 0 or letters < 0:
            return line
        while texts and not texts[-1].strip():
            texts.pop()
        if texts:
            found.append([line, texts])
        if len(found) == rows:
            break
    return found


def _text(value):
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        value = value.date()
    return str(value)


if __name__ == "__main__":
    answer(sheet)
