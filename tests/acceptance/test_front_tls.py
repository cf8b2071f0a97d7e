"""TLS in front of the shop, with haproxy and with nginx as deploy/ has them configured."""

import http.client
import http.server
import socket
import ssl
import threading
import time

import pytest
from fronts import Certificates, Haproxy, Nginx
from shop import DEMO_CATALOGUE, wait_until


class Recorder(http.server.BaseHTTPRequestHandler):
    """Stands in for the shop and keeps the headers that reach it."""

    protocol_version = "HTTP/1.1"
    heads = []

    def do_GET(self):
        self.heads.append((self.path, self.headers.items()))
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def certificates(tmp_path_factory):
    return Certificates(tmp_path_factory.mktemp("tls") / "certificates")


@pytest.fixture(params=[Haproxy, Nginx], ids=lambda kind: kind.name)
def kind(request):
    return request.param


@pytest.fixture
def start(tmp_path, certificates):
    """Starts fronts that end with the test."""
    fronts = []

    def begin(kind, backends):
        fronts.append(kind(tmp_path / f"front{len(fronts)}", certificates, backends))
        return fronts[-1]

    yield begin
    for front in fronts:
        front.stop()


@pytest.fixture
def front(kind, start, shop):
    return start(kind, [shop.port])


@pytest.fixture
def recorder():
    Recorder.heads = []
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Recorder)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def get(front, path, headers=None, port=None, certificate=None):
    context = front.certificates.client_context(certificate)
    connection = http.client.HTTPSConnection("localhost", port or front.tls, context=context, timeout=10)
    try:
        connection.request("GET", path, headers=headers or {})
        answer = connection.getresponse()
        answer.content = answer.read()
        return answer
    finally:
        connection.close()


def only(version, ciphers="DEFAULT@SECLEVEL=0"):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    context.set_ciphers(ciphers)
    context.minimum_version = context.maximum_version = version
    return context


def test_shoppers_are_answered_over_tls(front):
    answer = get(front, "/api/v1/products?limit=1")
    assert answer.status == 200
    assert answer.getheader("Strict-Transport-Security") == "max-age=31536000"
    assert answer.getheader("Server") in (None, "nginx")  # without a version


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_tls_1_2_and_1_3_are_spoken(front, version):
    with front.connect(context=only(version)) as connection:
        assert connection.version() == version.name.replace("_", ".")


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("what, context", [
    ("TLS 1.1", lambda: only(ssl.TLSVersion.TLSv1_1)),
    ("a cipher without authentication of what it encrypts", lambda: only(ssl.TLSVersion.TLSv1_2, "ECDHE-RSA-AES128-SHA")),
    ("a cipher without forward secrecy", lambda: only(ssl.TLSVersion.TLSv1_2, "AES128-GCM-SHA256")),
])
def test_what_is_outdated_is_refused(front, certificates, what, context):
    lenient = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    lenient.minimum_version = ssl.TLSVersion.TLSv1
    lenient.set_ciphers("ALL@SECLEVEL=0")
    lenient.load_cert_chain(certificates.folder / "shop.pem")
    ours, theirs = socket.socketpair()
    serving = threading.Thread(target=lambda: lenient.wrap_socket(theirs, server_side=True).close())
    serving.start()
    context().wrap_socket(ours, server_hostname="localhost").close()  # this client could
    serving.join()
    with pytest.raises(ssl.SSLError):
        front.connect(context=context())


def test_http_is_sent_to_https(front):
    connection = http.client.HTTPConnection("127.0.0.1", front.plain, timeout=10)
    connection.request("GET", "/api/v1/products?limit=1", headers={"Host": "shop.example"})
    answer = connection.getresponse()
    connection.close()
    assert (answer.status, answer.getheader("Location")) == (308, "https://shop.example/api/v1/products?limit=1")


