# A relying party made of Authlib's own Flask client. One line in is one login; one line out says how it ended.
import json
import sys
from urllib.parse import urlsplit

import requests
from authlib.integrations.flask_client import OAuth
from flask import Flask
from joserfc import jwt
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry

given = json.loads(sys.stdin.readline())
app = Flask("party")
app.secret_key = "a secret of this test only"
app.testing = True
registered = {}


def register():
    registered["csam"] = OAuth(app).register(
        "csam",
        server_metadata_url=given["issuer"] + "/.well-known/openid-configuration",
        client_id=given["client"],
        client_secret=given["secret"],
        client_kwargs={
            "scope": "openid profile egovnrn",
            "verify": given["root"],
            "code_challenge_method": "S256",
            "default_timeout": 5,
        },
    )


@app.route("/login")
def login():
    level = "urn:be:fedict:iam:fas:Level400"
    return registered["csam"].authorize_redirect(given["callback"], acr_values=level)


@app.route("/cb")
def callback():
    csam = registered["csam"]
    token = csam.authorize_access_token()
    answer = csam.get(csam.server_metadata["userinfo_endpoint"], token=token)
    answer.raise_for_status()
    # Authlib reads userinfo that is not signed; FAS signs it. Its own library for signatures does the rest.
    strict = JWSRegistry(algorithms=["RS256"], strict_check_header=False)
    person = jwt.decode(answer.text, KeySet.import_key_set(csam.fetch_jwk_set()), registry=strict).claims
    if person["sub"] != token["userinfo"]["sub"]:
        raise ValueError("userinfo is about somebody else")
    return "logged in"


def play():
    browser = app.test_client()
    began = browser.get("/login", base_url="https://portal.example")
    sent_on = requests.get(began.location, allow_redirects=False, verify=given["root"], timeout=10)
    back = urlsplit(sent_on.headers["location"])
    ended = browser.get(f"{back.path}?{back.query}", base_url="https://portal.example")
    return "logged-in" if ended.text == "logged in" else f"status {ended.status_code}"


register()
for line in sys.stdin:
    try:
        if json.loads(line)["fresh"]:
            register()
        outcome = play()
    except Exception as problem:
        outcome = f"{type(problem).__name__}: {problem}"
    print(json.dumps(outcome), flush=True)
