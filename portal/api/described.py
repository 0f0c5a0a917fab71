"""What the OpenAPI document says of answers that are no success."""

from portal.problems import MEDIA_TYPE

_PROBLEM = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
_REFUSED = {"description": "A parameter is not understood.", "content": _PROBLEM}
_NOWHERE = {"description": "There is nothing there, or it is not public.", "content": _PROBLEM}
_MERGED = {"description": "It was merged into another, to whose address this leads."}
_GONE = {"description": "It was withdrawn or removed for good.", "content": _PROBLEM}
_KNOWN = {"description": "The answer is the one whose ETag was sent."}

ALWAYS_THERE = {304: _KNOWN}
A_LIST = {304: _KNOWN, 400: _REFUSED}
ONE = {304: _KNOWN, 404: _NOWHERE}
ONE_THAT_LEADS_ON = ONE | {301: _MERGED}
ONE_THAT_MAY_BE_GONE = ONE | {410: _GONE}
ONE_THAT_IS_GONE_OR_LEADS_ON = ONE_THAT_LEADS_ON | {410: _GONE}
