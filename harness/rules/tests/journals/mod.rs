//! Journals made by hand, told as a scenario would leave them: people, documents, wishes, what came over the wire.
//! They are written through the real journal, so that numbering and hiding are its own.
#![allow(clippy::unwrap_used)]
#![allow(dead_code, reason = "each test program tells its own stories")]

mod acts;

use std::{
    collections::{BTreeMap, BTreeSet},
    io,
    sync::{Arc, Mutex},
};

use etalon_journal::{Body, Clock, Entry, Event, Fields, Journal, RealmJournal, ScenarioOpened, Side, Silence, Sink, StepTaken};
use etalon_model::{Assessment, Catalogue, Intent, Judgement, Kind, Means, Outcome, Reason, Role};
use etalon_rules::{Grounds, judge};
use jiff::Timestamp;
use serde_json::{Value, json};

#[allow(unused_imports, reason = "each test program tells its own stories")]
pub(crate) use acts::*;

pub(crate) const DOCTOR: &str = "Dr Peeters";
pub(crate) const PATIENT: &str = "Marie";
pub(crate) const LETTER: &str = "letter";
/// Marks the letter's bytes.
pub(crate) const CANARY: &str = "CNRLETTER7Q2X";
/// Marks the bytes of its attachment.
pub(crate) const SCAN_CANARY: &str = "CNRSCAN81KDW";
pub(crate) const SCAN: &str = "scan.png";
pub(crate) const REFERENCE: &str = "EXS-0001";
/// What the network calls the letter.
pub(crate) const LETTER_ID: &str = "17";
/// A must of a source: what most stories are about.
pub(crate) const MUST: &str = "REQ-STORY-001";

struct Nowhere;
impl Sink for Nowhere {
    fn append(&self, _: &Entry) -> io::Result<()> {
        Ok(())
    }
}

struct Hands(Mutex<Timestamp>);
impl Clock for Hands {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap()
    }
    fn wall(&self) -> Timestamp {
        *self.0.lock().unwrap()
    }
}

/// A scenario as its journal tells it.
pub(crate) struct Story {
    journal: RealmJournal,
    hands: Arc<Hands>,
    /// The intent that expectations speak of.
    asked: u64,
}

impl Story {
    /// A scenario that speaks for `requirements`, with Marie and Dr Peeters in it.
    pub(crate) fn about(requirements: &[&str]) -> Self {
        let mut story = Self::without_scenario();
        story.write(Event::ScenarioOpened(ScenarioOpened {
            identity: "case-story".to_owned(),
            requirements: requirements.iter().map(|id| (*id).to_owned()).collect(),
            ..ScenarioOpened::default()
        }));
        story.cast(DOCTOR, "77053099944", true).cast(PATIENT, "64062600024", false);
        story
    }

    /// A realm that no scenario has opened.
    pub(crate) fn without_scenario() -> Self {
        let hands = Arc::new(Hands(Mutex::new(instant("2026-03-10T09:00:00+01:00"))));
        let journal = Journal::new(Arc::new(Nowhere), &[7; 32]).realm("s0001", hands.clone());
        Self { journal, hands, asked: 1 }
    }

    pub(crate) fn write(&mut self, event: Event) -> u64 {
        self.journal.write("story", event)
    }

    pub(crate) fn entries(&self) -> Vec<Arc<Entry>> {
        self.journal.entries()
    }

    /// It becomes `at`, in the realm's time.
    pub(crate) fn at(&mut self, at: &str) -> &mut Self {
        *self.hands.0.lock().unwrap() = instant(at);
        self
    }

    pub(crate) fn cast(&mut self, name: &str, insz: &str, professional: bool) -> &mut Self {
        self.state(
            "cast",
            json!({ "name": name, "id": name, "insz": insz, "professional": professional }),
        )
    }

    pub(crate) fn state(&mut self, name: &str, of: Value) -> &mut Self {
        self.write(Event::State {
            name: name.to_owned(),
            fields: fields(of),
        });
        self
    }

