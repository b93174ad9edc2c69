"""Slack over TLS: only a server that this machine trusts is spoken to, and whom it trusts is read once."""

import datetime as dt
import ssl
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from bot.delivery.letters import Act, Letter, TryLater
from bot.slack.client import connect, trust
from bot.slack.sender import SlackSender
from prompts.messages import Note, dump

DAY = dt.timedelta(days=1)
ANSWER = b'{"ok": true, "channel": "C1", "ts": "1.000001"}'
LETTER = Letter(
    id="abc.root",
    workspace_id="T1",
    lane="C1",
    act=Act.POST,
    body=dump(Note(text="hello")),
    refers_to=None,
    refers_channel=None,
    refers_ts=None,
)


class _Takes(BaseHTTPRequestHandler):
    """Answers every call as Slack does to one that it takes."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.send_header("Content-Length", str(len(ANSWER)))
        self.end_headers()
        self.wfile.write(ANSWER)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def _certificate(folder: Path) -> tuple[Path, Path]:
    """Return a certificate for loopback that vouches for itself, and its key."""
    key, today = ec.generate_private_key(ec.SECP256R1()), dt.datetime.now(dt.UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "loopback")])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), today - DAY, today + DAY)
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    certificate, secret = folder / "certificate.pem", folder / "key.pem"
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return certificate, secret


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """The certificate of the server."""
    return _certificate(tmp_path)[0]


@pytest.fixture
def address(certificate: Path) -> Iterator[str]:
    """Where a server speaks TLS."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, certificate.with_name("key.pem"))
    with ThreadingHTTPServer(("127.0.0.1", 0), _Takes) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        serving = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        serving.start()
        yield f"https://127.0.0.1:{server.server_port}/api/"
        server.shutdown()
        serving.join()


@pytest.fixture
def _read_anew() -> Iterator[None]:
    """Whom this machine trusts is read within the test, and again after it."""
    trust.cache_clear()
    yield
    trust.cache_clear()


@pytest.mark.usefixtures("_read_anew")
def test_a_stranger_gets_nothing(address: str) -> None:
    """A server that nobody vouches for does not get the letter; it is tried again, surely not taken the first time."""
    with pytest.raises(TryLater) as refused:
        SlackSender(lambda _: connect("xoxb-1", address)).send(LETTER)
    assert refused.value.reason == "SSLCertVerificationError"
    assert not refused.value.doubtful


@pytest.mark.usefixtures("_read_anew")
def test_whom_the_machine_trusts(address: str, certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A company's own certificate is trusted where the machine trusts it; it is read once for all clients and calls."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    assert SlackSender(lambda _: connect("xoxb-1", address)).send(LETTER).ts == "1.000001"
    monkeypatch.delenv("SSL_CERT_FILE")  # and no more after that, for no call and for no client
    assert SlackSender(lambda _: connect("xoxb-2", address)).send(LETTER).ts == "1.000001"
