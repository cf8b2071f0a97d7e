"""A client of the API that keeps its connection and holds every answer against the contract."""

import http.client
import json
import threading
import uuid

ADDRESS = {"name": "Zoë Quinn", "line1": "1 High Street", "city": "Leeds", "postcode": "LS1 4AP", "country": "GB"}


class Answer:
    def __init__(self, response, body):
        self.status = response.status
        self.headers = {name.lower(): value for name, value in response.getheaders()}
        self.body = body

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def code(self):
        """The code of a problem."""
        return self.json["code"]

    @property
    def bad_fields(self):
        """Field -> code of a 422."""
        return {error["field"]: error["code"] for error in self.json["errors"]}

    @property
    def codes(self):
        """Every code of a problem, its own and those of its fields."""
        return {self.code, *(error["code"] for error in self.json.get("errors", []))}


class Client:
    """Thread-safe: every thread has a connection of its own."""

    def __init__(self, port, contract=None, timeout_s=40):
        self.port = port
        self.contract = contract
        self._timeout_s = timeout_s
        self._local = threading.local()

    def call(self, method, path, body=None, headers=None):
        """`body`: what json.dumps takes, or bytes that are sent as they are."""
        headers = dict(headers or {})
        if body is not None and not isinstance(body, bytes):
            body = json.dumps(body).encode()
        if body is not None:
            headers.setdefault("Content-Type", "application/json")
        answer = self._exchange(method, path, body, headers)
        if self.contract:
            self.contract.check(method, path, answer)
        return answer

    def _exchange(self, method, path, body, headers):
        reused = getattr(self._local, "connection", None)
        connection = reused or http.client.HTTPConnection("127.0.0.1", self.port, timeout=self._timeout_s)
        self._local.connection = connection
        try:
            connection.request(method, path, body=body, headers=headers)
            response = connection.getresponse()
            return Answer(response, response.read())
        except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
            self.close()
            if not reused or method not in ("GET", "HEAD"):
                raise
            return self._exchange(method, path, body, headers)  # the server had closed an idle connection
        except Exception:
            self.close()
            raise

    def close(self):
        connection = getattr(self._local, "connection", None)
        if connection:
            connection.close()
        self._local.connection = None

    def get(self, path, **headers):
        return self.call("GET", "/api/v1" + path, headers=_dashed(headers))

    def post(self, path, body=None, **headers):
        return self.call("POST", "/api/v1" + path, body, _dashed(headers))

    def put(self, path, body=None, **headers):
        return self.call("PUT", "/api/v1" + path, body, _dashed(headers))

    def delete(self, path, **headers):
        return self.call("DELETE", "/api/v1" + path, headers=_dashed(headers))

    def new_cart(self, *items, currency=None):
        answer = self.post("/carts", {"currency": currency} if currency else {})
        assert answer.status == 201, answer.body
        cart = Cart(self, answer.json["id"], answer.json["cart_token"])
        for sku, quantity in items:
            added = cart.add(sku, quantity)
            assert added.status == 200, added.body
        return cart


class Cart:
    def __init__(self, client, cart_id, token):
        self.client = client
        self.id = cart_id
        self.token = token

    def show(self):
        return self.client.get(f"/carts/{self.id}", x_cart_token=self.token)

    def add(self, sku, quantity):
        return self.client.post(f"/carts/{self.id}/items", {"sku": sku, "quantity": quantity}, x_cart_token=self.token)

    def set(self, sku, quantity):
        return self.client.put(f"/carts/{self.id}/items/{sku}", {"quantity": quantity}, x_cart_token=self.token)

    def remove(self, sku):
        return self.client.delete(f"/carts/{self.id}/items/{sku}", x_cart_token=self.token)

    def order_body(self, token="tok_approve", **changes):
        body = {"cart_id": self.id, "email": "zoe@example.com", "shipping_address": ADDRESS,
                "payment": {"method": "card", "token": token}}
        body.update(changes)
        return {name: value for name, value in body.items() if value is not None}

    def order(self, token="tok_approve", wait_s=None, key=None, **changes):
        headers = {"idempotency_key": key or str(uuid.uuid4()), "x_cart_token": self.token}
        if wait_s is not None:
            headers["prefer"] = f"wait={wait_s}"
        return self.client.post("/orders", self.order_body(token, **changes), **headers)

    def settled_order(self, token="tok_approve", **changes):
        """Orders, waits for the end of it, and gives the order with its token."""
        answer = self.order(token, wait_s=30, **changes)
        assert answer.status == 201, answer.body
        return Order(self.client, answer.json)


class Order:
    def __init__(self, client, body):
        self.client = client
        self.id = body["id"]
        self.token = body["order_token"]
        self.placed = body

    def show(self):
        answer = self.client.get(f"/orders/{self.id}", x_order_token=self.token)
        assert answer.status == 200, answer.body
        return answer.json

    def history(self):
        answer = self.client.get(f"/orders/{self.id}/history", x_order_token=self.token)
        assert answer.status == 200, answer.body
        return answer.json["items"]

    def cancel(self, reason=None):
        return self.client.post(f"/orders/{self.id}/cancel", {"reason": reason} if reason else None,
                                x_order_token=self.token)


def _dashed(headers):
    return {name.replace("_", "-"): value for name, value in headers.items() if value is not None}
