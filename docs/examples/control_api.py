"""A realm, a person, a relying party and a login against a running nation. Python's own library only.
ETALON_CONTROL, ETALON_TOKEN and ETALON_ROOT (a PEM file) say where the control API is, what it asks for, and whom to trust."""
import base64, json, os, ssl, urllib.error, urllib.parse, urllib.request
trust = urllib.request.HTTPSHandler(context=ssl.create_default_context(cafile=os.environ["ETALON_ROOT"]))
class StayHere(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_): return None
web = urllib.request.build_opener(trust, StayHere, urllib.request.ProxyHandler({}))
def call(method, path, body=None):
    headers = {"Authorization": "Bearer " + os.environ["ETALON_TOKEN"], "Content-Type": "application/json"}
    data = None if body is None else json.dumps(body).encode()
    return json.load(web.open(urllib.request.Request(os.environ["ETALON_CONTROL"] + "/v1" + path, data, headers, method=method)))
realm = call("POST", "/realms", {"name": "python", "seed": 1})
anna = call("POST", "/realms/python/people", {"name": "Anna Janssens"})
portal = call("POST", "/realms/python/clients", {"id": "portal", "redirect_uris": ["https://portal.example/callback"]})
call("POST", "/realms/python/directions", {"authority": "csam", "name": "log-in-as", "arguments": {"person": anna["id"], "means": "eid"}})
issuer, back = json.load(web.open(realm["discovery"])), portal["redirect_uris"][0]
asked = {"client_id": "portal", "redirect_uri": back, "response_type": "code", "scope": "openid profile egovnrn", "state": "s"}
try: web.open(issuer["authorization_endpoint"] + "?" + urllib.parse.urlencode(asked))
except urllib.error.HTTPError as sent_on: code = urllib.parse.parse_qs(urllib.parse.urlsplit(sent_on.headers["Location"]).query)["code"][0]
form = {"grant_type": "authorization_code", "code": code, "redirect_uri": back, "client_id": "portal", "client_secret": portal["secret"]}
tokens = json.load(web.open(issuer["token_endpoint"], urllib.parse.urlencode(form).encode()))
userinfo = web.open(urllib.request.Request(issuer["userinfo_endpoint"], headers={"Authorization": "Bearer " + tokens["access_token"]}))
payload = userinfo.read().split(b".")[1]  # a product verifies the signature; this example only looks
claims = json.loads(base64.urlsafe_b64decode(payload + b"=" * (-len(payload) % 4)))
seen = [entry["name"] for entry in call("GET", "/realms/python/journal?kind=observation")["entries"]]
print(json.dumps({"insz": anna["insz"], "egovNRN": claims["egovNRN"], "observations": seen}))
