//! The told run: its header, its plan and its end. What was played is told beside.

use std::{collections::BTreeMap, path::Path, sync::Arc};

use etalon_evidence::{Account, End, Header, LeftOut, Planned, RECORD_FORMAT};
use etalon_journal::{Entry, ScenarioOpened};
use etalon_model::{Assessment, Catalogue, Deviated, Judged, Judgement, Profile, Verdict, lanes::Lanes};

use crate::{telling::Realm, told_lanes::letter, told_scenarios as scenarios};

const CATALOGUE: &str = r#"
[source]
number = "001"
title = "Health network, page for health professionals"
language = "fr"

[[requirement]]
id = "REQ-CONSENT-004"
area = "CONSENT"
quote = "Le patient peut à tout moment retirer son consentement."
lang = "fr"
statement = "A patient may withdraw consent at any moment; from then on nobody reads the record through the network."
sut = ["portal"]
level = "must"
basis = "source"

[[requirement]]
id = "REQ-DOC-TIMING-002"
area = "DOC-TIMING"
quote = "De arts kan een termijn van 30 dagen instellen."
lang = "nl"
statement = "A delay of thirty days passes before the patient may read the document."
sut = ["portal"]
level = "must"
basis = "source"

[[requirement]]
id = "REQ-WEBAPP-010"
area = "WEBAPP"
quote = "The application should work with any recent browser."
lang = "en"
statement = "Any recent browser can be used."
sut = ["portal"]
level = "should"
basis = "consequence"

[[requirement]]
id = "REQ-HUB-001"
area = "HUB"
quote = "The hub answers within its service level."
lang = "en"
statement = "A hub answers in time."
level = "must"
basis = "source"
not_tested_reason = "Binds hubs only; no hub is examined yet."
"#;

const PROFILE: &str = r##"
format = 1
name = "reference-network"
title = "Reference health network"
kind = "portal"
capabilities = ["CONSENT"]
isolation = "realm"
clock = "endpoint"

[start]
reference = "network"
seconds = 10

[refusals]
selector = ".refusal"

[intents]
"##;

/// A run, told.
pub(crate) struct ToldRun {
    pub(crate) header: Header,
    pub(crate) realms: BTreeMap<String, Vec<Arc<Entry>>>,
    pub(crate) order: Vec<String>,
    pub(crate) judgements: Vec<Judgement>,
    pub(crate) end: Option<End>,
    pub(crate) lanes: BTreeMap<String, Vec<Lanes>>,
    pub(crate) deviated: Deviated,
}

impl ToldRun {
    pub(crate) fn account(&self) -> Account<'_> {
        Account {
            folder: Path::new("out/latest"),
            header: &self.header,
            realms: &self.realms,
            order: &self.order,
            judgements: &self.judgements,
            end: self.end.as_ref(),
            partial: self.end.is_none(),
            lanes: &self.lanes,
            deviated: &self.deviated,
        }
    }

    /// Adds a scenario that was played.
    pub(crate) fn add(&mut self, planned: Planned, mut tell: impl FnMut(&mut Realm) -> (Verdict, &'static str, Vec<Judged>)) {
        let name = format!("r{}", self.order.len() + 1);
        let mut realm = Realm::new(&name, "2026-03-10T08:00:00Z");
        let Planned {
            identity,
            title,
            feature,
            capability,
            path,
            line,
            language,
            requirements,
            tags,
        } = planned.clone();
        realm.open(ScenarioOpened {
            identity,
            title,
            feature,
            capability,
            path,
            line,
            language,
            tags,
            requirements,
        });
        let (verdict, because, judged) = tell(&mut realm);
        let weakest = judged.iter().flat_map(|judged| match &judged.assessment {
            Assessment::Satisfied { witnesses } => witnesses.iter().map(|witness| witness.grade).collect(),
            _ => Vec::new(),
        });
        self.judgements.push(Judgement {
            realm: name.clone(),
            identity: planned.identity.clone(),
            requirements: planned.requirements.clone(),
            verdict,
            because: because.to_owned(),
            weakest: weakest.min(),
            judged,
        });
        self.header.planned.push(planned);
        self.realms.insert(name.clone(), realm.entries);
        self.order.push(name);
    }
}

