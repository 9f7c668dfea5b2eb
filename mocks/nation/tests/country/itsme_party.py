# A relying party of itsme on Authlib and jwcrypto: it serves its keys, logs a person in, and opens what it is sent.
import base64, html, json, re, ssl, sys, threading, time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
import requests
from authlib.integrations.requests_client import OAuth2Session
from authlib.oauth2.rfc7523 import PrivateKeyJWT
from jwcrypto import jwe, jwk, jws, jwt

given = json.loads(sys.stdin.readline())
signing = jwk.JWK.generate(kty="RSA", size=2048, use="sig", kid="sign-1", alg="RS256")
opening = jwk.JWK.generate(kty="RSA", size=2048, use="enc", kid="open-1")
laid_out = {"/jwks": json.dumps({"keys": [json.loads(key.export_public()) for key in (signing, opening)]}).encode()}


class Laid(BaseHTTPRequestHandler):
    def do_GET(self):
        body = laid_out.get(self.path)
        self.send_response(200 if body else 404)
        self.send_header("Cache-Control", "max-age=3600")
        self.send_header("Content-Length", str(len(body or b"")))
        self.end_headers()
        self.wfile.write(body or b"")

    def log_message(self, *_):
        pass


server = ThreadingHTTPServer(("127.0.0.1", 0), Laid)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(given["certificate"], given["key"])
server.socket = context.wrap_socket(server.socket, server_side=True)
threading.Thread(target=server.serve_forever, daemon=True).start()
own = f"https://127.0.0.1:{server.server_address[1]}"
print(json.dumps({"own": own}), flush=True)

order = json.loads(sys.stdin.readline())
issuer, person = order["issuer"], order["person"]
web = requests.Session()
web.verify, web.trust_env = given["root"], False
known = web.get(issuer + "/.well-known/openid-configuration").json()
keys = jwk.JWKSet.from_json(web.get(known["jwks_uri"]).text)
redirect_uri = own + "/cb"
party = OAuth2Session("python", signing.export_to_pem(True, None), scope="openid profile service:PYTHON_LOGIN", redirect_uri=redirect_uri,
                      token_endpoint_auth_method=PrivateKeyJWT(known["token_endpoint"], headers={"kid": "sign-1"}), code_challenge_method="S256")
party.verify, party.trust_env = given["root"], False
verifier = "v" * 64
claims = {"userinfo": {"http://itsme.services/v2/claim/BENationalNumber": None, "http://itsme.services/v2/claim/validityTo": None}}
fields = {"response_type": "code", "client_id": "python", "redirect_uri": redirect_uri, "scope": "openid profile service:PYTHON_LOGIN",
          "nonce": "n-1", "claims": claims, "iss": "python", "aud": issuer, "exp": int(time.time()) + 60}
inner = jws.JWS(json.dumps(fields))
inner.add_signature(signing, alg="RS256", protected=json.dumps({"alg": "RS256", "kid": "sign-1"}))
sealing = [key for key in keys["keys"] if key.get("use") == "enc"][0]
sealed = jwe.JWE(inner.serialize(compact=True), json.dumps({"alg": "RSA-OAEP-256", "enc": "A128CBC-HS256", "cty": "JWT", "kid": sealing["kid"]}))
sealed.add_recipient(sealing)
laid_out["/object"] = sealed.serialize(compact=True).encode()


def walk(request):
    """Authlib's address, with the object by reference; then the person's two clicks."""
    address, state = party.create_authorization_url(known["authorization_endpoint"], code_verifier=verifier, **request)
    page = web.get(address)
    for form, button in (("itsme-person", ("person", person)), ("itsme-approve", ("step", "approve"))):
        part = re.search(r'<form method="post" action="([^"]+)" data-testid="%s">(.*?)</form>' % form, page.text, re.S)
        hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', part.group(2))
        fields = {name: html.unescape(value) for name, value in hidden}
        fields[button[0]] = button[1]
        page = web.post(requests.compat.urljoin(page.url, part.group(1)), fields, allow_redirects=False)
    return page.headers["location"], state


def read(token):
    outer = jwe.JWE(algs=["RSA-OAEP-256", "A128CBC-HS256"])
    outer.deserialize(token, opening)
    assert outer.jose_header["cty"] == "JWT" and outer.jose_header["kid"] == "open-1", outer.jose_header
    signed = jws.JWS()
    signed.allowed_algs = ["RS256"]
    signed.deserialize(outer.payload.decode())
    signed.verify(keys.get_key(signed.jose_header["kid"]))
    return json.loads(signed.payload)


told = []
for request in ({}, {"request_uri": own + "/object"}):
    location, state = walk({"nonce": "n-1", **request})
    tokens = party.fetch_token(known["token_endpoint"], authorization_response=location, state=state, code_verifier=verifier)
    answer = web.get(known["userinfo_endpoint"], headers={"Authorization": "Bearer " + tokens["access_token"]})
    told.append({"id_token": read(tokens["id_token"]), "userinfo": read(answer.text)})
print(json.dumps(told), flush=True)
