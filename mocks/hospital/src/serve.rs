//! Handing documents over to whoever presents the name and secret that the hospital shares with the network. Every fetch is written down.

use std::{sync::Arc, time::Duration};

use etalon_stage::{Asked, Keeper, Manner, Note, Realm, Reply};
use etalon_wire::secrets_match;
use http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use percent_encoding::percent_decode_str;
use serde_json::json;

use crate::{
    AUTHORITY, Hospital, HospitalDirection, Hospitals, PREFIX, basic,
    content::Laid,
    mix_up::{another_document, another_patient},
};

/// How long a silent hospital holds its answer back: longer than any client should wait, shorter than the stage allows.
pub const SILENCE_LIMIT: Duration = Duration::from_secs(50);
/// After how long a slow hospital answers, in real time: a person before a page does not wait for so long, and so no portal should.
pub const SLOW_ANSWER: Duration = Duration::from_secs(20);

/// What all institutions keep, addressed as inside of a realm: `/hospital/{publisher_name}/documents/{reference}`, and
/// `/attachments/{number}` below that.
pub struct Archive;

impl Keeper for Archive {
    fn answer(&self, asked: &Asked<'_>) -> Reply {
        let Some(place) = Place::read(asked.path) else {
            return nowhere(asked, "unknown-address");
        };
        let hospitals = Hospitals::of(asked.realm);
        match hospitals.as_ref().and_then(|all| all.at(&place.publisher_name)) {
            Some(hospital) => Fetch { asked, hospital, place }.answer(),
            None => nowhere(asked, "unknown-institution"),
        }
    }
}

/// Where a request goes.
struct Place {
    publisher_name: String,
    reference: String,
    attachment: Option<usize>,
}

impl Place {
    fn read(path: &str) -> Option<Self> {
        let segments: Vec<String> = path
            .strip_prefix(PREFIX)?
            .strip_prefix('/')?
            .split('/')
            .map(|segment| Some(percent_decode_str(segment).decode_utf8().ok()?.into_owned()))
            .collect::<Option<_>>()?;
        let (publisher_name, reference, number) = match segments.as_slice() {
            [name, documents, reference] if documents == "documents" => (name, reference, None),
            [name, documents, reference, attachments, number] if documents == "documents" && attachments == "attachments" => {
                (name, reference, Some(number.parse().ok()?))
            }
            _ => return None,
        };
        Some(Self {
            publisher_name: publisher_name.clone(),
            reference: reference.clone(),
            attachment: number,
        })
    }
}

/// One request for something of one institution.
struct Fetch<'a> {
    asked: &'a Asked<'a>,
    hospital: &'a Hospital,
    place: Place,
}

