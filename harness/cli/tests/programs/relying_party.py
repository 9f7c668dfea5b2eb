"""A plain product for tests: one protected page behind a login over OpenID Connect. It believes whatever comes back from the login, as
somebody writes it who has read only how to get a token. It knows nothing of Etalon."""
import base64, http.cookies, http.server, json, os, secrets, ssl, sys, threading, time, urllib.error, urllib.parse, urllib.request

port, certificate, key, root, issuer, client, secret, callback = sys.argv[1:]
trusted = ssl.create_default_context(cafile=root)
sessions, begun = set(), []
# What it mixes up between two people who are there at a time, where it does: "codes" or "pages".
mixes = os.environ.get("MIXES")
both_are_there, parked, numbers, shown, changed = threading.Barrier(2), [], [], [], threading.Condition()


def now():
    """As the file says that CLOCK names, or whoever answers at CLOCK_URL, where it names one."""
    if "CLOCK_URL" in os.environ:
        realm = issuer.split("/r/")[1].split("/")[0]
        asked = os.environ["CLOCK_URL"] + f"/v1/realms/{realm}/clock"
        return json.loads(fetch(asked, Authorization="Bearer " + os.environ["CLOCK_TOKEN"]))["now"]
    if "CLOCK" in os.environ:
        return open(os.environ["CLOCK"]).read()
    return time.strftime("%Y-%m-%d %H:%M", time.gmtime())


def fetch(url, data=None, **headers):
    with urllib.request.urlopen(urllib.request.Request(url, data, headers), context=trusted, timeout=3) as answer:
        return answer.read()


def ask(path, data=None, **headers):
    if data is not None:
        data = urllib.parse.urlencode(data).encode()
        headers["Authorization"] = "Basic " + base64.b64encode(f"{client}:{secret}".encode()).decode()
    return fetch(json.loads(fetch(issuer + "/.well-known/openid-configuration"))[path], data, **headers)


class Product(http.server.BaseHTTPRequestHandler):
    def page(self, status, marker, **headers):
        body = f'<!doctype html><title>{marker}</title><main data-marker="{marker}">{marker}</main>'.encode()
        self.send_response(status)
        headers = {"content-type": "text/html; charset=utf-8", "content-length": str(len(body)), **headers}
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        path, _, query = self.path.partition("?")
        cookie = http.cookies.SimpleCookie(self.headers.get("cookie", "")).get("session")
        if path == "/":
            self.page(200, "front")
        elif path == "/log-out":
            sessions.discard(cookie and cookie.value)
            self.page(200, "logged-out")
        elif path == "/protected" and mixes == "pages" and cookie and cookie.value in sessions:
            self.shown_to_whoever_asks(cookie.value)
        elif path == "/protected" and cookie and cookie.value in sessions:
            self.page(200, "protected")
        elif path == "/protected":
            if mixes:
                both_are_there.wait(4)
            asked = {"response_type": "code", "scope": "openid profile egovnrn", "client_id": client, "redirect_uri": callback,
                     "state": secrets.token_hex(8), "nonce": secrets.token_hex(8), "acr_values": "urn:be:fedict:iam:fas:Level400"}
            self.page(302, "login", location=f"{issuer}/authorize?{urllib.parse.urlencode(asked)}")
        elif path == "/oidc/callback":
            self.returned(dict(urllib.parse.parse_qsl(query)))
        elif path == "/crash" or os.environ.get("ENDS"):
            os._exit(7)
        else:
            self.page(404, "refused")

    def returned(self, said):
        if "code" not in said:
            print("refused:", said.get("error"), file=sys.stderr, flush=True)
            return self.page(403, "refused")
        if mixes == "codes":
            parked.append(said["code"])
            if len(parked) == 1:
                return self.page(403, "refused")
            said["code"] = parked[0]
        try:
            grant = {"grant_type": "authorization_code", "code": said["code"], "redirect_uri": callback}
            tokens = json.loads(ask("token_endpoint", grant))
            told = ask("userinfo_endpoint", Authorization="Bearer " + tokens["access_token"])
            if mixes == "pages":
                claims = told.split(b".")[1]
                with changed:
                    numbers.append(json.loads(base64.urlsafe_b64decode(claims + b"=" * (-len(claims) % 4)))["egovNRN"])
                    changed.notify_all()
        except urllib.error.HTTPError as no:
            print("refused: CSAM answers", no.code, file=sys.stderr, flush=True)
            return self.page(403, "refused")
        print("logged in at", now(), file=sys.stderr, flush=True)
        session = secrets.token_hex(16)
        sessions.add(session)
        with changed:
            begun.append(session)
            changed.notify_all()
        self.page(302, "in", location="/protected", set_cookie=f"session={session}; Path=/; Secure; HttpOnly")

    def shown_to_whoever_asks(self, session):
        """Both are shown who logged in last; the first of them first, and not before the second is there."""
        with changed:
            if not changed.wait_for(lambda: len(numbers) > 1 and (session == begun[0] or shown), 0.4):
                return self.page(302, "wait", location="/protected")
            shown.append(session)
            changed.notify_all()
        self.page(200, "protected", x_number=numbers[-1])

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", int(port)), Product)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(certificate, key)
server.socket = context.wrap_socket(server.socket, server_side=True)
print("listening", flush=True)
if "PRINTS" in os.environ:
    print(os.environ["PRINTS"], "is", os.environ[os.environ["PRINTS"]], flush=True)
server.serve_forever()
