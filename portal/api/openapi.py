"""The OpenAPI document (3.1), made from operations and the shapes of their answers."""

import re

import msgspec

#: All that stands in a path beside its words is the number of a record.
NUMBER = re.compile("<int:([a-z_]+)>")
REFERENCE = "#/components/schemas/{name}"


def described(info, prefix, operations, further):
    """Return what is told of operations below a prefix; `further` are shapes of no success."""
    # Each operation has its schema at its place, and those of the further shapes follow.
    asked = [*(operation.shape for operation in operations), *further]
    shapes, schemas = msgspec.json.schema_components(asked, ref_template=REFERENCE)
    paths = {
        prefix + NUMBER.sub(r"{\1}", operation.path): {"get": _told(operation, shape)}
        for operation, shape in zip(operations, shapes, strict=False)
    }
    return {"openapi": "3.1.0", "info": info, "paths": paths, "components": {"schemas": schemas}}


def _told(operation, shape):
    numbers = [
        {"in": "path", "name": name, "schema": {"type": "integer"}, "required": True}
        for name in NUMBER.findall(operation.path)
    ]
    success = {"description": "OK", "content": {"application/json": {"schema": shape}}}
    return {
        "operationId": operation.operation_id,
        "summary": operation.summary,
        "parameters": [*numbers, *operation.parameters],
        "responses": {200: success, **operation.responses},
        "tags": [operation.tag],
    }
