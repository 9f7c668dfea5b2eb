"""A service provider on pysaml2, told what to do by lines of JSON, and answering in lines of JSON."""

import datetime
import json
import pathlib
import sys

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from saml2 import BINDING_HTTP_POST, BINDING_HTTP_REDIRECT
from saml2.client import Saml2Client
from saml2.config import SPConfig
from saml2.metadata import entity_descriptor
from saml2.xmldsig import DIGEST_SHA256, SIG_RSA_SHA256

ENTITY, CONSUMER, LOGOUT = (
    "https://portal.example/saml",
    "https://portal.example/saml/acs",
    "https://portal.example/saml/slo",
)


def make_key(folder):
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "pysaml2")])
    now = datetime.datetime.now(datetime.timezone.utc)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name)
    builder = builder.public_key(key.public_key()).serial_number(1)
    builder = builder.not_valid_before(now - datetime.timedelta(days=1))
    certificate = builder.not_valid_after(now + datetime.timedelta(days=30)).sign(key, hashes.SHA256())
    pem = serialization.Encoding.PEM
    kind, unencrypted = serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    (folder / "key.pem").write_bytes(key.private_bytes(pem, kind, unencrypted))
    (folder / "certificate.pem").write_bytes(certificate.public_bytes(pem))
    return str(folder / "key.pem"), str(folder / "certificate.pem")


def make_client(folder, metadata):
    key, certificate = make_key(folder)
    endpoints = {
        "assertion_consumer_service": [(CONSUMER, BINDING_HTTP_POST)],
        "single_logout_service": [(LOGOUT, BINDING_HTTP_REDIRECT)],
    }
    party = {
        "endpoints": endpoints,
        "authn_requests_signed": True,
        "logout_requests_signed": True,
        "want_assertions_signed": True,
        "want_response_signed": False,
        "allow_unsolicited": False,
    }
    settings = {
        "entityid": ENTITY,
        "service": {"sp": party},
        "key_file": key,
        "cert_file": certificate,
        "encryption_keypairs": [{"key_file": key, "cert_file": certificate}],
        "metadata": {"inline": [metadata]},
        "allow_unknown_attributes": True,
        "signing_algorithm": SIG_RSA_SHA256,
        "digest_algorithm": DIGEST_SHA256,
    }
    return Saml2Client(SPConfig().load(settings))


class Party:
    def __init__(self, order):
        self.idp = order["identity_provider"]
        self.client = make_client(pathlib.Path(order["folder"]), order["metadata"])
        self.name = None

    def register(self, _):
        return {"metadata": str(entity_descriptor(self.client.config))}

    def ask(self, order):
        context = {"authn_context_class_ref": order["contexts"], "comparison": order["comparison"]}
        request, http = self.client.prepare_for_authenticate(
            entityid=self.idp,
            relay_state="a state",
            binding=BINDING_HTTP_REDIRECT,
            sign=True,
            sigalg=SIG_RSA_SHA256,
            digest_alg=DIGEST_SHA256,
            requested_authn_context=context,
        )
        return {"request": request, "address": dict(http["headers"])["Location"]}

    def read(self, order):
        try:
            outstanding = {order["request"]: "/"}
            read = self.client.parse_authn_request_response(order["response"], BINDING_HTTP_POST, outstanding)
        except Exception as problem:
            return {"refused": type(problem).__name__}
        self.name = read.name_id
        context = read.assertion.authn_statement[0].authn_context.authn_context_class_ref.text
        return {"attributes": read.ava, "context": context, "session": read.session_info()["session_index"]}

    def leave(self, order):
        _, http = self.client.do_logout(
            self.name,
            [self.idp],
            "",
            None,
            sign=True,
            expected_binding=BINDING_HTTP_REDIRECT,
            session_indexes=[order["session"]],
            sign_alg=SIG_RSA_SHA256,
            digest_alg=DIGEST_SHA256,
        )[self.idp]
        return {"address": dict(http["headers"])["Location"]}

    def left(self, order):
        answer = self.client.parse_logout_request_response(order["response"], BINDING_HTTP_REDIRECT)
        return {"status": answer.response.status.status_code.value}


party = Party(json.loads(sys.stdin.readline()))
for line in sys.stdin:
    order = json.loads(line)
    print(json.dumps(getattr(party, order["do"])(order)), flush=True)
