"""What can be asked of the API: each operation is declared beside the view that answers it."""

from collections.abc import Callable, Sequence
from typing import NamedTuple


class Operation(NamedTuple):
    """`path` is as Django writes it; parameters and responses, apart from 200, as OpenAPI does."""

    path: str
    shape: type
    view: Callable
    tag: str
    name: str
    summary: str
    operation_id: str
    responses: dict
    parameters: Sequence = ()


class Operations(list):
    """The operations on one noun, in the order in which the document tells of them."""

    def __init__(self, tag):
        super().__init__()
        self.tag = tag

    def get(self, path, shape, **told):
        """Declare the view that answers an address with a shape; it may also give a response."""

        def declare(view):
            self.append(Operation(path=path, shape=shape, view=view, tag=self.tag, **told))
            return view

        return declare
