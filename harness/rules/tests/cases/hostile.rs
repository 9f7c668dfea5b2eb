//! Journals about logins that CSAM answered with a fault: each of the four values, and every witness that may be missing.

use super::prelude::*;

const FAULT: &str = "id-token-issuer-other";

/// How a login with a fault was told of.
struct Told {
    step: &'static str,
    /// What the twin before came to, where there was one.
    before: Option<Outcome>,
    hostile: Outcome,
    /// What the person's own page came to, where somebody looked.
    probe: Option<Outcome>,
    after: Option<Outcome>,
    /// What else happened while the hostile login went on, after the fault went out.
    meanwhile: fn(&mut Story),
}

/// All is as it should be around a login that ended with `hostile`.
fn ended(hostile: Outcome) -> Told {
    let probe = match hostile {
        Outcome::Done { .. } => done(),
        _ => Outcome::LoginDemanded {},
    };
    Told {
        step: "token",
        before: Some(done()),
        hostile,
        probe: Some(probe),
        after: Some(done()),
        meanwhile: |_| {},
    }
}

impl Told {
    fn to(self, story: &mut Story) {
        let from = story.entries().len() as u64 + 1;
        if let Some(before) = self.before {
            story.wants(PATIENT, log_in()).gets(before);
        }
        let applied = json!({ "fault": FAULT, "step": self.step, "client": "network", "person": PATIENT });
        story.wants(PATIENT, log_in()).observed("authorization-accepted", json!({}));
        story.observed("fault-applied", applied);
        (self.meanwhile)(story);
        story.gets(self.hostile);
        if let Some(probe) = self.probe {
            story.wants(PATIENT, open("patient-home")).gets(probe);
        }
        if let Some(after) = self.after {
            story.wants(PATIENT, log_in()).gets(after);
        }
        story.asks_from(from);
    }
}

pub(crate) fn cases() -> Vec<Case> {
    [refusals(), witnesses(), rotations(), outages()].into_iter().flatten().collect()
}

fn of() -> serde_json::Value {
    json!({ "person": PATIENT, "fault": FAULT })
}

fn because(reason: &str) -> serde_json::Value {
    json!({ "person": PATIENT, "fault": FAULT, "reason": reason })
}

fn refusals() -> Vec<Case> {
    let rule = "hostile-login-refused";
    vec![
        case(rule, Accepted, "refused as a login that failed", of(), |story| {
            ended(refused(Some(Reason::LoginFailed))).to(story);
        }),
        case(rule, Accepted, "refused without a reason", of(), |story| {
            ended(refused(None)).to(story);
        }),
        case(rule, NotExercised, "a page that nobody knows, though no session", of(), |story| {
            ended(unrecognised()).to(story);
        }),
        case(
            rule,
            Accepted,
            "refused for the scenario's own reason",
            because("level-too-low"),
            |story| {
                ended(refused(Some(Reason::LevelTooLow))).to(story);
            },
        ),
        case(
            rule,
            Accepted,
            "refused as a login that failed, though the level was too low",
            because("level-too-low"),
            |story| {
                ended(refused(Some(Reason::LoginFailed))).to(story);
            },
        ),
        case(rule, Accepted, "refused, and the own page is refused as well", of(), |story| {
            let probe = Some(refused(None));
            Told {
                probe,
                ..ended(refused(None))
            }
            .to(story);
        }),
        case(rule, Caught, "refused for another reason", of(), |story| {
            ended(refused(Some(Reason::NotAProfessional))).to(story);
        }),
        case(rule, Caught, "refused for the reason of another scenario", of(), |story| {
            ended(refused(Some(Reason::LevelTooLow))).to(story);
        }),
        case(rule, Caught, "told that CSAM does not answer, which it did", of(), |story| {
            ended(unavailable()).to(story);
        }),
        case(rule, Caught, "crashed", of(), |story| {
            ended(crashed()).to(story);
        }),
        case(rule, Caught, "crashed, with words of refusal", of(), |story| {
            let meanwhile = |story: &mut Story| {
                story.answer(PATIENT, 500, &[], b"You may not");
            };
            let told = ended(refused(Some(Reason::LoginFailed)));
            Told { meanwhile, ..told }.to(story);
        }),
        case(rule, Accepted, "refused with a status of refusal", of(), |story| {
            let meanwhile = |story: &mut Story| {
                story.answer(PATIENT, 401, &[], b"You may not");
            };
            Told {
                meanwhile,
                ..ended(refused(None))
            }
            .to(story);
        }),
        case(rule, Caught, "the look at the own page crashed", of(), |story| {
            let probe = Some(crashed());
            Told {
                probe,
                ..ended(refused(None))
            }
            .to(story);
        }),
        case(rule, Caught, "the next login crashed", of(), |story| {
            let after = Some(crashed());
            Told {
                after,
                ..ended(refused(None))
            }
            .to(story);
        }),
        case(rule, Caught, "accepted", of(), |story| {
            ended(done()).to(story);
        }),
        case(rule, Caught, "accepted, and nobody looked further", of(), |story| {
            let told = ended(done());
            Told {
                before: None,
                probe: None,
                after: None,
                ..told
            }
            .to(story);
        }),
        case(rule, Caught, "refused in words, and the own page opens", of(), |story| {
            let probe = Some(done());
            Told {
                probe,
                ..ended(refused(None))
            }
            .to(story);
        }),
    ]
}

