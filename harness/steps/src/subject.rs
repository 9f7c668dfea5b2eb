//! The system under test, however it is started: instances of a host that speaks our protocol, or a plain product that knows nothing of
//! us. Here a scenario opens its own, moves its clock and closes it again.

use std::sync::{Arc, Mutex, PoisonError};

use etalon_driver::{AdapterLine, Beside, ClockLine, LoginDesk, PlainProduct, ProductRequest, System, Turns, WebClient, write_output};
use etalon_journal::for_everybody;
use etalon_model::{ClockLevel, Isolation, Means, Profile, StartWay};
use etalon_nation::{CsamDirection, RealmHandle};
use etalon_people::Cast;
use jiff::Timestamp;
use url::Url;

use crate::{
    cast::Mentioned,
    clock::offset_of,
    instance::{Secrets, request},
    play::Setting,
};

/// Something to examine.
pub enum Subject {
    /// A program that opens instances on request.
    Host(System),
    /// A product that is started for each scenario, or once for all of them in turn.
    Plain(Plain),
}

/// What has to be known of a plain product beside its profile.
pub struct Plain {
    /// The program, with its arguments, that keeps products: it calls `etalon_driver::keep`.
    pub keeper: Vec<String>,
    /// Where the product asks for the nation's time, where it shares that clock.
    pub clock_line: Option<ClockLine>,
    /// What the product's adapter demands to be shown, where it demands anything.
    pub adapter_token: Option<String>,
    /// The one that serves all scenarios in turn, where it is started once.
    pub between: Between,
}

/// A product between two scenarios.
#[derive(Default)]
pub struct Between(Mutex<Option<Idle>>);

struct Idle {
    product: PlainProduct,
    /// How far the scenarios before have moved its clock.
    time: Timestamp,
}

impl Between {
    fn take(&self) -> Option<Idle> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    fn keep(&self, product: PlainProduct, time: Timestamp) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(Idle { product, time });
    }
}

/// The path under which the nation's realms are reached, one after the other, by a product that knows one issuer.
pub(crate) const SHARED_PATH: &str = "shared";

/// What a scenario has of it.
pub(crate) enum Instance {
    /// An instance of the host, by the realm's name.
    Hosted,
    /// A product of its own.
    Plain(Box<PlainProduct>),
    /// One that serves others at the same time, with the order in which they are at it.
    Shared(Arc<PlainProduct>, Option<Turns>),
    /// None could be opened.
    None,
}

/// What was opened.
pub(crate) struct Opened {
    pub(crate) base: Url,
    pub(crate) instance: Instance,
    pub(crate) beside: Beside,
}

impl Subject {
    /// Opens an instance for the scenario in `realm`.
    pub(crate) async fn open(
        &self,
        setting: &Setting,
        realm: &RealmHandle,
        (people, cast): (&[Mentioned], &Cast),
        secrets: &Secrets,
        client: &WebClient,
    ) -> Result<Opened, String> {
        match self {
            Self::Host(system) => {
                let request = request(setting, realm, people, cast, secrets);
                let opened = system.open(&request).await.map_err(|why| why.to_string())?;
                let base = Url::parse(&opened.base_url).map_err(|why| format!("its address `{}`: {why}", opened.base_url))?;
                Ok(Opened {
                    base,
                    instance: Instance::Hosted,
                    beside: Beside::default(),
                })
            }
            Self::Plain(plain) => plain.open(setting, realm, secrets, client).await,
        }
    }

    /// Ends whatever runs for all scenarios together.
    pub async fn end(self) {
        match self {
            Self::Host(system) => system.end().await,
            Self::Plain(plain) => plain.end().await,
        }
    }

    /// Ends what only served the scenarios of the thread that calls this.
    pub(crate) async fn end_of_thread(&self) {
        if let Self::Plain(plain) = self {
            plain.end().await;
        }
    }
}

impl Plain {
    async fn open(&self, setting: &Setting, realm: &RealmHandle, secrets: &Secrets, client: &WebClient) -> Result<Opened, String> {
        let profile = &setting.profile;
        let product = match self.idle_at(realm.now()).await {
            Some(product) => {
                if profile.clock == ClockLevel::Offset {
                    product.set_offset(offset_of(realm)).map_err(|why| why.to_string())?;
                }
                product
            }
            None => self.start(setting, realm, secrets, client).await?,
        };
        let (base, beside) = self.beside(setting, realm, &product, client);
        let instance = Instance::Plain(Box::new(product));
        if let Err(why) = begin_with_adapter(profile, realm, &beside).await {
            instance.close(setting, realm).await?;
            return Err(why);
        }
        Ok(Opened { base, instance, beside })
    }

