"""A portal of one page, for the walk-through in docs/your-portal.md: whoever logs in at CSAM sees their own name.

It checks what a relying party has to check, but for one thing, which Etalon finds. Needs Python 3.11 and jwcrypto. It is told everything by
its environment: PORT, ISSUER, CLIENT_ID, CLIENT_SECRET, CALLBACK, CA_FILE, CERT_FILE, KEY_FILE.
"""

import html
import json
import os
import secrets
import ssl
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from http.cookies import SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from jwcrypto.common import JWException
from jwcrypto.jwk import JWKSet
from jwcrypto.jws import JWS

E = os.environ
ISSUER, CLIENT_ID = E["ISSUER"], E["CLIENT_ID"]
LEVEL = "urn:be:fedict:iam:fas:Level400"
CSAM = urllib.request.build_opener(
    urllib.request.ProxyHandler({}),
    urllib.request.HTTPSHandler(context=ssl.create_default_context(cafile=E["CA_FILE"])),
)
MOST_BYTES = 1_000_000  # of an answer of CSAM's
PATIENCE = 5  # seconds for an answer of CSAM's
SKEW = 60  # seconds that two clocks may differ
logins, sessions = {}, {}  # state -> what was asked by whom; cookie -> person


class Refused(Exception):
    """CSAM said something that must not lead to a session."""


class Unavailable(Exception):
    """CSAM does not answer as it should; later it may."""


def ask(request, media_type):
    try:
        with CSAM.open(request, timeout=PATIENCE) as answer:
            if answer.url != (request if isinstance(request, str) else request.full_url):
                raise Refused("led elsewhere")
            body = answer.read(MOST_BYTES + 1)
    except urllib.error.HTTPError as error:
        raise (Unavailable if error.code >= 500 else Refused)(f"CSAM answered {error.code}") from error
    except (OSError, ValueError) as error:
        raise Unavailable(str(error)) from error
    if len(body) > MOST_BYTES or media_type not in answer.headers.get("Content-Type", ""):
        raise Unavailable("not an answer that can be read")
    return body


def ask_json(request):
    try:
        return json.loads(ask(request, "json"))
    except ValueError as error:
        raise Unavailable("no JSON") from error


def verified(token, keys):
    """The claims of a token that CSAM signed, by RS256 and by a key that it publishes."""
    try:
        signed = JWS()
        signed.allowed_algs = ["RS256"]
        signed.deserialize(token)
        key = JWKSet.from_json(keys).get_key(signed.jose_header["kid"]) if "kid" in signed.jose_header else None
        candidates = JWKSet.from_json(keys)["keys"] if key is None and "kid" not in signed.jose_header else {key}
        if len(candidates) != 1 or None in candidates:
            raise Refused("no such key")
        signed.verify(candidates.pop())
        return json.loads(signed.payload)
    except (JWException, ValueError, KeyError) as error:
        raise Refused(f"signature: {error}") from error


def discovered():
    """Where CSAM answers, by its own word."""
    told = ask_json(f"{ISSUER}/.well-known/openid-configuration")
    if told["issuer"] != ISSUER:
        raise Refused("issuer of the discovery")
    return told