    pub(crate) fn observed(&mut self, name: &str, of: Value) -> &mut Self {
        self.write(Event::Observation {
            name: name.to_owned(),
            fields: fields(of),
        });
        self
    }

    /// The letter about Marie, with its scan, published now: the patient may read it at once.
    pub(crate) fn letter(&mut self) -> &mut Self {
        self.letter_ruled("immediate", None)
    }

    /// The letter, published now under that rule for the patient.
    pub(crate) fn letter_ruled(&mut self, rule: &str, days: Option<u32>) -> &mut Self {
        let published_at = self.journal.now().to_string();
        self.state(
            "document",
            json!({
                "name": LETTER, "reference": REFERENCE, "patient": "64062600024", "canary": CANARY, "published_at": published_at,
                "rule": rule, "days": days, "attachments": [{ "name": SCAN, "canary": SCAN_CANARY }],
            }),
        )
        .state("document-accepted", json!({ "reference": REFERENCE, "id": LETTER_ID }))
    }

    /// Consent of both, and a link without end.
    pub(crate) fn in_order(&mut self) -> &mut Self {
        self.does(PATIENT, consent(Role::Patient))
            .does(DOCTOR, consent(Role::Professional))
            .does(DOCTOR, link(None))
    }

    /// A login at CSAM, by its word.
    pub(crate) fn login(&mut self, who: &str) -> &mut Self {
        self.wants(who, log_in())
            .observed("login-page-shown", json!({ "means": ["eid", "itsme", "totp"] }))
            .observed("token-issued", json!({ "person": who }))
            .observed("userinfo-answered", json!({ "person": who }))
            .gets(done())
    }

    /// `who` wants `intent`; expectations from here on speak of it.
    pub(crate) fn wants(&mut self, who: &str, intent: Intent) -> &mut Self {
        self.asked = self.write(Event::Intent {
            actor: who.to_owned(),
            intent: intent.name().to_owned(),
            arguments: serde_json::to_value(&intent).unwrap(),
        });
        self
    }

    /// The intent that expectations speak of.
    pub(crate) fn asked_at(&self) -> u64 {
        self.asked
    }

    /// Expectations speak of that intent and of what follows.
    pub(crate) fn asks_from(&mut self, intent: u64) -> &mut Self {
        self.asked = intent;
        self
    }

    /// The outcome of the last wish.
    pub(crate) fn gets(&mut self, outcome: Outcome) -> &mut Self {
        let entries = self.entries();
        let to = entries
            .iter()
            .rev()
            .find(|entry| matches!(entry.event, Event::Intent { .. }))
            .unwrap()
            .number;
        self.write(Event::Outcome {
            to,
            outcome: serde_json::to_value(outcome).unwrap(),
        });
        self
    }

    /// `who` wants `intent`, and it is done.
    pub(crate) fn does(&mut self, who: &str, intent: Intent) -> &mut Self {
        self.wants(who, intent).gets(done())
    }

    /// A Then step wants `intent` to look at something; expectations still speak of what was wanted before.
    pub(crate) fn looks(&mut self, who: &str, intent: Intent, outcome: Outcome) -> &mut Self {
        let asked = self.asked;
        self.step("then").wants(who, intent).gets(outcome).step("when");
        self.asked = asked;
        self
    }

    fn step(&mut self, role: &str) -> &mut Self {
        self.write(Event::StepTaken(StepTaken {
            role: role.to_owned(),
            ..StepTaken::default()
        }));
        self
    }

    /// The probe that follows a refusal; expectations still speak of what was wanted before.
    pub(crate) fn probe(&mut self, outcome: Outcome) -> &mut Self {
        let asked = self.asked;
        let alive = Intent::OpenPage { page: "alive".to_owned() };
        self.wants(DOCTOR, alive).gets(outcome);
        self.asked = asked;
        self
    }

    /// An exchange of `who`'s browser that ends with these words.
    pub(crate) fn sees(&mut self, who: &str, words: &str) -> &mut Self {
        self.answer(who, 200, &[("content-type", "text/html")], words.as_bytes())
    }

