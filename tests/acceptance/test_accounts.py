"""People with accounts: getting in, going on, getting out, and what attackers try with tokens."""

import base64
import hashlib
import hmac
import http.client
import json
import pathlib
import time
import uuid

import pytest
from shop import SOON_S, wait_until

PASSWORD = "a long enough password"


def bearer(signed_in):
    return {"authorization": f"Bearer {signed_in['access_token']}"}


def registration(email=None, **more):
    return {"email": email or f"{uuid.uuid4()}@example.com", "password": PASSWORD, "name": "Zoë Quinn", **more}


@pytest.fixture
def register(api):
    def make(email=None):
        answer = api.post("/auth/register", registration(email))
        assert answer.status == 201, answer.body
        return answer.json

    return make


def log_in(api, email, password=PASSWORD):
    return api.post("/auth/login", {"email": email, "password": password})


def refresh(api, token):
    return api.post("/auth/refresh", {"refresh_token": token})


def mails_to(shop, address):
    """What the shop has dropped for the mail server, each as one text."""
    texts = [path.read_text() for path in pathlib.Path(shop.data / "outbox").glob("*.eml")]
    return [text for text in texts if f"To: {address}" in text or f"<{address}>" in text]


def test_somebody_registers_logs_in_and_goes_on(api, register):
    registered = register()
    assert registered["user"]["role"] == "customer"
    assert registered["user"]["email_verified"] is False
    assert registered["token_type"] == "Bearer"
    assert 0 < registered["expires_in"] <= 600

    entered = log_in(api, registered["user"]["email"].upper())
    assert entered.status == 200
    assert entered.headers["cache-control"] == "no-store"
    assert api.get("/me", **bearer(entered.json)).json == registered["user"]
    again = refresh(api, entered.json["refresh_token"])
    assert again.status == 200
    assert again.json["refresh_token"] != entered.json["refresh_token"]
    assert api.get("/me", **bearer(again.json)).status == 200


def test_nobody_chooses_a_role(api):
    for member in ({"role": "admin"}, {"email_verified": True}, {"state": "active"}, {"id": str(uuid.uuid4())}):
        answer = api.post("/auth/register", registration(**member))
        assert answer.status == 422
        assert answer.bad_fields == {next(iter(member)): "unknown_field"}


def test_an_address_has_one_account(api, register):
    email = register()["user"]["email"]
    answer = api.post("/auth/register", registration(email.upper()))
    assert (answer.status, answer.code) == (409, "email_taken")


def test_a_refresh_token_that_is_used_again_ends_its_family(api, register):
    first = register()
    second = refresh(api, first["refresh_token"]).json
    third = refresh(api, second["refresh_token"]).json
    other_device = log_in(api, first["user"]["email"]).json

    answer = refresh(api, first["refresh_token"])
    assert (answer.status, answer.code) == (401, "refresh_token_reused")

    assert refresh(api, third["refresh_token"]).code == "invalid_refresh_token"
    wait_until(lambda: api.get("/me", **bearer(third)).status == 401, limit_s=SOON_S, what="its access token ended")
    assert api.get("/me", **bearer(other_device)).status == 200


def test_logging_out_everywhere_ends_access_tokens_within_a_second(api, register):
    here = register()
    there = log_in(api, here["user"]["email"]).json
    assert api.get("/me", **bearer(there)).status == 200

    assert api.post("/auth/logout-all", **bearer(here)).status == 204

    for tokens in (here, there):
        wait_until(lambda t=tokens: api.get("/me", **bearer(t)).status == 401, limit_s=SOON_S, what="access tokens ended")
        assert refresh(api, tokens["refresh_token"]).code == "invalid_refresh_token"
    assert log_in(api, here["user"]["email"]).status == 200


def test_logging_out_ends_one_session(api, register):
    here = register()
    there = log_in(api, here["user"]["email"]).json
    assert api.post("/auth/logout", {"refresh_token": there["refresh_token"]}).status == 204
    assert refresh(api, there["refresh_token"]).status == 401
    assert refresh(api, here["refresh_token"]).status == 200


def test_answers_do_not_tell_who_has_an_account(api, register):
    known = register()["user"]["email"]
    unknown = f"{uuid.uuid4()}@example.com"

    def told(answer):
        body = answer.json if answer.body else {}
        body.pop("correlation_id", None)
        headers = {name: value for name, value in answer.headers.items()
                   if name not in ("date", "x-correlation-id", "ratelimit", "content-length")}
        return answer.status, body, headers

    assert told(log_in(api, known, "a wrong password")) == told(log_in(api, unknown, "a wrong password"))
    forgot = [told(api.post("/auth/password/forgot", {"email": email})) for email in (known, unknown, "no address")]
    assert forgot[0][0] == 202
    assert forgot[0] == forgot[1] == forgot[2]