def who_came_back(query, browser):
    """Who has logged in, by the address to which CSAM led the browser back."""
    expected = logins.pop(query.get("state", [""])[0], None)
    if expected is None or expected["browser"] != browser:
        raise Refused("state")
    if query.get("iss", [ISSUER]) != [ISSUER]:
        raise Refused("issuer of the reply")
    if "error" in query:
        raise (Unavailable if query["error"] in (["server_error"], ["temporarily_unavailable"]) else Refused)("error of the reply")
    told = expected["csam"]
    form = {"grant_type": "authorization_code", "code": query["code"][0], "redirect_uri": E["CALLBACK"]}
    form |= {"client_id": CLIENT_ID, "client_secret": E["CLIENT_SECRET"]}
    tokens = ask_json(urllib.request.Request(told["token_endpoint"], urllib.parse.urlencode(form).encode(), method="POST"))
    keys = ask(told["jwks_uri"], "json").decode()
    claims, now = verified(tokens["id_token"], keys), time.time()
    audience = claims.get("aud")
    checks = {
        "issuer": claims.get("iss") == ISSUER,
        "audience": audience in (CLIENT_ID, [CLIENT_ID]),
        "authorised party": claims.get("azp", CLIENT_ID) == CLIENT_ID,
        "expiry": claims.get("exp", 0) > now - SKEW,
        "not before": claims.get("nbf", 0) <= now + SKEW,
        "issued at": now - 600 - SKEW <= claims.get("iat", 0) <= now + SKEW,
        "subject": bool(claims.get("sub")),
        "level": claims.get("acr", "").rpartition("Level")[2].isdigit() and int(claims["acr"].rpartition("Level")[2]) >= 400,
    }
    bearer = {"Authorization": f"Bearer {tokens['access_token']}"}
    about = verified(ask(urllib.request.Request(told["userinfo_endpoint"], headers=bearer), "jwt").decode(), keys)
    checks |= {"same person": about.get("sub") == claims.get("sub"), "national number": bool(about.get("egovNRN"))}
    failed = [name for name, holds in checks.items() if not holds]
    if failed:
        raise Refused(", ".join(failed))
    return about


class Portal(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        path, _, query = self.path.partition("?")
        cookie = SimpleCookie(self.headers.get("Cookie", ""))
        browser = cookie["portal"].value if "portal" in cookie else secrets.token_urlsafe(32)
        try:
            if path == "/":
                self.page(200, "home", '<a href="/me">My page</a>')
            elif path == "/oidc/callback":
                about = who_came_back(urllib.parse.parse_qs(query, keep_blank_values=True), browser)
                fresh = secrets.token_urlsafe(32)  # nobody who knew the browser's old name shares the session
                sessions[fresh] = about
                self.go("/me", fresh)
            elif path == "/me" and browser in sessions:
                name = f"{sessions[browser]['givenName']} {sessions[browser]['surname']}"
                self.page(200, "me", f"<p>{html.escape(name)}</p>")
            elif path == "/me":
                state, nonce, csam = secrets.token_urlsafe(16), secrets.token_urlsafe(16), discovered()
                logins[state] = {"browser": browser, "nonce": nonce, "csam": csam}
                ask_for = {"response_type": "code", "scope": "openid profile egovnrn", "client_id": CLIENT_ID, "acr_values": LEVEL}
                ask_for |= {"redirect_uri": E["CALLBACK"], "state": state, "nonce": nonce}
                self.go(f"{csam['authorization_endpoint']}?{urllib.parse.urlencode(ask_for)}", browser)
            else:
                self.page(404, "nothing", "There is no such page.")
        except Refused as why:
            self.log_error("login refused: %s", why)
            self.page(403, "refused", "CSAM's answer could not be trusted.")
        except (Unavailable, KeyError, TypeError, AttributeError, ValueError) as why:
            self.log_error("login impossible: %s", why)
            self.page(503, "unavailable", "CSAM does not answer as it should. Try again later.")

    def go(self, address, browser):
        self.send_response(303)
        self.send_header("Location", address)
        self.send_header("Set-Cookie", f"portal={browser}; Path=/; Secure; HttpOnly; SameSite=Lax")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def page(self, status, name, inside):
        body = f'<!doctype html><html lang="en"><title>Portal</title><main data-page="{name}">{inside}</main>'.encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, form, *arguments):
        # Addresses hold codes: only what went wrong is logged.
        if "login" in form:
            print(form % arguments, file=sys.stderr, flush=True)


server = ThreadingHTTPServer(("127.0.0.1", int(E["PORT"])), Portal)
tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
tls.load_cert_chain(E["CERT_FILE"], E["KEY_FILE"])
server.socket = tls.wrap_socket(server.socket, server_side=True)
server.serve_forever()
