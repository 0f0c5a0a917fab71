import pytest

from portal.apart import books


@pytest.fixture(scope="package", autouse=True)
def one_writer_of_workbooks():
    """Have one process write all workbooks that are asked for here."""
    with books.kept():
        yield
