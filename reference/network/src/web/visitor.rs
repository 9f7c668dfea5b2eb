//! Who is visiting: the session behind the cookie, and the extractors by which a page says whom it is for.

use std::{convert::Infallible, sync::Arc};

use axum::{
    extract::{FromRequestParts, OriginalUri, Request, State},
    http::{HeaderMap, Method, header, request::Parts},
    middleware::Next,
    response::Response,
};

use super::halt::Halt;
use crate::{
    configuration::Profession,
    instance::Network,
    refusal::Reason,
    secrets,
    store::{Person, Session, StoreFault},
};

/// Somebody signed in.
#[derive(Clone)]
pub(super) struct Visitor {
    pub(super) person: Person,
    pub(super) session: Session,
}

/// Recognises the visitor before the page, and draws the page's halt, if any, after it.
pub(super) async fn recognise(State(network): State<Arc<Network>>, mut request: Request, next: Next) -> Response {
    let visitor = match visitor_of(&network, request.headers()).await {
        Ok(visitor) => visitor.map(Arc::new),
        Err(fault) => return Halt::from(fault).draw(&network, None),
    };
    if let Some(visitor) = &visitor {
        request.extensions_mut().insert(visitor.clone());
    }
    let mut response = next.run(request).await;
    match response.extensions_mut().remove::<Halt>() {
        None => response,
        Some(halt) => {
            let cookies: Vec<_> = response.headers().get_all(header::SET_COOKIE).iter().cloned().collect();
            let mut drawn = halt.draw(&network, visitor.as_deref());
            for cookie in cookies {
                drawn.headers_mut().append(header::SET_COOKIE, cookie);
            }
            drawn
        }
    }
}

async fn visitor_of(network: &Network, headers: &HeaderMap) -> Result<Option<Visitor>, StoreFault> {
    let Some(secret) = cookie(headers, &session_cookie(network)) else {
        return Ok(None);
    };
    let Some(session) = network.store.session(&secrets::digest_of(secret)).await? else {
        return Ok(None);
    };
    let now = network.clock.now();
    if !(network.policies.login.session_is_alive)(&session, now) {
        network.store.remove_session(&session.digest).await?;
        return Ok(None);
    }
    (network.policies.login.used)(&network.store, &session, now).await?;
    let person = network.store.person(&session.person).await?;
    Ok(person.map(|person| Visitor { person, session }))
}

/// The name of the session's cookie.
pub(super) fn session_cookie(network: &Network) -> String {
    format!("net_{}", network.configuration.instance)
}

/// The name of the cookie that binds a sign-in under way to its browser.
pub(super) fn login_cookie(network: &Network) -> String {
    format!("net_{}_login", network.configuration.instance)
}

/// The value of a cookie.
pub(super) fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(key, value)| (key == name).then_some(value))
}

/// Anybody, signed in or not.
pub(super) struct Guest(pub(super) Option<Arc<Visitor>>);

impl FromRequestParts<Arc<Network>> for Guest {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &Arc<Network>) -> Result<Self, Infallible> {
        Ok(Self(parts.extensions.get::<Arc<Visitor>>().cloned()))
    }
}

/// Somebody signed in, in whatever capacity.
pub(super) struct SignedIn(pub(super) Arc<Visitor>);

impl FromRequestParts<Arc<Network>> for SignedIn {
    type Rejection = Halt;

    async fn from_request_parts(parts: &mut Parts, _: &Arc<Network>) -> Result<Self, Halt> {
        parts
            .extensions
            .get::<Arc<Visitor>>()
            .cloned()
            .map(Self)
            .ok_or_else(|| sign_in_first(parts))
    }
}

/// Somebody signed in who uses the network as a patient; the first visit registers them.
pub(super) struct AsPatient(pub(super) Arc<Visitor>);

impl FromRequestParts<Arc<Network>> for AsPatient {
    type Rejection = Halt;

    async fn from_request_parts(parts: &mut Parts, network: &Arc<Network>) -> Result<Self, Halt> {
        let SignedIn(mut visitor) = SignedIn::from_request_parts(parts, network).await?;
        if !visitor.person.is_registered_patient() {
            let now = network.clock.now();
            network.store.register_patient(&visitor.person.pid, now).await?;
            Arc::make_mut(&mut visitor).person.patient_since = Some(now);
        }
        Ok(Self(visitor))
    }
}

/// Somebody signed in whom the network knows as a professional and admits, under the name in its list.
pub(super) struct AsProfessional {
    pub(super) visitor: Arc<Visitor>,
    pub(super) name: String,
    pub(super) profession: Profession,
}

impl FromRequestParts<Arc<Network>> for AsProfessional {
    type Rejection = Halt;

    async fn from_request_parts(parts: &mut Parts, network: &Arc<Network>) -> Result<Self, Halt> {
        let SignedIn(visitor) = SignedIn::from_request_parts(parts, network).await?;
        let (name, profession) = professional_of(network, &visitor).ok_or(Reason::NotAProfessional)?;
        Ok(Self { visitor, name, profession })
    }
}

/// The name and profession of somebody who is let in as a professional.
pub(super) fn professional_of(network: &Network, visitor: &Visitor) -> Option<(String, Profession)> {
    let (configuration, rules) = (&network.configuration, &network.policies.login);
    let name = (rules.professional_name)(&configuration.professionals, &visitor.person.insz, &visitor.person.name)?;
    let listed = configuration.professional(&visitor.person.insz);
    let profession = listed.map_or(Profession::default(), |professional| professional.profession);
    (rules.admitted)(profession, &configuration.professions).then_some((name, profession))
}

/// Somebody signed in who works in the network's office, under the name in its list.
pub(super) struct AsOffice {
    pub(super) visitor: Arc<Visitor>,
    pub(super) name: String,
}

impl FromRequestParts<Arc<Network>> for AsOffice {
    type Rejection = Halt;

    async fn from_request_parts(parts: &mut Parts, network: &Arc<Network>) -> Result<Self, Halt> {
        let SignedIn(visitor) = SignedIn::from_request_parts(parts, network).await?;
        let name = (network.policies.login.office_name)(&network.configuration.office, &visitor.person.insz);
        Ok(Self {
            name: name.ok_or(Reason::NotStaff)?,
            visitor,
        })
    }
}

/// To the sign-in, and back to this page; for a form, back to the page it stands on.
fn sign_in_first(parts: &Parts) -> Halt {
    let address = parts.extensions.get::<OriginalUri>().map_or(&parts.uri, |original| &original.0);
    let path = address.path();
    let is_within = |space: &str| {
        path.strip_prefix(space)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let space = if is_within("/professional") {
        "professional"
    } else if is_within("/office") {
        "office"
    } else {
        "patient"
    };
    let next = match parts.method {
        Method::GET | Method::HEAD => address.path_and_query().map_or(path, |whole| whole.as_str()).to_owned(),
        _ => path.rsplit_once('/').map_or("", |(page, _)| page).to_owned(),
    };
    Halt::SignInFirst { space, next }
}
