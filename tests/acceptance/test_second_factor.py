"""A second factor at log-in, and the server secret that it is sealed with, as a phone, an operator and a thief see them."""

import base64
import concurrent.futures
import hashlib
import hmac
import re
import struct
import subprocess
import time
import urllib.parse

from client import Cart, Client
from shop import DEMO_CATALOGUE

PASSWORD = "three red bicycles, one bell"
SECRETS = {"old": "Vt7m-q2Lx9_Zr4Hd8WcKj5Nf3Pb6Gy1u", "new": "9fJd0sKq-2LmXv7Bn4Cz8RtY1wEu6IoPa3"}


def bearer(signed_in):
    return {"Authorization": f"Bearer {signed_in['access_token']}"}


def code_of(secret, away=0):
    """What an app shows, `away` steps from now: RFC 6238, written down once more."""
    step = int(time.time()) // 30 + away
    digest = hmac.new(base64.b32decode(secret), struct.pack(">Q", step), hashlib.sha1).digest()
    at = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[at:at + 4])[0] & 0x7fffffff) % 10**6:06}"


def register(api, email):
    answer = api.post("/auth/register", {"email": email, "password": PASSWORD, "name": "Zoë"})
    assert answer.status == 201, answer.body
    return answer.json


def log_in(api, email, **shown):
    return api.post("/auth/login", {"email": email, "password": PASSWORD, **shown})


def in_one_step():
    """Waits for a step that has just begun if the present one is nearly over: codes do not change under the test."""
    left = 30 - time.time() % 30
    if left < 10:
        time.sleep(left)


def begin(api, signed_in, password=PASSWORD):
    return api.call("POST", "/api/v1/me/totp", {"current_password": password}, headers=bearer(signed_in))


def secure(api, signed_in, password=PASSWORD):
    """Gives a second factor: the app's secret and the recovery codes. The code of the last step is used thereby."""
    started = begin(api, signed_in, password)
    assert started.status == 200, started.body
    secret = started.json["secret"]
    confirmed = api.call("POST", "/api/v1/me/totp/confirm", {"code": code_of(secret, -1)}, headers=bearer(signed_in))
    assert confirmed.status == 200, confirmed.body
    return secret, confirmed.json["recovery_codes"]


def test_a_code_is_asked_for_and_lets_in_once_however_many_show_it(shop, api):
    in_one_step()
    account = register(api, "phone@second.example")
    secret, _ = secure(api, account)
    assert api.call("GET", "/api/v1/me", headers=bearer(account)).json["second_factor"] is True

    assert (log_in(api, "phone@second.example").status, log_in(api, "phone@second.example").code) == (
        401, "second_factor_required")
    wrong = api.post("/auth/login", {"email": "phone@second.example", "password": "wrong", "code": code_of(secret)})
    assert wrong.code == "invalid_credentials"

    with concurrent.futures.ThreadPoolExecutor(4) as thieves:
        answers = list(thieves.map(lambda _: log_in(api, "phone@second.example", code=code_of(secret)), range(4)))
    assert sorted(answer.status for answer in answers) == [200, 401, 401, 401]
    assert {answer.code for answer in answers if answer.status == 401} == {"invalid_second_factor"}
    assert log_in(api, "phone@second.example", code=code_of(secret, 1)).status == 200


def test_the_uri_is_what_an_app_reads(shop, api):
    account = register(api, "uri+1@second.example")
    started = begin(api, account).json
    uri = urllib.parse.urlparse(started["otpauth_uri"])
    assert (uri.scheme, uri.netloc, urllib.parse.unquote(uri.path)) == ("otpauth", "totp", "/Orion:uri+1@second.example")
    assert urllib.parse.parse_qs(uri.query) == {
        "secret": [started["secret"]], "issuer": ["Orion"], "algorithm": ["SHA1"], "digits": ["6"], "period": ["30"]}
    assert len(base64.b32decode(started["secret"])) == 20


def test_a_stolen_session_gets_no_secret_without_the_password(shop, api):
    account = register(api, "stolen@second.example")
    refused = begin(api, account, "not the password")
    assert (refused.status, refused.json["errors"][0]["field"]) == (422, "current_password")
    assert api.call("GET", "/api/v1/me", headers=bearer(account)).json["second_factor"] is False


def test_oathtool_shows_the_same_codes(shop, api):
    in_one_step()
    account = register(api, "oathtool@second.example")
    secret = begin(api, account).json["secret"]
    shown = subprocess.run(["oathtool", "--totp", "--base32", secret], text=True, capture_output=True, check=True).stdout
    answer = api.call("POST", "/api/v1/me/totp/confirm", {"code": shown.strip()}, headers=bearer(account))
    assert answer.status == 200


