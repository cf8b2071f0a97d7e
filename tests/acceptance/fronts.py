"""haproxy and nginx in front of a shop: the configurations of deploy/, on private ports and with certificates of our own."""

import contextlib
import getpass
import pathlib
import re
import signal
import socket
import ssl
import subprocess

from shop import ROOT, free_port, log_entries, wait_until


class Certificates:
    """An authority of our own, the front's certificate, a service's, and one that a stranger signed."""

    def __init__(self, folder):
        self.folder = folder
        folder.mkdir(parents=True)
        for name in ("authority", "stranger"):
            self._openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", f"{name}.key", "-out", f"{name}.crt",
                          "-subj", f"/CN={name}", "-days", "2")
        self.issue("shop")
        self.issue("service")
        self.issue("impostor", authority="stranger")
        (folder / "clients-ca.pem").write_bytes((folder / "authority.crt").read_bytes())

    def issue(self, name, authority="authority"):
        """A new certificate under a name that may have had one. Gives its path, with the key in it."""
        self._openssl("req", "-newkey", "rsa:2048", "-nodes", "-keyout", f"{name}.new.key", "-out", f"{name}.csr", "-subj",
                      f"/CN={name}")
        (self.folder / "names").write_text("subjectAltName=DNS:localhost,IP:127.0.0.1\n")
        self._openssl("x509", "-req", "-in", f"{name}.csr", "-CA", f"{authority}.crt", "-CAkey", f"{authority}.key",
                      "-CAcreateserial", "-out", f"{name}.crt", "-days", "2", "-extfile", "names")
        (self.folder / f"{name}.new.key").rename(self.folder / f"{name}.key")
        pem = self.folder / f"{name}.pem"
        pem.write_bytes((self.folder / f"{name}.crt").read_bytes() + (self.folder / f"{name}.key").read_bytes())
        return pem

    def serial(self, name):
        return ssl.PEM_cert_to_DER_cert((self.folder / f"{name}.crt").read_text())

    def client_context(self, certificate=None):
        context = ssl.create_default_context(cafile=self.folder / "authority.crt")
        if certificate:
            context.load_cert_chain(self.folder / f"{certificate}.pem")
        return context

    def _openssl(self, *arguments):
        done = subprocess.run(["openssl", *arguments], cwd=self.folder, capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, done.stderr


class Front:
    """`backends`: ports of the shop's hosts. `plain`, `tls` and `services` are the ports that it listens on."""

    def __init__(self, folder, certificates, backends):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True)
        self.certificates = certificates
        self.plain, self.tls, self.services = free_port(), free_port(), free_port()
        self._output = self.folder / "output"
        self.process = None
        self._render(backends)
        with open(self._output, "wb") as output:
            self.process = subprocess.Popen(self._command(), stdout=output, stderr=output, start_new_session=True)
        wait_until(self._listens, what="the front listened")

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(timeout=10)
        finally:
            self.process.kill()
            self.process.wait()

    def connect(self, port=None, context=None, source=("127.0.0.1", 0), timeout_s=10):
        """A TLS connection to it."""
        context = context or self.certificates.client_context()
        plain = socket.create_connection(("127.0.0.1", port or self.tls), timeout=timeout_s, source_address=source)
        try:
            return context.wrap_socket(plain, server_hostname="localhost")
        except BaseException:
            plain.close()
            raise

    def requests(self):
        """What it has logged, a dictionary a request."""
        return [entry for entry in log_entries(self._log().read_text(errors="replace")) if "proxy" in entry]

    def _listens(self):
        assert self.process.poll() is None, self._output.read_text()
        with contextlib.suppress(OSError):
            self.connect().close()
            return True
        return False

    def _rendered(self, shipped, changes):
        text = (ROOT / "deploy" / shipped).read_text()
        for pattern, replacement in changes:
            text, times = re.subn(pattern, replacement, text, flags=re.MULTILINE)
            assert times, f"{shipped} has no {pattern}"
        return text


class Haproxy(Front):
    name = "haproxy"

    def _render(self, backends):
        servers = "".join(f"    server api{i} 127.0.0.1:{port}\n" for i, port in enumerate(backends))
        self.configuration = self.folder / "haproxy.cfg"
        self.configuration.write_text(self._rendered("haproxy/haproxy.cfg", [
            (r"^    (user|group) haproxy\n", ""), (r"maxconn 20000", "maxconn 2000"), (r"/run/haproxy/", f"{self.folder}/"),
            (r"/etc/orion/tls/", f"{self.certificates.folder}/"), (r":::80 v4v6", f"127.0.0.1:{self.plain}"),
            (r":::443 v4v6", f"127.0.0.1:{self.tls}"), (r":::8443 v4v6", f"127.0.0.1:{self.services}"),
            (r"(^    server api.*\n)+", servers)]))

    def _command(self):
        return ["haproxy", "-W", "-f", str(self.configuration)]

    def _log(self):
        return self._output

    def reload(self):
        self.process.send_signal(signal.SIGUSR2)

    def put_certificate(self, pem):
        """Through the run-time socket; no process is replaced."""
        name = self.certificates.folder / "shop.pem"
        said = self.ask(f"set ssl cert {name} <<\n{pem.read_text()}\n")
        assert "Transaction created" in said or "Transaction updated" in said, said
        assert "Success!" in self.ask(f"commit ssl cert {name}\n")

    def ask(self, command):
        with socket.socket(socket.AF_UNIX) as admin:
            admin.settimeout(10)
            admin.connect(str(self.folder / "admin.sock"))
            admin.sendall(command.encode())
            said = b""
            while part := admin.recv(65536):
                said += part
        return said.decode()


class Nginx(Front):
    name = "nginx"

    def _render(self, backends):
        servers = "".join(f"    server 127.0.0.1:{port} max_fails=2 fail_timeout=1s;\n" for port in backends)
        included = self.folder / "orion.conf"
        included.write_text(self._rendered("nginx/orion.conf", [
            (r"/var/log/nginx/", f"{self.folder}/"), (r"/etc/orion/tls/", f"{self.certificates.folder}/"),
            (r"^    listen \[::\].*\n", ""), (r"listen 80 ", f"listen 127.0.0.1:{self.plain} "),
            (r"listen 443 ", f"listen 127.0.0.1:{self.tls} "), (r"listen 8443 ", f"listen 127.0.0.1:{self.services} "),
            (r"(^    server 127.*\n)+", servers)]))
        temporary = "".join(f"{kind}_temp_path {self.folder}/{kind};\n"
                            for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        (self.folder / "nginx.conf").write_text(
            f"user {getpass.getuser()};\nworker_processes 2;\ndaemon off;\npid {self.folder}/pid;\nerror_log stderr;\n"
            f"events {{ worker_connections 4096; }}\nhttp {{\n{temporary}include {included};\n}}\n")

    def _command(self):
        return ["nginx", "-c", str(self.folder / "nginx.conf")]

    def _log(self):
        return self.folder / "orion.log"

    def reload(self):
        self.process.send_signal(signal.SIGHUP)
