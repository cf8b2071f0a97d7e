"""Mails about accounts, and the keys that access tokens are signed with, as others see them."""

import email
import email.policy
import json
import pathlib
import re
import subprocess
import sys
import threading
import urllib.request

import jwt
from client import Client
from shop import DEMO_CATALOGUE, ROOT, wait_until

PASSWORD = "three red bicycles, one bell"
NO_LIMITS = {f"ORION_LIMITS_{name}_PER_MINUTE": "0" for name in ("BROWSING", "SHOPPING", "CREDENTIALS")}
SINK = ROOT / "tests/support/smtp_sink.py"


def register(api, address, name="Zoë"):
    answer = api.post("/auth/register", {"email": address, "password": PASSWORD, "name": name})
    assert answer.status == 201, answer.json
    return answer.json


def mails_to(folder, address):
    parsed = [email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
              for path in sorted(pathlib.Path(folder).glob("*.eml"))]
    return {mail["Subject"]: mail for mail in parsed if mail["To"].addresses[0].addr_spec == address}


def key_set(port):
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/.well-known/jwks.json") as answer:
        return json.load(answer)


def who_signed(token, port):
    """As a library reads it that knows the published keys only."""
    key_id = jwt.get_unverified_header(token)["kid"]
    key = next(jwt.PyJWK(each) for each in key_set(port)["keys"] if each["kid"] == key_id)
    return jwt.decode(token, key.key, algorithms=["ES256"], audience="orion", issuer="orion")


def test_who_registers_is_written_to_and_the_link_confirms_the_address(shop, api):
    account = register(api, "zoe@mail.example")
    me = {"Authorization": f"Bearer {account['access_token']}"}
    assert api.call("GET", "/api/v1/me", headers=me).json["email_verified"] is False
    mails = wait_until(lambda: (found := mails_to(shop.data / "outbox", "zoe@mail.example")) and len(found) == 2 and found,
                       what="both mails were written")
    assert "Welcome to Orion" in mails
    text = mails["Please confirm your e-mail address"].get_content()
    assert text.startswith("Hello Zoë,")
    token = re.search(r"/verify-email\?token=([A-Za-z0-9_-]{43})\r?\n", text).group(1)
    assert api.post("/auth/email/verify", {"token": token}).status == 204
    assert api.call("GET", "/api/v1/me", headers=me).json["email_verified"] is True
    assert api.post("/auth/email/verify", {"token": token}).status != 204


def test_another_library_takes_the_access_token_with_the_published_keys(shop, api):
    account = register(api, "jwt@mail.example")
    claims = who_signed(account["access_token"], shop.port)
    assert claims["sub"] == account["user"]["id"]
    assert claims["role"] == "customer"
    assert 0 < claims["exp"] - claims["iat"] <= 600
    assert jwt.get_unverified_header(account["access_token"])["typ"] == "at+jwt"
    assert all("d" not in key for key in key_set(shop.port)["keys"])


def test_nothing_usable_of_passwords_and_tokens_is_in_files_and_logs(shop, api):
    account = register(api, "secret@mail.example")
    for path in [*shop.folder.glob("*.log"), *shop.data.glob("orion.db*")]:
        content = path.read_bytes()
        for secret in (PASSWORD, account["access_token"], account["refresh_token"]):
            assert secret.encode() not in content, path


def test_keys_are_rotated_under_load_and_no_valid_token_is_refused(own_shop):
    shop = own_shop(one_process=True, settings=NO_LIMITS).stock_with(DEMO_CATALOGUE).start()
    ports = [shop.port, shop.start_replica()]
    account = register(Client(shop.port), "load@mail.example")
    tokens, answers, done = [account["access_token"]], [], threading.Event()

    def shopper(port):
        client = Client(port)
        while not done.is_set():
            for token in tokens[-2:] + tokens[:1]:
                answers.append(client.call("GET", "/api/v1/me", headers={"Authorization": f"Bearer {token}"}).status)

    shoppers = [threading.Thread(target=shopper, args=(port,)) for port in ports]
    for each in shoppers:
        each.start()
    try:
        signers = {jwt.get_unverified_header(tokens[0])["kid"]}
        for number in range(3):
            shop.ctl("keys", "rotate", "--after", "0")

            def new_token():
                fresh = Client(ports[number % 2]).post(
                    "/auth/login", {"email": "load@mail.example", "password": PASSWORD}).json["access_token"]
                tokens.append(fresh)
                return jwt.get_unverified_header(fresh)["kid"] not in signers

            wait_until(new_token, what="the new key signed")
            signers.add(jwt.get_unverified_header(tokens[-1])["kid"])
            seen = len(answers)
            wait_until(lambda: len(answers) > seen + 20, what="the new token was used")
    finally:
        done.set()
        for each in shoppers:
            each.join()
    assert set(answers) == {200}
    assert {key["kid"] for key in key_set(ports[1])["keys"]} == signers

    first = jwt.get_unverified_header(tokens[0])["kid"]
    shop.ctl("keys", "retire", first)
    for port in ports:
        client = Client(port)
        wait_until(lambda: client.call("GET", "/api/v1/me", headers={"Authorization": f"Bearer {tokens[0]}"}).status == 401,
                   what="what the retired key signed was refused")
        assert client.call("GET", "/api/v1/me", headers={"Authorization": f"Bearer {tokens[-1]}"}).status == 200


def test_a_mail_server_gets_each_mail_once(own_shop, tmp_path):
    sink = subprocess.Popen([sys.executable, SINK, tmp_path], stdout=subprocess.PIPE, text=True)
    try:
        port = sink.stdout.readline().strip()
        shop = own_shop(one_process=True, settings={"ORION_MAIL_SMTP_URL": f"smtp://127.0.0.1:{port}"})
        shop.stock_with(DEMO_CATALOGUE).start()
        register(Client(shop.port), "once@mail.example")
        wait_until(lambda: len(mails_to(tmp_path, "once@mail.example")) == 2, what="both mails arrived")
        shop.stop()
        assert len(list(tmp_path.glob("*.eml"))) == 2
    finally:
        sink.kill()
        sink.wait()


def test_without_its_mail_server_the_shop_goes_on(own_shop):
    nobody = {"ORION_MAIL_SMTP_URL": "smtp://127.0.0.1:1"}
    shop = own_shop(one_process=True, settings=nobody).stock_with(DEMO_CATALOGUE).start()
    account = register(Client(shop.port), "patient@mail.example")
    assert account["user"]["email"] == "patient@mail.example"
    assert set(shop.stop().values()) == {0}