fn witnesses() -> Vec<Case> {
    let rule = "hostile-login-refused";
    vec![
        case(rule, NotExercised, "nobody logged in", of(), |_| {}),
        case(rule, NotExercised, "the fault never went out", of(), |story| {
            story.login(PATIENT).login(PATIENT).login(PATIENT);
        }),
        case(rule, NotExercised, "the nation says why the fault did not go out", of(), |story| {
            let unused = json!({ "fault": FAULT, "step": "token", "client": "network", "person": PATIENT, "why": "no-nonce-sent" });
            story.login(PATIENT).observed("fault-unused", unused);
        }),
        case(
            rule,
            NotExercised,
            "another fault went out",
            json!({ "person": PATIENT, "fault": "state-other" }),
            |story| {
                ended(refused(None)).to(story);
            },
        ),
        case(rule, NotExercised, "the fault went out in somebody else's login", of(), |story| {
            let applied = json!({ "fault": FAULT, "step": "token" });
            story.login(PATIENT).wants(DOCTOR, log_in()).observed("fault-applied", applied);
            story.gets(refused(None)).login(PATIENT);
        }),
        case(rule, NotExercised, "the fault went out before the range", of(), |story| {
            ended(refused(None)).to(story);
            story.login(PATIENT);
        }),
        case(rule, NotExercised, "the product is silent", of(), |story| {
            ended(no_answer()).to(story);
        }),
        case(rule, NotExercised, "no twin before", of(), |story| {
            let before = None;
            Told {
                before,
                ..ended(refused(None))
            }
            .to(story);
        }),
        case(rule, NotExercised, "the twin before is refused as well", of(), |story| {
            let before = Some(refused(None));
            Told {
                before,
                ..ended(refused(None))
            }
            .to(story);
        }),
        case(rule, NotExercised, "no twin afterwards", of(), |story| {
            let after = None;
            Told {
                after,
                ..ended(refused(None))
            }
            .to(story);
        }),
        case(rule, NotExercised, "the twin afterwards is refused", of(), |story| {
            let after = Some(refused(None));
            Told {
                after,
                ..ended(refused(None))
            }
            .to(story);
        }),
        case(rule, NotExercised, "nobody looked for a session", of(), |story| {
            let probe = None;
            Told {
                probe,
                ..ended(refused(None))
            }
            .to(story);
        }),
        case(rule, NotExercised, "the look for a session got no answer", of(), |story| {
            let probe = Some(no_answer());
            Told {
                probe,
                ..ended(refused(None))
            }
            .to(story);
        }),
        case(
            rule,
            NotExercised,
            "only somebody looked whether the system is alive",
            of(),
            |story| {
                let told = ended(refused(None));
                let (probe, after) = (None, None);
                Told { probe, after, ..told }.to(story);
                let from = story.asked_at();
                story.does(PATIENT, open("alive")).login(PATIENT).asks_from(from);
            },
        ),
        case(
            rule,
            NotExercised,
            "a second login, begun by the product, let the person in",
            of(),
            |story| {
                let meanwhile = |story: &mut Story| {
                    story.observed("authorization-accepted", json!({}));
                };
                Told {
                    meanwhile,
                    ..ended(done())
                }
                .to(story);
            },
        ),
        case(rule, Accepted, "a first login at which discovery was false", of(), |story| {
            let (step, before) = ("discovery", None);
            Told {
                step,
                before,
                ..ended(refused(None))
            }
            .to(story);
        }),
        case(
            rule,
            Caught,
            "discovery was false, and a login followed and was accepted",
            of(),
            |story| {
                let meanwhile = |story: &mut Story| {
                    story.observed("authorization-accepted", json!({}));
                };
                let (step, before) = ("discovery", None);
                Told {
                    step,
                    before,
                    meanwhile,
                    ..ended(done())
                }
                .to(story);
            },
        ),
    ]
}