def test_a_service_needs_a_certificate_of_our_authority(front):
    assert get(front, "/api/v1/categories", port=front.services, certificate="service").status == 200
    for certificate in (None, "impostor"):
        try:
            answer = get(front, "/api/v1/categories", port=front.services, certificate=certificate)
        except (ssl.SSLError, ConnectionError):
            continue
        assert answer.status == 400, certificate  # nginx shakes hands first and then says why not


@pytest.mark.parametrize("port", ["tls", "services"])
def test_what_a_client_says_of_its_own_address_never_reaches_the_shop(kind, start, recorder, port):
    front = start(kind, [recorder.server_port])
    forged = {"X-Forwarded-For": "203.0.113.7", "x-forwarded-for": "203.0.113.8", "X-Real-IP": "203.0.113.9",
              "Forwarded": "for=203.0.113.10", "X-Forwarded-Proto": "http", "X-Forwarded-Host": "203.0.113.11"}
    assert get(front, "/forged", forged, getattr(front, port), "service").status == 200
    (head,) = [headers for path, headers in Recorder.heads if path == "/forged"]
    assert [value for name, value in head if name.lower() == "x-forwarded-for"] == ["127.0.0.1"]
    assert [value for name, value in head if name.lower() == "x-forwarded-proto"] == ["https"]
    assert not [value for _, value in head if "203.0.113" in value]


def test_an_absolute_target_says_which_shop_is_meant(kind, start, recorder):
    front = start(kind, [recorder.server_port])
    with front.connect() as connection:
        connection.sendall(b"GET http://shop.example/absolute HTTP/1.1\r\nHost: other.example\r\n\r\n")
        status = connection.recv(4096).split()[1]
    hosts = [dict(headers)["Host"] for path, headers in Recorder.heads if path.endswith("/absolute")]
    assert (status, hosts) in ((b"400", []), (b"200", ["shop.example"]))


class Shoppers:
    """Browse until told to stop, each request on a new connection or all on one; keep what went wrong."""

    def __init__(self, front, new_connections, patient):
        self._front, self._new, self._patient = front, new_connections, patient
        self._stopping = threading.Event()
        self.failures, self.answered, self.certificates = [], 0, set()
        self._threads = [threading.Thread(target=self._browse) for _ in range(3)]

    def __enter__(self):
        for thread in self._threads:
            thread.start()
        wait_until(lambda: self.answered > 20, what="the shoppers began")
        return self

    def __exit__(self, *_):
        self._stopping.set()
        for thread in self._threads:
            thread.join(timeout=30)
        assert not any(thread.is_alive() for thread in self._threads)

    def answers(self, more):
        before = self.answered
        wait_until(lambda: self.answered >= before + more, what=f"{more} more answers")

    def _browse(self):
        context, connection = self._front.certificates.client_context(), None
        while not self._stopping.is_set():
            reused = connection is not None
            connection = connection or http.client.HTTPSConnection("localhost", self._front.tls, context=context, timeout=10)
            try:
                connection.request("GET", "/api/v1/products?limit=1")
                answer = connection.getresponse()
                answer.read()
                if answer.status != 200:
                    self.failures.append(answer.status)
                if connection.sock:
                    self.certificates.add(connection.sock.getpeercert(binary_form=True))
                self.answered += 1
            except (OSError, http.client.HTTPException) as error:
                # RFC 9112, 9.3.1: an idle connection may be closed at any time, and a GET then be asked again.
                if not (self._patient and reused and isinstance(error, (http.client.RemoteDisconnected, ConnectionError))):
                    self.failures.append(repr(error))
                connection.close()
                connection = None
                continue
            if self._new or connection.sock is None:
                connection.close()
                connection = None
        if connection:
            connection.close()


def replaced(front):
    front.certificates.issue("shop")
    front.reload()


def replaced_at_run_time(front):
    front.put_certificate(front.certificates.issue("shop"))


