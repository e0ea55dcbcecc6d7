"""Who may ask: the Host header, the token, and what every answer tells browsers."""

import hmac
import ipaddress

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from analyzer.errors import BadSettings
from analyzer.settings import Settings, secret
from api.request import JSON, Refused, errors_body

MIN_TOKEN = 32

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}
NOTHING = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
"""The Content-Security-Policy of what is not a page."""


def is_loopback(host: str) -> bool:
    """Tell whether a name or address means this machine."""
    if host.lower().rstrip(".") == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def token_of(settings: Settings) -> bytes | None:
    """Read the token; raises BadSettings for a short one."""
    token = secret(settings.alignment_token, settings.alignment_token_file, "ALIGNMENT_TOKEN_FILE")
    if token is None:
        return None
    if len(token) < MIN_TOKEN or not token.isascii() or not token.isprintable() or " " in token:
        raise BadSettings(
            f"ALIGNMENT_TOKEN must have at least {MIN_TOKEN} printable ASCII characters without spaces: "
            "make one with  python -c 'import secrets; print(secrets.token_urlsafe(32))'"
        )
    return token.encode()


def check_address(host: str, token: bytes | None) -> None:
    """Raise BadSettings for an address that others can reach while nothing asks them who they are."""
    if not is_loopback(host) and token is None:
        raise BadSettings(
            f"The address {host} can be reached from other machines: set ALIGNMENT_TOKEN to a secret of at least "
            f"{MIN_TOKEN} characters, which clients then send as Authorization: Bearer, or use 127.0.0.1."
        )


def check_token(authorization: str, token: bytes | None) -> None:
    """Raise Refused unless the token was sent; takes the same time for every wrong one."""
    if token is None:
        return
    scheme, _, sent = authorization.partition(" ")
    right = hmac.compare_digest(sent.strip().encode("utf-8", "surrogateescape"), token)
    if scheme.lower() != "bearer" or not right:
        raise Refused(401, "unauthenticated", "Send the server's ALIGNMENT_TOKEN as Authorization: Bearer …")


class Guard:
    """Refuses requests whose Host is not this machine (a foreign name that was made to point here), hardens answers."""

    def __init__(self, app: ASGIApp, *, loopback: bool) -> None:
        self.app = app
        self.loopback = loopback

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what is meant for us."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def hardened(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("Content-Security-Policy", NOTHING)
            await send(message)

        hosts = Headers(scope=scope).getlist("host")
        if self.loopback and not (len(hosts) == 1 and is_loopback(_without_port(hosts[0]))):
            body = errors_body("This server answers to localhost and 127.0.0.1 only.", "forbidden_host")
            await Response(body, 403, media_type=JSON)(scope, receive, hardened)
            return
        await self.app(scope, receive, hardened)


def _without_port(host: str) -> str:
    name, colon, port = host.rpartition(":")
    return name if colon and port.isascii() and port.isdigit() and (":" not in name or name.endswith("]")) else host
