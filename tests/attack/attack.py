"""Attacks a shop of its own with sqlmap and wapiti, on every address that its OpenAPI document knows."""

import json
import pathlib
import re
import shutil
import subprocess
import sys
import urllib.parse
import uuid

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "acceptance"))

from client import ADDRESS, Client  # noqa: E402
from shop import DEMO_CATALOGUE, Shop  # noqa: E402

PASSWORD = "a long enough password"
ROUTE_LIMIT_S = 600
NO_LIMITS = {f"ORION_LIMITS_{kind}_PER_MINUTE": "0" for kind in ("BROWSING", "SHOPPING", "CHECKOUT", "CREDENTIALS")}


def example(schema, document):
    """Something that the schema allows."""
    if "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
    kinds = schema.get("type")
    kind = next((kind for kind in kinds if kind != "null"), None) if isinstance(kinds, list) else kinds
    if "enum" in schema:
        return schema["enum"][0]
    if kind == "object" or "properties" in schema:
        return {name: example(member, document) for name, member in schema.get("properties", {}).items()}
    if kind == "array":
        return [example(schema.get("items", {}), document)]
    if kind in ("integer", "number"):
        return schema.get("minimum", 1)
    if kind == "boolean":
        return "true"
    return str(uuid.uuid4()) if schema.get("format") == "uuid" else "tea"


def requests_of(document, known):
    """(name, method, target, body) of every operation, with values for all that it takes.

    `known`: values by name, and those in a path by the segment before them."""
    for path, operations in document["paths"].items():
        for method in ("get", "post", "put", "patch", "delete"):
            if method not in operations:
                continue
            operation = operations[method]
            query = {parameter["name"]: example(parameter.get("schema", {}), document)
                     for parameter in operation.get("parameters", []) if parameter.get("in") == "query"}
            query.pop("cursor", None)
            target = re.sub(r"([\w-]+)/{\w+}", lambda part: f"{part[1]}/{known.get(part[1], known['sku'])}", path)
            if query:
                target += "?" + urllib.parse.urlencode({name: known.get(name, value) for name, value in query.items()})
            content = operation.get("requestBody", {}).get("content", {})
            body = example(content["application/json"]["schema"], document) if "application/json" in content else None
            if isinstance(body, dict):
                body = {name: known.get(name, value) for name, value in body.items()}
            yield f"{method}{path.replace('/', '_')}", method.upper(), target, body


def as_http(port, method, target, body, headers):
    """A request as sqlmap reads it; `*` marks the ends of the path and of each header where it shall try."""
    path, _, query = target.partition("?")
    lines = [f"{method} {path}{'*' if path.count('/') > 3 else ''}{'?' + query if query else ''} HTTP/1.1", f"Host: 127.0.0.1:{port}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    text = json.dumps(body) if body is not None else ""
    if body is not None:
        lines.append("Content-Type: application/json")
    return "\r\n".join(lines) + "\r\n\r\n" + text


def with_sqlmap(folder, requests):
    """The names of the requests at which sqlmap found a way in, or could not look for one.

    `requests`: name -> what makes the text of one."""
    found = []
    for name, make in requests.items():
        asked = folder / f"{name}.http"
        asked.write_text(make())
        said = subprocess.run(
            ["sqlmap", "-r", asked, "--batch", "--disable-coloring", "--flush-session", "--skip-waf", "--ignore-stdin", "--ignore-code=*",
             "--level=1", "--risk=2", "--technique=BEUST", "--time-sec=2", "--retries=1", "--threads=2", "--output-dir", folder / "sqlmap"],
            capture_output=True, text=True, timeout=ROUTE_LIMIT_S, stdin=subprocess.DEVNULL)
        (folder / f"{name}.sqlmap").write_text(said.stdout + said.stderr)
        tested = len(re.findall(r"testing (?:if|for)", said.stdout))
        hit = re.search(r"identified the following injection point|is vulnerable", said.stdout)
        print(f"sqlmap {'FOUND' if hit else 'nothing'}: {name} ({tested} trials)", flush=True)
        if hit or not tested:
            found.append(name)
    return found


def with_wapiti(folder, port, targets):
    """What wapiti found, by kind. Headers are not among it: it wants one that browsers dropped, and HSTS without TLS."""
    report = folder / "wapiti.json"
    command = ["wapiti", "-u", f"http://127.0.0.1:{port}/docs", "--scope", "domain", "-m", "blindsql,crlf,exec,file,sql,xss,redirect,ssrf",
               "--flush-session", "--max-scan-time", "1200", "--store-session", folder / "wapiti", "-f", "json", "-o", report, "--no-bugreport"]
    for target in targets:
        command += ["-s", f"http://127.0.0.1:{port}{target}"]
    with open(folder / "wapiti.log", "w") as log:
        subprocess.run(command, stdout=log, stderr=log, timeout=1800, check=True)
    return {kind: entries for kind, entries in json.loads(report.read_text())["vulnerabilities"].items() if entries}


def main(folder):
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    shop = Shop(folder, settings=NO_LIMITS, one_process=True).stock_with(DEMO_CATALOGUE).start()
    try:
        api = Client(shop.port)
        made = shop.ctl("user", "create", "admin@example.com", "--name", "Ada", "--role", "admin")
        password = re.search(r"\S{16,}\s*$", made.stdout).group().strip()
        product = api.get("/products?in_stock=true").json["items"][0]
        sku = next(variant["sku"] for variant in product["variants"] if variant["available"] > 1)
        cart, ordered = api.new_cart((sku, 1)), api.new_cart((sku, 1)).settled_order()
        document = api.call("GET", "/openapi.json").json
        category = api.get("/categories").json["items"][0]
        zoe = api.post("/auth/register", {"email": "zoe@example.com", "password": PASSWORD, "name": "Zoe"}).json
        owner = {"Authorization": "Bearer " + zoe["access_token"]}
        known = {"carts": cart.id, "cart_id": cart.id, "orders": ordered.id, "products": product["id"], "items": sku, "sku": sku,
                 "users": zoe["user"]["id"], "sessions": api.call("GET", "/api/v1/me/sessions", headers=owner).json["items"][0]["id"],
                 "categories": category["id"], "category": category["slug"], "min_price": 1, "max_price": 100000,
                 "currency": product["variants"][0]["price"]["currency"], "email": "zoe@example.com", "password": PASSWORD,
                 "shipping_address": ADDRESS}
        # An account that ends, or a session that does, would leave nothing to attack.
        spared = ("delete_api_v1_me", "post_api_v1_auth_logout-all")

        def headers():
            account = api.post("/auth/login", {"email": "admin@example.com", "password": password}).json
            return {"Authorization": "Bearer " + account["access_token"], "X-Cart-Token": cart.token, "Idempotency-Key": "k"}

        requests = {name: lambda m=method, t=target, b=body: as_http(shop.port, m, t, b, headers())
                    for name, method, target, body in requests_of(document, known)
                    if name not in spared and (body or "?" in target or "{" in name)}
        targets = [target for _, method, target, _ in requests_of(document, known) if method == "GET"]
        ways_in = with_sqlmap(folder, requests)
        holes = with_wapiti(folder, shop.port, targets)
        print(f"sqlmap: {len(requests)} operations, found: {ways_in or 'nothing'}")
        print(f"wapiti: {len(targets)} addresses, found: {holes or 'nothing'}")
        inside = [line for name in shop.running for line in shop.log_lines(name) if line.get("level") in ("error", "critical")]
        print(f"log: {len(inside)} errors {inside[:3]}")
        return 1 if ways_in or holes or inside else 0
    finally:
        shop.stop()


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1])))
