//! Journals about the level that a login came to, and what the portal made of it.

use super::prelude::*;

fn by(means: Means) -> Intent {
    Intent::LogIn {
        role: Role::Patient,
        means,
    }
}

fn acr(level: u16) -> serde_json::Value {
    json!({ "person": PATIENT, "acr": format!("urn:be:fedict:iam:fas:Level{level}") })
}

pub(crate) fn cases() -> Vec<Case> {
    let person = || json!({ "person": PATIENT });
    let rule = "let-in-by-level";
    vec![
        case(rule, Accepted, "the lowest level that is enough, let in", person(), |story| {
            story.wants(PATIENT, by(Means::Totp)).observed("code-issued", acr(400));
            story.observed("userinfo-answered", json!({ "person": PATIENT })).gets(done());
        }),
        case(rule, Caught, "the lowest level that is enough, refused", person(), |story| {
            story.wants(PATIENT, by(Means::Totp)).observed("code-issued", acr(400));
            story.gets(refused(Some(Reason::LevelTooLow))).probe(done());
        }),
        case(
            rule,
            Caught,
            "let in without CSAM having been asked who the person is",
            person(),
            |story| {
                story.wants(PATIENT, by(Means::Totp)).observed("code-issued", acr(400)).gets(done());
            },
        ),
        case(rule, Accepted, "a level below every reading, refused", person(), |story| {
            story.wants(PATIENT, by(Means::Totp)).observed("code-issued", acr(300));
            story.gets(refused(Some(Reason::LevelTooLow))).probe(done());
        }),
        case(rule, Caught, "a level below every reading, let in", person(), |story| {
            story.wants(PATIENT, by(Means::Totp)).observed("code-issued", acr(300));
            story.observed("userinfo-answered", json!({ "person": PATIENT })).gets(done());
        }),
        case(rule, Caught, "no level named, let in", person(), |story| {
            story
                .wants(PATIENT, by(Means::Eid))
                .observed("code-issued", json!({ "person": PATIENT, "acr": "0" }));
            story.observed("userinfo-answered", json!({ "person": PATIENT })).gets(done());
        }),
        case(rule, Caught, "refused for another reason", person(), |story| {
            story.wants(PATIENT, by(Means::Totp)).observed("code-issued", acr(300));
            story.gets(refused(Some(Reason::LoginFailed))).probe(done());
        }),
        case(rule, Caught, "crashed", person(), |story| {
            story
                .wants(PATIENT, by(Means::Totp))
                .observed("code-issued", acr(300))
                .gets(crashed());
        }),
        case(rule, Caught, "a means whose level is enough is not offered", person(), |story| {
            story
                .wants(PATIENT, by(Means::Totp))
                .observed("login-page-shown", json!({ "means": ["eid", "itsme"] }));
            story.gets(refused(Some(Reason::LevelTooLow))).probe(done());
        }),
        case(rule, Accepted, "a means whose level is too low is not offered", person(), |story| {
            story
                .wants(PATIENT, by(Means::Password))
                .observed("login-page-shown", json!({ "means": ["eid", "itsme"] }));
            story.gets(refused(Some(Reason::LevelTooLow))).probe(done());
        }),
        case(
            rule,
            Accepted,
            "between the readings, refused as the pinned one says",
            person(),
            |story| {
                story.wants(PATIENT, by(Means::Mail)).observed("code-issued", acr(350));
                story.gets(refused(Some(Reason::LevelTooLow))).probe(done());
            },
        ),
        case(
            rule,
            Caught,
            "between the readings, let in against the pinned one",
            person(),
            |story| {
                story.wants(PATIENT, by(Means::Mail)).observed("code-issued", acr(350));
                story.observed("userinfo-answered", json!({ "person": PATIENT })).gets(done());
            },
        ),
        case(rule, NotExercised, "somebody else logged in", person(), |story| {
            story.login(DOCTOR);
        }),
        case(rule, NotExercised, "CSAM answered nothing", person(), |story| {
            story.wants(PATIENT, by(Means::Totp)).gets(done());
        }),
        case(rule, NotExercised, "the system is silent", person(), |story| {
            story.wants(PATIENT, by(Means::Totp)).gets(no_answer());
        }),
    ]
}