    pub(crate) fn answer(&mut self, who: &str, status: u16, headers: &[(&str, &str)], body: &[u8]) -> &mut Self {
        let to = self.request(who);
        self.write(Event::Response {
            to,
            status,
            headers: headers
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                .collect(),
            body: Body::of(body),
        });
        self
    }

    /// An exchange of `who`'s browser to which no answer came.
    pub(crate) fn silence(&mut self, who: &str, how: Silence) -> &mut Self {
        let to = self.request(who);
        self.write(Event::NoAnswer {
            to,
            how,
            detail: "told by the story".to_owned(),
        });
        self
    }

    fn request(&mut self, who: &str) -> u64 {
        self.write(Event::Request {
            side: Side::Outgoing,
            actor: Some(who.to_owned()),
            method: "GET".to_owned(),
            url: "https://127.0.0.1:5001/somewhere".to_owned(),
            headers: Vec::new(),
            body: Body::default(),
        })
    }

    /// A line that the system prints. `secret` is known as one.
    pub(crate) fn prints(&mut self, line: &str, secret: Option<&str>) -> &mut Self {
        if let Some(secret) = secret {
            self.journal.mark_secret("code", secret);
        }
        self.write(Event::Output {
            stream: "stderr".to_owned(),
            line: line.to_owned(),
        });
        self
    }

    /// A Then step: the rule must hold of everything since the last wish.
    pub(crate) fn expects(&mut self, rule: &str, arguments: Value) -> &mut Self {
        let (from, to) = (self.asked, self.journal.last());
        self.write(Event::Expectation {
            rule: rule.to_owned(),
            arguments,
            from,
            to,
        });
        self
    }

    pub(crate) fn closes(&mut self) -> &mut Self {
        self.write(Event::ScenarioClosed {});
        self
    }

    /// What is said of it where the profile pins and adopts nothing, and names its reasons.
    pub(crate) fn judged(&self) -> Judgement {
        self.judged_by(&Pinned::default())
    }

    pub(crate) fn judged_by(&self, pinned: &Pinned) -> Judgement {
        let catalogue = catalogue();
        let grounds = Grounds {
            catalogue: &catalogue,
            parameters: &pinned.parameters,
            adopts: &pinned.adopts,
            kind: Kind::Portal,
            shows_reasons: !pinned.reasons_hidden,
        };
        judge(&self.entries(), &grounds).expect("the story opens a scenario")
    }
}

/// What a profile says.
#[derive(Default)]
pub(crate) struct Pinned {
    pub(crate) parameters: BTreeMap<String, String>,
    pub(crate) adopts: Vec<String>,
    pub(crate) reasons_hidden: bool,
}

impl Pinned {
    pub(crate) fn reading(parameter: &str, reading: &str) -> Self {
        Self {
            parameters: [(parameter.to_owned(), reading.to_owned())].into(),
            ..Self::default()
        }
    }
}

/// What `rule` made of a story; none where it said nothing.
pub(crate) fn assessment(judgement: &Judgement, rule: &str) -> Option<Assessment> {
    judgement
        .judged
        .iter()
        .find(|judged| judged.rule == rule)
        .map(|judged| judged.assessment.clone())
}