    /// Starts the product that logs people in at `realm`.
    pub(crate) async fn start(
        &self,
        setting: &Setting,
        realm: &RealmHandle,
        secrets: &Secrets,
        client: &WebClient,
    ) -> Result<PlainProduct, String> {
        let profile = &setting.profile;
        let Some(StartWay::Product(product)) = profile.start.way() else {
            return Err("the profile tells of no plain product".to_owned());
        };
        let identity = setting.nation.server_identity();
        let request = ProductRequest {
            profile,
            issuer: realm.issuer(),
            client_secret: secrets.client.clone(),
            ca_pem: setting.nation.root_pem(),
            tls_cert_pem: &identity.cert_pem,
            tls_key_pem: &identity.key_pem,
            nation: setting.nation.base_url().to_owned(),
            clock_line: self.clock_line.clone(),
            offset: (profile.clock == ClockLevel::Offset).then(|| offset_of(realm)),
            keeper: &self.keeper,
        };
        let started = PlainProduct::start(product, &request, client).await;
        started.map_err(|why| why.to_string())
    }

    /// Where the product is, and what stands beside it.
    pub(crate) fn beside(&self, setting: &Setting, realm: &RealmHandle, product: &PlainProduct, client: &WebClient) -> (Url, Beside) {
        let adapter = product.adapter_url().map(|url| {
            let token = self.adapter_token.clone();
            AdapterLine::new(client.clone(), url.clone(), token)
        });
        let login = ByDirection {
            realm: realm.clone(),
            client: setting.profile.login.client_id.clone(),
        };
        let beside = Beside {
            logs: Some(product.logs().clone()),
            adapter,
            login: Some(Arc::new(login)),
            turns: None,
        };
        (product.base_url().clone(), beside)
    }
}

/// A product whose clock an adapter sets begins with the realm's time, and not with the machine's.
pub(crate) async fn begin_with_adapter(profile: &Profile, realm: &RealmHandle, beside: &Beside) -> Result<(), String> {
    match (&beside.adapter, profile.clock) {
        (Some(adapter), ClockLevel::Endpoint) => adapter.set_clock(realm.now()).await,
        _ => Ok(()),
    }
}

impl Plain {
    /// The product that the scenario before has left, unless it has ended or time would go back in it.
    async fn idle_at(&self, now: Timestamp) -> Option<PlainProduct> {
        let idle = self.between.take()?;
        if idle.time <= now && idle.product.ended().is_none() {
            return Some(idle.product);
        }
        idle.product.end().await;
        None
    }

    async fn end(&self) {
        if let Some(idle) = self.between.take() {
            idle.product.end().await;
        }
    }
}

impl Instance {
    /// Ends it, or leaves it to the next scenario. Says what went wrong with it, also before.
    pub(crate) async fn close(self, setting: &Setting, realm: &RealmHandle) -> Result<(), String> {
        match (self, &setting.system) {
            (Self::Hosted, Subject::Host(system)) => {
                let closed = system.close(realm.name()).await;
                closed.map_err(|why| format!("the instance could not be closed: {why}"))
            }
            (Self::Plain(product), Subject::Plain(plain)) => {
                if product.ended().is_none() && setting.profile.isolation == Isolation::Exclusive {
                    write_output(realm.journal(), &product.logs().news());
                    plain.between.keep(*product, realm.now());
                    return Ok(());
                }
                let (rest, ended) = product.end().await;
                write_output(realm.journal(), &rest);
                ended.map_or(Ok(()), |how| Err(format!("the system under test ended by itself ({how})")))
            }
            (Self::Shared(product, turns), _) => {
                let turn = match &turns {
                    Some(turns) => Some(turns.alone().await),
                    None => None,
                };
                for_everybody(|| write_output(realm.journal(), &product.logs().news()));
                drop(turn);
                let ended = product.ended();
                ended.map_or(Ok(()), |how| Err(format!("the system under test ended by itself ({how})")))
            }
            // An instance is of the subject that opened it.
            (Self::Hosted | Self::Plain(_) | Self::None, _) => Ok(()),
        }
    }
}

/// Lets CSAM identify people without its page: an adapter only follows redirects.
struct ByDirection {
    realm: RealmHandle,
    client: String,
}

impl LoginDesk for ByDirection {
    fn expect(&self, person_id: &str, means: Means, gives_up: bool) {
        let direction = if gives_up {
            CsamDirection::Cancel
        } else {
            CsamDirection::LogInAs {
                person: person_id.to_owned(),
                means: etalon_nation::Means::named(means.as_str()).expect("the nation offers every means that features can name"),
            }
        };
        // For whoever comes next: before the login CSAM does not know who that is.
        self.realm.direct_csam(&self.client, None, direction, false);
    }

    fn forget(&self) {
        let waiting = self.realm.waiting_directions();
        let own = waiting
            .iter()
            .filter(|one| !one.standing && ["log-in-as", "cancel"].contains(&one.name));
        own.for_each(|one| {
            self.realm.lift_direction(one.number);
        });
    }
}