def test_recovery_codes_let_in_without_the_phone_once_each_and_switch_it_off(shop, api):
    account = register(api, "paper@second.example")
    _, codes = secure(api, account)
    assert len(set(codes)) == 10
    assert log_in(api, "paper@second.example", recovery_code=codes[0].lower().replace("-", "")).status == 200
    assert log_in(api, "paper@second.example", recovery_code=codes[0]).code == "invalid_second_factor"
    export = api.call("GET", "/api/v1/me/export", headers=bearer(account)).json
    assert export["second_factor"]["recovery_codes_left"] == 9

    off = {"current_password": PASSWORD, "recovery_code": codes[1]}
    assert api.call("DELETE", "/api/v1/me/totp", {**off, "current_password": "wrong"}, headers=bearer(account)).status == 422
    assert api.call("DELETE", "/api/v1/me/totp", off, headers=bearer(account)).status == 204
    assert log_in(api, "paper@second.example").status == 200


def test_guessing_codes_takes_longer_and_longer(shop, api):
    secure(api, register(api, "guess@second.example"))
    answers = [log_in(api, "guess@second.example", code="12345") for _ in range(7)]
    assert [answer.status for answer in answers[:6]] == [401] * 6
    assert (answers[6].status, answers[6].code) == (429, "too_many_attempts")


def test_an_operator_lets_in_who_lost_everything(shop, api):
    secure(api, register(api, "lost@second.example"))
    shop.ctl("user", "reset-second-factor", "lost@second.example")
    assert log_in(api, "lost@second.example").status == 200


def test_neither_secret_nor_recovery_codes_are_in_files_and_logs(shop, api):
    secret, codes = secure(api, register(api, "files@second.example"))
    needles = [secret.encode(), base64.b32decode(secret), *(code.encode() for code in codes)]
    for path in [*shop.folder.glob("*.log"), *shop.data.glob("orion.db*")]:
        content = path.read_bytes()
        for needle in needles:
            assert needle not in content, path


def test_an_admin_without_one_can_only_get_one(own_shop):
    shop = own_shop(one_process=True, settings={"ORION_AUTH_SECOND_FACTOR": "admins"})
    shop.ctl("migrate")
    made = shop.ctl("user", "create", "boss@second.example", "--name", "Boss", "--role", "admin").stdout
    password = re.search(r"shown this once: (\S+)", made).group(1)
    shop.start()
    api = Client(shop.port)
    boss = api.post("/auth/login", {"email": "boss@second.example", "password": password}).json

    refused = api.call("GET", "/api/v1/admin/users", headers=bearer(boss))
    assert (refused.status, refused.code) == (403, "second_factor_enrolment_required")
    assert api.call("GET", "/api/v1/me", headers=bearer(boss)).json["role"] == "admin"
    secure(api, boss, password)
    assert api.call("GET", "/api/v1/admin/users", headers=bearer(boss)).status == 200
    customer = register(api, "zoe@second.example")
    assert api.call("GET", "/api/v1/me/export", headers=bearer(customer)).status == 200


def test_the_server_secret_changes_while_guests_shop_and_phones_show_codes(own_shop, tmp_path):
    def secret(name):
        path = tmp_path / name
        path.write_text(SECRETS[name])
        return f"file:{path}"

    shop = own_shop(one_process=True, settings={"ORION_SECURITY_SECRET_KEY": secret("old")})
    shop.stock_with(DEMO_CATALOGUE)

    def restart(current, previous):
        if shop.running:
            assert set(shop.stop().values()) == {0}
        shop.environment["ORION_SECURITY_SECRET_KEY"] = secret(current)
        shop.environment.pop("ORION_SECURITY_PREVIOUS_SECRET_KEY", None)
        if previous:
            shop.environment["ORION_SECURITY_PREVIOUS_SECRET_KEY"] = secret(previous)
        shop.start()
        return Client(shop.port)

    def status_of(api, cart):
        return Cart(api, cart.id, cart.token).show().status

    api = restart("old", None)
    account = register(api, "seal@second.example")
    key, codes = secure(api, account)
    old_cart = api.new_cart()

    api = restart("old", "new")
    prepared_cart = api.new_cart()
    assert status_of(api, old_cart) == 200

    api = restart("new", "old")
    new_cart = api.new_cart()
    assert [status_of(api, cart) for cart in (old_cart, prepared_cart, new_cart)] == [200] * 3
    assert "1 sealed anew" in shop.ctl("user", "reseal").stdout
    assert "0 sealed anew" in shop.ctl("user", "reseal").stdout

    api = restart("new", None)
    assert [status_of(api, cart) for cart in (old_cart, prepared_cart, new_cart)] == [404, 404, 200]
    in_one_step()
    assert log_in(api, "seal@second.example", code=code_of(key, 1)).status == 200
    assert log_in(api, "seal@second.example", recovery_code=codes[0]).status == 200
