//! A message as it came, by redirect or by POST: found, read as XML, and its signature verified where it must be or is there.

use etalon_wire::{
    Form,
    saml::{RedirectRefusal, Redirected, from_posted},
    xml::{Document, Element},
    xmlsec::{Bergshamra, DSIG, SignatureRefusal, XmlSecurity},
};

use super::Party;

/// A message, and what it came with.
#[derive(Debug)]
pub(super) struct Received {
    pub(super) xml: String,
    pub(super) relay_state: Option<String>,
    by: Binding,
}

#[derive(Debug)]
enum Binding {
    Redirect(Option<etalon_wire::saml::RedirectSignature>),
    Post,
}

impl Received {
    pub(super) fn by_redirect(query: &str) -> Result<Self, &'static str> {
        let redirected = Redirected::parse(query).map_err(|_| "message-unreadable")?;
        if redirected.is_response {
            return Err("message-not-a-request");
        }
        Ok(Self {
            xml: redirected.xml,
            relay_state: redirected.relay_state,
            by: Binding::Redirect(redirected.signature),
        })
    }

    pub(super) fn by_post(body: &[u8]) -> Result<Self, &'static str> {
        let form = Form::parse(body).map_err(|_| "message-unreadable")?;
        let message = form.get("SAMLRequest").ok_or("message-not-a-request")?;
        let relay_state = form
            .iter()
            .find(|(name, _)| *name == "RelayState")
            .map(|(_, state)| state.to_owned());
        Ok(Self {
            xml: from_posted(message).map_err(|_| "message-unreadable")?,
            relay_state,
            by: Binding::Post,
        })
    }

    /// Whether it is signed; an error where it is and should not be believed, or is not and must be.
    pub(super) fn verify(&self, document: &Document<'_>, party: &Party) -> Result<bool, &'static str> {
        let root = document.root();
        let within = signature_of(root);
        match (&self.by, within) {
            (Binding::Redirect(Some(signature)), None) => signature.verify(&party.keys).map(|()| true).map_err(|refusal| match refusal {
                RedirectRefusal::Algorithm(_) => "signature-algorithm",
                _ => "signature-wrong",
            }),
            // A message in a redirect is signed in the query, not within (bindings, 3.4.4.1).
            (Binding::Redirect(_), Some(_)) => Err("signature-wrong"),
            (Binding::Post, Some(signature)) => Bergshamra
                .verify(signature, &party.keys)
                .map(|_| true)
                .map_err(|refusal| match refusal {
                    SignatureRefusal::Algorithm { .. } => "signature-algorithm",
                    _ => "signature-wrong",
                }),
            (Binding::Redirect(None) | Binding::Post, None) if party.registration.signs_requests => Err("signature-missing"),
            (Binding::Redirect(None) | Binding::Post, None) => Ok(false),
        }
    }
}

fn signature_of<'d, 'x>(root: Element<'d, 'x>) -> Option<Element<'d, 'x>> {
    root.child(DSIG, "Signature")
}
