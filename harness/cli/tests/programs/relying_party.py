"""A plain product for tests: one protected page behind a login over OpenID Connect. It believes whatever comes back from the login, as
somebody writes it who has read only how to get a token. It knows nothing of Etalon."""
import base64, http.cookies, http.server, json, os, secrets, ssl, sys, time, urllib.error, urllib.parse, urllib.request

port, certificate, key, root, issuer, client, secret, callback = sys.argv[1:]
trusted = ssl.create_default_context(cafile=root)
sessions = set()


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
        elif path == "/protected" and cookie and cookie.value in sessions:
            self.page(200, "protected")
        elif path == "/protected":
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
        try:
            grant = {"grant_type": "authorization_code", "code": said["code"], "redirect_uri": callback}
            tokens = json.loads(ask("token_endpoint", grant))
            ask("userinfo_endpoint", Authorization="Bearer " + tokens["access_token"])
        except urllib.error.HTTPError as no:
            print("refused: CSAM answers", no.code, file=sys.stderr, flush=True)
            return self.page(403, "refused")
        print("logged in at", time.strftime("%Y-%m-%d %H:%M", time.gmtime()), file=sys.stderr, flush=True)
        session = secrets.token_hex(16)
        sessions.add(session)
        self.page(302, "in", location="/protected", set_cookie=f"session={session}; Path=/; Secure; HttpOnly")

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", int(port)), Product)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(certificate, key)
server.socket = context.wrap_socket(server.socket, server_side=True)
print("listening", flush=True)
server.serve_forever()
