"""The published OpenAPI document as a judge: every answer that a test sees must be one that it describes."""

import re

import jsonschema

# What must never reach a client.
LEAKS = re.compile(r"\.[ch]pp\b|SELECT |INSERT |sqlite|std::|soci|/home/|/root/|terminate called", re.IGNORECASE)


class Contract:
    def __init__(self, document):
        assert document["openapi"].startswith("3.1."), document["openapi"]
        self.document = document
        self._resolver = jsonschema.RefResolver("", document)
        self._routes = []
        base = document.get("servers", [{"url": ""}])[0]["url"].rstrip("/")
        for template, item in document["paths"].items():
            prefix = item.get("servers", [{"url": base}])[0]["url"].rstrip("/")
            pattern = re.sub(r"\\\{[^/]+?\\\}", "[^/]+", re.escape(prefix + template))
            self._routes.append((template.count("{"), re.compile(pattern), item))
        self._routes.sort(key=lambda route: route[0])
        self.seen = set()

    def check(self, method, target, answer):
        """Raises AssertionError unless the document describes this answer."""
        where = f"{method} {target} -> {answer.status}"
        self._check_headers(where, answer)
        # A health check that is not content says what it found, in its own form.
        problem = answer.status >= 400 and not (answer.status == 503 and target.startswith("/health/"))
        if problem:
            self._check_problem(where, method, answer)
        operation = self._operation(method, target.split("?")[0])
        if operation is None:
            assert answer.status >= 400, f"{where}: answered, but not documented"
            return
        response = self._response(operation, answer.status)
        assert response is not None, f"{where}: this status is not documented"
        self.seen.add((operation["operationId"], answer.status))
        for name, header in response.get("headers", {}).items():
            if self._resolved(header).get("required"):
                assert name.lower() in answer.headers, f"{where}: without the header {name}"
        content = response.get("content", {})
        if method == "HEAD" or not content:
            assert answer.body == b"", f"{where}: has a body"
            return
        media_type = answer.headers.get("content-type", "").split(";")[0].strip()
        assert media_type in content, f"{where}: {media_type!r} is not documented"
        if media_type.endswith("json"):
            self._validate(where, content[media_type]["schema"], answer.json)

    def _check_headers(self, where, answer):
        for name in ("x-correlation-id", "x-content-type-options", "x-frame-options", "content-security-policy",
                     "referrer-policy", "date"):
            assert name in answer.headers, f"{where}: without {name}"
        assert answer.headers["x-content-type-options"] == "nosniff", where
        assert "server" not in answer.headers or "pistache" not in answer.headers["server"].lower(), where

    def _check_problem(self, where, method, answer):
        if method == "HEAD":
            return
        assert answer.headers.get("content-type", "").startswith("application/problem+json"), f"{where}: {answer.body!r}"
        problem = answer.json
        for member in ("type", "title", "status", "detail", "instance", "code", "correlation_id"):
            assert member in problem, f"{where}: problem without {member}"
        assert problem["status"] == answer.status, where
        assert re.fullmatch("[a-z0-9_]+", problem["code"]), where
        assert problem["correlation_id"] == answer.headers["x-correlation-id"], where
        assert (answer.status == 422) >= ("errors" in problem), f"{where}: only a 422 lists fields"
        assert not LEAKS.search(answer.body.decode()), f"{where}: {answer.body!r}"

    def _operation(self, method, path):
        for _, pattern, item in self._routes:
            if pattern.fullmatch(path):
                return item.get("get" if method == "HEAD" else method.lower())
        return None

    def _response(self, operation, status):
        responses = operation["responses"]
        found = responses.get(str(status)) or responses.get(f"{status // 100}XX") or responses.get("default")
        return None if found is None else self._resolved(found)

    def _resolved(self, node):
        while "$ref" in node:
            node = self._resolver.resolve(node["$ref"])[1]
        return node

    def _validate(self, where, schema, value):
        validator = jsonschema.Draft202012Validator(schema, resolver=self._resolver,
                                                    format_checker=jsonschema.FormatChecker())
        problems = [f"{'/'.join(map(str, error.absolute_path))}: {error.message}" for error in validator.iter_errors(value)]
        assert not problems, f"{where}: {problems[:5]} in {str(value)[:400]}"