def test_what_is_somebody_elses_looks_like_nothing(api, register):
    mine, theirs = bearer(register()), bearer(register())
    address = {"name": "Zoë", "line1": "1 High Street", "city": "Leeds", "postcode": "LS1 4AP", "country": "GB"}
    book = api.post("/me/addresses", address, **theirs).json
    session = api.get("/me/sessions", **theirs).json["items"][0]

    for call in (lambda: api.put(f"/me/addresses/{book['id']}", address, **mine),
                 lambda: api.delete(f"/me/addresses/{book['id']}", **mine),
                 lambda: api.delete(f"/me/sessions/{session['id']}", **mine)):
        assert call().status == 404
    assert api.get("/me/addresses", **mine).json == {"items": [], "next_cursor": None}
    assert api.get("/admin/users", **mine).status == 403
    assert api.get("/admin/users").status == 401
    assert api.get("/me", **theirs).status == 200


def test_somebody_goes_and_can_come_again(api, register):
    gone = register()
    assert api.delete("/me", **bearer(gone)).status == 204
    wait_until(lambda: api.get("/me", **bearer(gone)).status == 401, limit_s=SOON_S, what="the tokens ended")
    assert log_in(api, gone["user"]["email"]).status == 401
    assert register(gone["user"]["email"])["user"]["id"] != gone["user"]["id"]


def part(data):
    return base64.urlsafe_b64encode(data if isinstance(data, bytes) else json.dumps(data).encode()).rstrip(b"=").decode()


def parts_of(token):
    header, claims, signature = token.split(".")

    def read(text):
        return json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))

    return read(header), read(claims), signature


def forgeries(token, key):
    """Name -> a token that nobody signed."""
    header, claims, signature = parts_of(token)
    admin = {**claims, "role": "admin"}
    public = json.dumps(key).encode()

    def hmac_signed(header, secret):
        text = f"{part(header)}.{part(admin)}"
        return f"{text}.{part(hmac.new(secret, text.encode(), hashlib.sha256).digest())}"

    return {
        "no signature": f"{part({**header, 'alg': 'none'})}.{part(admin)}.",
        "None": f"{part({**header, 'alg': 'None'})}.{part(admin)}.",
        "none, with the old signature": f"{part({**header, 'alg': 'none'})}.{part(claims)}.{signature}",
        "the public key as a secret": hmac_signed({**header, "alg": "HS256"}, public),
        "the x of the key as a secret": hmac_signed({**header, "alg": "HS256"}, key["x"].encode()),
        "another role under the old signature": f"{part(header)}.{part(admin)}.{signature}",
        "a file as its key": hmac_signed({**header, "alg": "HS256", "kid": "../../../../dev/null"}, b""),
        "SQL as its key": hmac_signed({**header, "alg": "HS256", "kid": "' UNION SELECT 'k"}, b"k"),
        "an unknown key": f"{part({**header, 'kid': 'another'})}.{part(claims)}.{signature}",
        "no key": f"{part({k: v for k, v in header.items() if k != 'kid'})}.{part(claims)}.{signature}",
        "a key of its own": f"{part({**header, 'jwk': key})}.{part(claims)}.{signature}",
        "a key from elsewhere": f"{part({**header, 'jku': 'http://127.0.0.1:1/'})}.{part(claims)}.{signature}",
        "a zero signature": f"{part(header)}.{part(claims)}.{part(bytes(64))}",
        "half a signature": f"{part(header)}.{part(claims)}.{signature[:43]}",
        "an expiry of its own": f"{part(header)}.{part({**claims, 'exp': 9999999999})}.{signature}",
        "claims twice": f"{part(header)}.{part(json.dumps(claims)[:-1].encode() + b', ' + json.dumps(admin)[1:].encode())}.{signature}",
        "padding": f"{token}==",
        "a fourth part": f"{token}.{signature}",
        "two parts": token.rpartition(".")[0],
        "much": f"{part(header)}.{part({**claims, 'x': 'x' * 3000})}.{signature}",
        "far too much": "a" * 6000,
        "an encrypted one": f"{part({**header, 'enc': 'A128GCM', 'alg': 'dir'})}..{part(b'iv')}.{part(b'text')}.{part(b'tag')}",
        "a null": "null",
    }


@pytest.mark.parametrize("path", ["/me", "/products", "/admin/users"])
def test_forged_tokens_are_never_taken_for_anybody(api, register, path):
    token = register()["access_token"]
    keys = api.call("GET", "/.well-known/jwks.json").json["keys"]
    assert "d" not in keys[0]
    for name, forged in forgeries(token, keys[0]).items():
        answer = api.get(path, authorization=f"Bearer {forged}")
        assert answer.status == 401, name
        assert answer.headers["www-authenticate"].startswith("Bearer "), name
    assert api.get("/me", authorization=f"Bearer {token}").status == 200


def test_a_refresh_token_is_no_access_token_and_the_other_way_round(api, register):
    signed_in = register()
    assert api.get("/me", authorization=f"Bearer {signed_in['refresh_token']}").status == 401
    assert refresh(api, signed_in["access_token"]).status in (401, 422)


def test_two_authorizations_are_none(api, register):
    token = register()["access_token"]
    for second in (f"Bearer {token}", "Bearer x", "Basic eDp5", ""):
        connection = http.client.HTTPConnection("127.0.0.1", api.port, timeout=15)
        connection.putrequest("GET", "/api/v1/me")
        connection.putheader("Authorization", f"Bearer {token}")
        connection.putheader("Authorization", second)
        connection.endheaders()
        assert connection.getresponse().status == 401
        connection.close()


