"""A mail server that keeps what it gets: smtp_sink.py FOLDER [CERTIFICATE KEY [USER PASSWORD]]

Writes each mail into FOLDER as N.eml, as it came, and prints its port once it listens. `refused@…` is no mailbox of
its, `later@…` is told to come back, `slow@…` waits for ever.
"""

import asyncio
import pathlib
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult

folder = pathlib.Path(sys.argv[1])
tls = None
if len(sys.argv) > 3:
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(sys.argv[2], sys.argv[3])


class Keeper:
    count = 0

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("refused@"):
            return "550 5.1.1 No such mailbox"
        if address.startswith("later@"):
            return "451 4.7.1 Come back later"
        if address.startswith("slow@"):
            await asyncio.sleep(3600)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        Keeper.count += 1
        draft = folder / f"{Keeper.count}.draft"
        draft.write_bytes(envelope.original_content)
        draft.rename(folder / f"{Keeper.count:03}.eml")
        (folder / "envelopes").open("a").write(f"{envelope.mail_from} {' '.join(envelope.rcpt_tos)}\n")
        return "250 OK"


def check(server, session, envelope, mechanism, login):
    known = (sys.argv[4].encode(), sys.argv[5].encode())
    return AuthResult(success=(login.login, login.password) == known, handled=False)


def protocol():
    authentication = {"authenticator": check, "auth_required": True} if len(sys.argv) > 5 else {}
    return SMTP(Keeper(), tls_context=tls, require_starttls=tls is not None, hostname="sink", **authentication)


async def main():
    server = await asyncio.get_running_loop().create_server(protocol, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


asyncio.run(main())
