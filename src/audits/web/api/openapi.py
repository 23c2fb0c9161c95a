"""The OpenAPI document of what programs read, made from the lists themselves."""

from collections.abc import Iterator
from typing import Any

from audits.queries.as_json import schema_of

from .lists import LISTS, ApiList, Paged


PROBLEMS = {
    "401": "There is no token, or it does not work, or not any more.",
    "403": "Whoever made the token may not see this.",
    "422": "Something was asked for that the list does not know.",
    "429": "Too many tokens did not work. Wait a quarter of an hour.",
}
PROBLEM = {
    "type": "object",
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
    },
    "required": ["type", "title", "status"],
}
HEADERS = {
    "Link": {
        "description": "The first, last, next and previous page (RFC 8288).",
        "schema": {"type": "string"},
    },
    "Total-Count": {
        "description": "How many rows there are on all pages.",
        "schema": {"type": "integer"},
    },
    "ETag": {
        "description": "Send it back as If-None-Match: 304 says that nothing has changed.",
        "schema": {"type": "string"},
    },
}


def openapi_document(prefix: str) -> dict[str, Any]:
    """Return the document (OpenAPI 3.1) of what stands under ``prefix``."""
    paths, schemas = {}, {"Problem": PROBLEM}
    for offered in LISTS:
        schemas[offered.row.__name__] = schema_of(offered.row)
        rows = {"$ref": f"#/components/schemas/{offered.row.__name__}"}
        as_json = {"application/json": {"schema": {"type": "array", "items": rows}}}
        as_csv = {"text/csv": {"schema": {"type": "string"}}}
        paths[f"{prefix}/{offered.name}"] = _path(offered, "", as_json)
        paths[f"{prefix}/{offered.name}.csv"] = _path(offered, "Csv", as_csv)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Figures of a partnership's audits",
            "version": "1.0.0",
            "description": "Read only. Nothing here names a child or tells of a single case.",
        },
        "servers": [{"url": "/"}],
        "security": [{"bearer": []}, {"basic": []}],
        "paths": paths,
        "components": {
            "securitySchemes": {
                "bearer": {"type": "http", "scheme": "bearer"},
                "basic": {
                    "type": "http",
                    "scheme": "basic",
                    "description": "Any user name, and the token as the password.",
                },
            },
            "schemas": schemas,
        },
    }


def _path(offered: ApiList, form: str, content: dict[str, Any]) -> dict[str, Any]:
    responses: dict[str, Any] = {
        "200": {"description": offered.says, "headers": HEADERS, "content": content},
        "304": {"description": "Nothing has changed."},
    }
    problem = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for code, says in PROBLEMS.items():
        responses[code] = {"description": says, "content": problem}
    words = offered.name.replace("-", " ").title().replace(" ", "")
    operation = {
        "operationId": f"list{words}{form}",
        "summary": offered.says,
        "parameters": list(_parameters(offered.asked)),
        "responses": responses,
    }
    return {"get": operation}


def _parameters(asked: type[Paged]) -> Iterator[dict[str, Any]]:
    """Yield what may be asked of a list."""
    schema = asked.model_json_schema()
    shared = schema.get("$defs", {})
    for name, about in schema["properties"].items():
        options = about.get("anyOf", [about])
        plain = shared.get(options[0].get("$ref", "").rpartition("/")[2], options[0])
        kept = ("type", "format", "enum", "minimum", "maximum", "default")
        yield {
            "name": name,
            "in": "query",
            "description": about["description"],
            "schema": {key: plain[key] for key in kept if key in plain},
        }