fn rotations() -> Vec<Case> {
    let rule = "login-accepted-despite";
    vec![
        case(rule, Accepted, "the login succeeds", of(), |story| {
            Told {
                step: "jwks",
                ..ended(done())
            }
            .to(story);
        }),
        case(rule, Caught, "the login is refused", of(), |story| {
            let told = ended(refused(Some(Reason::LoginFailed)));
            Told { step: "jwks", ..told }.to(story);
        }),
        case(rule, Caught, "the login crashes", of(), |story| {
            Told {
                step: "jwks",
                ..ended(crashed())
            }
            .to(story);
        }),
        case(rule, Caught, "told that CSAM does not answer", of(), |story| {
            Told {
                step: "jwks",
                ..ended(unavailable())
            }
            .to(story);
        }),
        case(rule, Caught, "the next login crashes", of(), |story| {
            let after = Some(crashed());
            Told { after, ..ended(done()) }.to(story);
        }),
        case(rule, NotExercised, "the fault never went out", of(), |story| {
            story.login(PATIENT);
        }),
        case(rule, NotExercised, "the product is silent", of(), |story| {
            ended(no_answer()).to(story);
        }),
        case(rule, NotExercised, "the same login was refused before", of(), |story| {
            let before = Some(refused(None));
            Told {
                before,
                ..ended(refused(None))
            }
            .to(story);
        }),
        case(rule, NotExercised, "nobody looked for a session", of(), |story| {
            let probe = None;
            Told { probe, ..ended(done()) }.to(story);
        }),
    ]
}

fn outages() -> Vec<Case> {
    let rule = "login-unavailable";
    vec![
        case(rule, Accepted, "the person is told", of(), |story| {
            ended(unavailable()).to(story);
        }),
        case(rule, Accepted, "the login is refused as one that failed", of(), |story| {
            ended(refused(Some(Reason::LoginFailed))).to(story);
        }),
        case(
            rule,
            Accepted,
            "a gateway says that what is behind it does not answer",
            of(),
            |story| {
                ended(Outcome::Crashed { status: 504 }).to(story);
            },
        ),
        case(rule, Caught, "HTTP 500", of(), |story| {
            ended(crashed()).to(story);
        }),
        case(rule, Caught, "let in", of(), |story| {
            ended(done()).to(story);
        }),
        case(rule, Caught, "told, and the own page opens", of(), |story| {
            let probe = Some(done());
            Told {
                probe,
                ..ended(unavailable())
            }
            .to(story);
        }),
        case(rule, Caught, "refused for another reason", of(), |story| {
            ended(refused(Some(Reason::NotAProfessional))).to(story);
        }),
        case(
            rule,
            NotExercised,
            "the product is silent longer than anybody waits",
            of(),
            |story| {
                ended(no_answer()).to(story);
            },
        ),
        case(rule, NotExercised, "the fault never went out", of(), |story| {
            story.login(PATIENT).login(PATIENT);
        }),
        case(rule, NotExercised, "no twin afterwards", of(), |story| {
            let after = None;
            Told {
                after,
                ..ended(unavailable())
            }
            .to(story);
        }),
    ]
}