impl Fetch<'_> {
    fn answer(&self) -> Reply {
        if self.asked.method == Method::DELETE {
            return not_allowed(self.note("delete-asked", None));
        }
        if self.asked.method != Method::GET {
            return not_allowed(self.note("fetch-refused", Some("method")));
        }
        if self.directed(HospitalDirection::Down) {
            return self.refuse("down", StatusCode::SERVICE_UNAVAILABLE);
        }
        if self.directed(HospitalDirection::Silent) {
            return self
                .refuse("silent", StatusCode::GATEWAY_TIMEOUT)
                .held(SILENCE_LIMIT, self.cut("silent"));
        }
        if let Err(reason) = authenticate(self.hospital, self.asked.headers) {
            let challenge = HeaderValue::from_static("Basic realm=\"hospital\"");
            return self
                .refuse(reason, StatusCode::UNAUTHORIZED)
                .with(header::WWW_AUTHENTICATE, challenge);
        }
        let Some(right) = self.hospital.documents.get(&self.place.reference) else {
            return self.refuse("unknown-reference", StatusCode::NOT_FOUND);
        };
        if self.place.attachment.is_some_and(|number| number >= right.attachments.len()) {
            return self.refuse("unknown-attachment", StatusCode::NOT_FOUND);
        }
        let manner = if self.directed(HospitalDirection::Truncated) {
            Manner::Half
        } else {
            Manner::Whole
        };
        let reply = self.hand_over(&self.chosen(&right), manner);
        if self.directed(HospitalDirection::Slow) {
            return reply.held(SLOW_ANSWER, self.cut("slow"));
        }
        reply
    }

    /// What was asked for, or what a scenario wants handed over instead.
    fn chosen(&self, right: &Arc<Laid>) -> Arc<Laid> {
        let (realm, attachment) = (self.asked.realm, self.place.attachment);
        if self.directed(HospitalDirection::WrongPatient) {
            another_patient(self.hospital, realm, right, attachment)
        } else if self.directed(HospitalDirection::WrongDocument) {
            another_document(self.hospital, realm, right, attachment)
        } else {
            Arc::clone(right)
        }
    }

    fn hand_over(&self, laid: &Laid, manner: Manner) -> Reply {
        let letter = || (None, "text/plain; charset=utf-8", &laid.canary, laid.letter.as_bytes());
        let (name, media_type, canary, bytes) = match self.place.attachment.and_then(|number| laid.attachments.get(number)) {
            None => letter(),
            Some(one) => (Some(&one.name), one.media_type, &one.canary, one.bytes.as_slice()),
        };
        let note = Note {
            authority: AUTHORITY,
            name: "document-fetched",
            fields: json!({
                "publisher": self.hospital.institution().title, "reference": self.place.reference, "attachment": self.place.attachment,
                "name": name, "handed_over": laid.document.reference, "canary": canary, "truncated": matches!(manner, Manner::Half),
            }),
        };
        Reply::new(StatusCode::OK, bytes.to_vec(), note, manner)
            .with(header::CONTENT_TYPE, HeaderValue::from_static(media_type))
            .with(header::CACHE_CONTROL, HeaderValue::from_static("no-store"))
            .with(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"))
    }

    fn directed(&self, wanted: HospitalDirection) -> bool {
        let realm: &Realm = self.asked.realm;
        self.hospital
            .directions
            .consume(realm, AUTHORITY, "", Some(&self.place.reference), |directed| {
                (directed.direction == wanted).then_some(())
            })
            .is_some()
    }

    fn refuse(&self, reason: &str, status: StatusCode) -> Reply {
        refusal(reason, status, self.note("fetch-refused", Some(reason)))
    }

    /// What the one who asked gets where the answer is held back and the realm closes meanwhile.
    fn cut(&self, reason: &str) -> Reply {
        self.refuse(reason, StatusCode::GATEWAY_TIMEOUT)
    }

    fn note(&self, name: &'static str, reason: Option<&str>) -> Note {
        let publisher = self.hospital.institution().title;
        let mut fields = json!({"publisher": publisher, "reference": self.place.reference, "attachment": self.place.attachment});
        if let Some(reason) = reason {
            fields["reason"] = json!(reason);
        }
        Note {
            authority: AUTHORITY,
            name,
            fields,
        }
    }
}

/// No institution is concerned, or no document of it.
fn nowhere(asked: &Asked<'_>, reason: &str) -> Reply {
    let deleting = asked.method == Method::DELETE;
    let name = if deleting { "delete-asked" } else { "fetch-refused" };
    let fields = json!({"publisher": null, "reference": null, "attachment": null, "reason": reason});
    let note = Note {
        authority: AUTHORITY,
        name,
        fields,
    };
    if deleting {
        not_allowed(note)
    } else {
        refusal(reason, StatusCode::NOT_FOUND, note)
    }
}

fn not_allowed(note: Note) -> Reply {
    refusal("method", StatusCode::METHOD_NOT_ALLOWED, note).with(header::ALLOW, HeaderValue::from_static("GET"))
}

fn refusal(reason: &str, status: StatusCode, note: Note) -> Reply {
    Reply::new(status, format!("{reason}\n").into_bytes(), note, Manner::Whole)
        .with(header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"))
}

fn authenticate(hospital: &Hospital, headers: &HeaderMap) -> Result<(), &'static str> {
    let network = hospital.network().ok_or("not-connected")?;
    let header = headers.get(header::AUTHORIZATION).ok_or("credentials-missing")?;
    let presented = header.to_str().ok().and_then(basic::read);
    let (name, secret) = presented.ok_or("credentials-unreadable")?;
    let known = secrets_match(name.as_bytes(), network.name.as_bytes());
    let proved = secrets_match(secret.as_bytes(), network.secret.as_bytes());
    if known && proved { Ok(()) } else { Err("credentials-wrong") }
}
