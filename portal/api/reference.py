"""The OpenAPI document as a page prints it, for those who would rather read than parse."""

from portal.api.site import document


def operations():
    """Return what can be asked, in the order of the document."""
    paths = document()["paths"]
    server = document()["servers"][0]["url"]
    return [operation(f"{server}{path}", methods["get"]) for path, methods in paths.items()]


def operation(url, told):
    success = told["responses"][200]["content"]["application/json"]["schema"]
    return {
        "summary": told["summary"],
        "url": url,
        "parameters": [
            {
                "name": row["name"],
                "kind": kind(row["schema"]),
                "about": pieces(row.get("description", "")),
            }
            for row in told["parameters"]
            if row["in"] == "query"
        ],
        "answer": reference_of(success),
        "statuses": [
            {"number": number, "about": answer["description"]}
            for number, answer in told["responses"].items()
        ],
    }


def shapes():
    """Return what the answers are made of, by name."""
    return [
        {
            "name": name,
            "about": pieces(" ".join(told.get("description", "").split())),
            "fields": [
                {
                    "name": field,
                    "kind": kind(schema),
                    "shape": reference_of(schema),
                    "about": pieces(schema.get("description", "")),
                }
                for field, schema in told["properties"].items()
            ],
        }
        for name, told in sorted(document()["components"]["schemas"].items())
    ]


def reference_of(schema):
    """Return the name of the shape that a schema is, or is a list of; "" if of none."""
    for inner in (schema, schema.get("items", {}), *schema.get("anyOf", ())):
        if "$ref" in inner:
            return inner["$ref"].rpartition("/")[2]
    return ""


def pieces(about):
    """Return a description cut at its words of code, which CommonMark puts between backticks."""
    return [{"text": text, "code": place % 2} for place, text in enumerate(about.split("`"))]


def kind(schema):
    """Return in a few words of JSON what a value is: “string”, “[Line]”, “integer | null”."""
    if "$ref" in schema:
        return reference_of(schema)
    if "anyOf" in schema:
        return " | ".join(kind(inner) for inner in schema["anyOf"])
    if "enum" in schema:
        return " | ".join(schema["enum"])
    if schema["type"] == "array":
        return f"[{kind(schema['items'])}]"
    return schema.get("format", schema["type"])