/// Requirements of every level and basis, and those that standing rules name.
pub(crate) fn catalogue() -> Catalogue {
    let mut text = "[source]\nnumber = \"0\"\ntitle = \"Stories\"\nlanguage = \"en\"\n".to_owned();
    let rows = [
        (MUST, "must", "source"),
        ("REQ-STORY-002", "should", "source"),
        ("REQ-STORY-003", "must", "default"),
        ("REQ-STORY-004", "must", "mock"),
        ("REQ-STORY-005", "may", "source"),
        ("REQ-STORY-006", "must", "consequence"),
        ("REQ-STORY-007", "should", "default"),
    ];
    let standing: BTreeSet<&str> = etalon_rules::standing_rules()
        .iter()
        .flat_map(|(_, _, about)| about.iter().copied())
        .collect();
    let standing = standing.into_iter().map(|id| (id, "must", "source"));
    for (id, level, basis) in rows.into_iter().chain(standing) {
        text.push_str(&format!(
            "[[requirement]]\nid = \"{id}\"\narea = \"STORY\"\nquote = \"\"\nlang = \"en\"\nstatement = \"\"\nlevel = \"{level}\"\nbasis = \"{basis}\"\n"
        ));
    }
    let mut parameters = String::new();
    for (name, readings) in [
        ("timing.delay", r#"["calendar", "elapsed", "start-of-day", "end-of-day"]"#),
        ("therlink.end", r#"["exclusive", "inclusive"]"#),
        ("sumehr.setting-reach", r#"["all", "later"]"#),
        ("sumehr.precedence", r#"["document", "setting"]"#),
        ("network.professions", r#"["physician", "care"]"#),
        ("portal.minimum-level", r#"["350", "400"]"#),
    ] {
        parameters.push_str(&format!(
            "[[parameter]]\nname = \"{name}\"\nreadings = {readings}\nconfidence = \"open\"\norigin = \"\"\nmeaning = \"\"\n"
        ));
    }
    Catalogue::read([("stories.toml", text.as_str()), ("parameters.toml", parameters.as_str())]).unwrap()
}

fn instant(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn fields(of: Value) -> Fields {
    match of {
        Value::Object(fields) => fields,
        _ => Fields::new(),
    }
}

pub(crate) fn consent(role: Role) -> Intent {
    Intent::GiveConsent { role }
}

pub(crate) fn withdrawal(role: Role) -> Intent {
    Intent::WithdrawConsent { role }
}

pub(crate) fn link(until: Option<&str>) -> Intent {
    Intent::DeclareTherapeuticLink {
        patient: PATIENT.to_owned(),
        until: until.map(str::to_owned),
    }
}

pub(crate) fn revocation() -> Intent {
    Intent::RevokeTherapeuticLink {
        patient: PATIENT.to_owned(),
    }
}

pub(crate) fn links() -> Intent {
    Intent::ListTherapeuticLinks {
        patient: PATIENT.to_owned(),
    }
}

pub(crate) fn log_in() -> Intent {
    Intent::LogIn {
        role: Role::Patient,
        means: Means::Itsme,
    }
}

pub(crate) fn read() -> Intent {
    Intent::ReadDocument {
        role: Role::Professional,
        document: LETTER.to_owned(),
    }
}

pub(crate) fn read_as_patient() -> Intent {
    Intent::ReadDocument {
        role: Role::Patient,
        document: LETTER.to_owned(),
    }
}

pub(crate) fn read_scan() -> Intent {
    Intent::ReadAttachment {
        role: Role::Professional,
        document: LETTER.to_owned(),
        attachment: SCAN.to_owned(),
    }
}

pub(crate) fn list() -> Intent {
    Intent::ListDocuments {
        role: Role::Professional,
        patient: PATIENT.to_owned(),
    }
}

pub(crate) fn open(page: &str) -> Intent {
    Intent::OpenPage { page: page.to_owned() }
}

pub(crate) fn done() -> Outcome {
    Outcome::Done { shown: BTreeMap::new() }
}

/// Done, and this was taken from the pages.
pub(crate) fn shows(taken: &[(&str, &[&str])]) -> Outcome {
    let shown = taken
        .iter()
        .map(|(name, values)| ((*name).to_owned(), values.iter().map(|value| (*value).to_owned()).collect()));
    Outcome::Done { shown: shown.collect() }
}

pub(crate) fn refused(reason: Option<Reason>) -> Outcome {
    Outcome::Refused {
        reason,
        shown: "You may not".to_owned(),
    }
}

pub(crate) fn crashed() -> Outcome {
    Outcome::Crashed { status: 500 }
}

pub(crate) fn no_answer() -> Outcome {
    Outcome::NoAnswer {
        how: Silence::TimedOut,
        detail: "told by the story".to_owned(),
    }
}

pub(crate) fn unrecognised() -> Outcome {
    Outcome::Unrecognised {
        why: "another page".to_owned(),
    }
}

pub(crate) fn unavailable() -> Outcome {
    Outcome::SourceUnavailable {
        shown: "The hospital does not answer".to_owned(),
    }
}