@pytest.mark.parametrize("new_connections", [True, False], ids=["new connections", "kept connections"])
@pytest.mark.parametrize("kind, replace", [(Haproxy, replaced), (Haproxy, replaced_at_run_time), (Nginx, replaced)])
def test_a_certificate_is_replaced_under_load_and_no_request_fails(start, shop, certificates, kind, replace, new_connections):
    front = start(kind, [shop.port])
    with Shoppers(front, new_connections, patient=kind is Nginx) as shoppers:
        for _ in range(3):
            replace(front)

            def is_shown():
                with front.connect() as connection:
                    return connection.getpeercert(binary_form=True) == certificates.serial("shop")

            wait_until(is_shown, what="the new certificate was shown")
            shoppers.answers(30)
    assert not shoppers.failures, (shoppers.failures[:5], shoppers.answered)
    if new_connections:
        assert len(shoppers.certificates) >= 3


def test_a_host_that_goes_away_and_comes_back_costs_no_reader_an_answer(kind, start, own_shop):
    first = own_shop().stock_with(DEMO_CATALOGUE).start()
    second = own_shop().stock_with(DEMO_CATALOGUE).start()
    front = start(kind, [first.port, second.port])
    with Shoppers(front, new_connections=False, patient=False) as shoppers:
        for _ in range(2):
            second.kill("orion-api")
            shoppers.answers(200)
            second.start_api()
            second.wait_until_ready()
            seen = len(front.requests())
            wait_until(lambda seen=seen: len({line["server"] for line in front.requests()[seen:]}) > 1, what="both were asked")
    assert not shoppers.failures, (shoppers.failures[:5], shoppers.answered)


def test_without_a_host_the_answer_is_a_problem(kind, start):
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        front = start(kind, [nobody.getsockname()[1]])
        answer = get(front, "/api/v1/categories")
        assert (answer.status, answer.getheader("Content-Type")) == (503, "application/problem+json")
        assert answer.getheader("Retry-After") == "1"
        assert answer.getheader("Strict-Transport-Security")


HEAD = b"GET / HTTP/1.1\r\nHost: shop\r\nA: "
BODY = b"POST /api/v1/carts HTTP/1.1\r\nHost: shop\r\nContent-Length: 100\r\n\r\n"


def trickle(front, begun, limit_s):
    """Sends a byte a second; gives how long that was let happen."""
    began = time.monotonic()
    with front.connect(timeout_s=1) as slow:
        slow.sendall(begun)
        while time.monotonic() - began < limit_s:
            try:
                said = slow.recv(4096)
                if said == b"" or b"408" in said:
                    break
            except TimeoutError:
                slow.sendall(b"x")
            except (ConnectionError, ssl.SSLError):
                break
    return time.monotonic() - began


@pytest.mark.parametrize("kind, begun", [(Haproxy, HEAD), (Haproxy, BODY), (Nginx, HEAD)])
def test_who_sends_a_byte_a_second_is_cut_off(kind, start, recorder, begun):
    front = start(kind, [recorder.server_port])
    assert trickle(front, begun, limit_s=40) < 25
    assert {path for path, _ in Recorder.heads} <= {"/health/ready"}


def test_a_slow_body_keeps_nginx_waiting_and_no_host(start, recorder):
    front = start(Nginx, [recorder.server_port])
    trickle(front, BODY, limit_s=3)
    assert not Recorder.heads


def test_one_address_has_so_many_requests_under_way_and_others_are_still_answered(front):
    held = []
    try:
        for _ in range(200):
            held.append(front.connect())
            held[-1].sendall(BODY)
        with pytest.raises((ConnectionError, ssl.SSLError, StopIteration)):
            held.append(front.connect())
            held[-1].sendall(BODY)
            if b" 503 " in held[-1].recv(4096).split(b"\r\n")[0]:
                raise StopIteration
        with front.connect(source=("127.0.0.2", 0)) as other:
            other.sendall(b"GET /api/v1/categories HTTP/1.1\r\nHost: shop\r\n\r\n")
            assert b" 200 " in other.recv(4096).split(b"\r\n")[0]
    finally:
        for connection in held:
            connection.close()