def test_a_token_ends_with_its_time(own_shop):
    from client import Client
    shop = own_shop(settings={"ORION_AUTH_ACCESS_TTL_S": "5", "ORION_AUTH_LEEWAY_S": "0"}, one_process=True)
    shop.ctl("migrate")
    shop.start()
    api = Client(shop.port)
    signed_in = api.post("/auth/register", registration()).json
    assert signed_in["expires_in"] == 5
    _, issued_to, _ = parts_of(signed_in["access_token"])
    assert api.get("/me", **bearer(signed_in)).status == 200
    answer = wait_until(lambda: (a := api.get("/me", **bearer(signed_in))).status == 401 and a, limit_s=20,
                        what="the token expired")
    assert answer.code == "token_expired"
    assert time.time() >= issued_to["exp"] == issued_to["iat"] + 5, "it ended before its time"
    assert refresh(api, signed_in["refresh_token"]).status == 200


def test_a_mail_verifies_an_address_and_another_sets_a_password(own_shop):
    import re
    from client import Client
    shop = own_shop(one_process=True)
    shop.ctl("migrate")
    shop.start()
    api = Client(shop.port)
    signed_in = api.post("/auth/register", registration("zoe@example.com")).json

    def token_of(subject_path):
        for text in mails_to(shop, "zoe@example.com"):
            found = re.search(subject_path + r"\S*?token=3?D?([A-Za-z0-9_-]{20,})", text.replace("=\n", ""))
            if found:
                return found.group(1)
        return None

    token = wait_until(lambda: token_of("verify"), what="a mail with a token came")
    assert api.post("/auth/email/verify", {"token": token}).status == 204
    assert api.post("/auth/email/verify", {"token": token}).status == 422
    assert api.get("/me", **bearer(signed_in)).json["email_verified"] is True

    assert api.post("/auth/password/forgot", {"email": "zoe@example.com"}).status == 202
    token = wait_until(lambda: token_of("reset"), what="a mail with a token came")
    assert api.post("/auth/password/reset", {"token": token, "password": "another long password"}).status == 204
    assert log_in(api, "zoe@example.com").status == 401
    assert log_in(api, "zoe@example.com", "another long password").status == 200
    assert refresh(api, signed_in["refresh_token"]).status == 401


def tokens_mailed(shop, address):
    """Those of verification mails to an address, the oldest first."""
    import re
    folder = pathlib.Path(shop.data / "outbox")
    found = []
    for path in sorted(folder.glob("*.eml"), key=lambda path: path.stat().st_mtime_ns):
        text = path.read_text().replace("=\n", "")
        if f"To: {address}" in text or f"<{address}>" in text:
            found += re.findall(r"verify-email\?token=(?:3D)?([A-Za-z0-9_-]{43})", text)
    return found


def test_an_account_moves_to_another_address_when_its_mailbox_answers(shop, api, register):
    old, new = (f"{uuid.uuid4()}@example.com" for _ in range(2))
    account = register(old)
    taken = register()["user"]["email"]

    def move(to, password=PASSWORD):
        return api.post("/me/email", {"email": to, "current_password": password}, **bearer(account))

    assert move(new, "a wrong password").bad_fields == {"current_password": "wrong_password"}
    assert move(new).status == 202
    assert (move(new).status, move(new).code) == (429, "mail_sent_recently")
    token = wait_until(lambda: tokens_mailed(shop, new), what="the new mailbox got a mail")[-1]
    wait_until(lambda: any("Another e-mail address" in text for text in mails_to(shop, old)), what="the old one heard")
    assert api.get("/me", **bearer(account)).json["email"] == old

    assert api.post("/auth/email/verify", {"token": token}).status == 204
    moved = api.get("/me", **bearer(account)).json
    assert (moved["email"], moved["email_verified"]) == (new, True)
    assert log_in(api, old).status == 401
    assert log_in(api, new).status == 200

    other = register()
    answer = api.post("/me/email", {"email": taken, "current_password": PASSWORD}, **bearer(other))
    assert (answer.status, answer.body) == (202, b"")
    assert len(tokens_mailed(shop, taken)) <= 1


def test_a_verification_mail_comes_again_and_the_first_one_is_useless(shop, api, register):
    account = register()
    email = account["user"]["email"]
    first = wait_until(lambda: tokens_mailed(shop, email), what="a mail came")[0]
    assert api.post("/me/email/verification", **bearer(account)).status == 202
    again = api.post("/me/email/verification", **bearer(account))
    assert again.status == 429
    assert 0 < int(again.headers["retry-after"]) <= 60
    second = wait_until(lambda: len(found := tokens_mailed(shop, email)) == 2 and found, what="another mail came")
    second = next(token for token in second if token != first)
    assert api.post("/auth/email/verify", {"token": first}).status == 422
    assert api.post("/auth/email/verify", {"token": second}).status == 204
    assert api.post("/me/email/verification", **bearer(account)).code == "email_verified"