pub(crate) fn planned(identity: &str, title: &str, capability: &str, language: &str, requirement: &str) -> Planned {
    Planned {
        identity: identity.to_owned(),
        title: title.to_owned(),
        feature: format!("What {capability} asks"),
        capability: capability.to_owned(),
        path: format!("{capability}/behaviour.feature"),
        line: 12,
        language: language.to_owned(),
        requirements: vec![requirement.to_owned()],
        tags: vec!["negative".to_owned(), identity.to_owned(), requirement.to_owned()],
    }
}

fn phrases() -> BTreeMap<String, BTreeMap<String, String>> {
    let phrase = |id: &str, en: &str, fr: &str, nl: &str| {
        let languages = [("en", en), ("fr", fr), ("nl", nl)];
        (
            id.to_owned(),
            languages.map(|(language, text)| (language.to_owned(), text.to_owned())).into(),
        )
    };
    BTreeMap::from([
        phrase("time-is", "it is {instant}", "il est {instant}", "het is {instant}"),
        phrase(
            "time-becomes",
            "it becomes {instant}",
            "il devient {instant}",
            "het wordt {instant}",
        ),
        phrase(
            "in-order",
            "{doctor} may consult the record of {patient}",
            "{doctor} peut consulter le dossier de {patient}",
            "{doctor} mag het dossier van {patient} raadplegen",
        ),
        phrase(
            "patient-withdraws-consent",
            "{patient} withdraws consent to the sharing of health data",
            "{patient} retire son consentement au partage des données de santé",
            "{patient} trekt de toestemming voor het delen van gezondheidsgegevens in",
        ),
        phrase(
            "doctor-reads",
            "{doctor} opens {document}",
            "{doctor} ouvre {document}",
            "{doctor} opent {document}",
        ),
        phrase(
            "nothing-disclosed",
            "nothing about {document} is disclosed to {person}",
            "rien concernant {document} n'est divulgué à {person}",
            "niets over {document} wordt aan {person} bekendgemaakt",
        ),
        phrase(
            "document-shown",
            "{document} is shown to {person}",
            "{document} est affiché à {person}",
            "{document} wordt aan {person} getoond",
        ),
    ])
}

pub(crate) fn told_run() -> ToldRun {
    let catalogue = Catalogue::read([("one.toml", CATALOGUE)]).unwrap();
    let profile = Profile::read("profile.toml", PROFILE, &catalogue).unwrap();
    let command = [
        "etalon",
        "run",
        "--profile",
        "reference-network",
        "--defect",
        "consent-guards-list-only",
        "--out",
        "out/latest",
    ];
    let header = Header {
        format: RECORD_FORMAT,
        rules_version: 1,
        etalon: "0.1.0".to_owned(),
        started: "2026-07-01T08:00:00Z".parse().unwrap(),
        seed: 20_260_701,
        command: command.map(str::to_owned).to_vec(),
        language: "en".to_owned(),
        profile,
        catalogue,
        phrases: phrases(),
        planned: Vec::new(),
        left_out: Vec::new(),
        elsewhere: None,
        shard: None,
        merged: None,
        deviations: Vec::new(),
        absent_parts: vec!["pcscd: no card reader, so cards are read in process".to_owned()],
    };
    let end = End {
        finished: "2026-07-01T08:00:09Z".parse().unwrap(),
        seconds: 9.25,
        peak_rss_mb: 71.5,
        broken: None,
    };
    let mut run = ToldRun {
        header,
        realms: BTreeMap::new(),
        order: Vec::new(),
        judgements: Vec::new(),
        end: Some(end),
        deviated: Deviated::NONE,
        lanes: BTreeMap::from([("r1".to_owned(), vec![letter("Marie", "Dr <Peeters> \u{202e}")])]),
    };
    scenarios::tell_withdrawn(&mut run);
    scenarios::tell_hostile(&mut run);
    scenarios::tell_rows(&mut run);
    scenarios::tell_dutch(&mut run);
    scenarios::tell_advisory(&mut run);
    scenarios::tell_inconclusive(&mut run);
    scenarios::tell_not_applicable(&mut run);
    run.header.planned.push(planned(
        "case-never-begun",
        "A session ends after twelve idle hours",
        "web-application",
        "en",
        "REQ-WEBAPP-010",
    ));
    for row in 1..=14 {
        let identity = format!("case-delay-vectors/v{row:02}");
        run.header.left_out.push(LeftOut {
            identity,
            why: "not in shard 1/2".to_owned(),
        });
    }
    run.header.left_out.push(LeftOut {
        identity: "case-eid-login".to_owned(),
        why: "needs the capability CARD, which is not claimed".to_owned(),
    });
    run
}
