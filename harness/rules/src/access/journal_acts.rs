//! What people did, as intents and what came of them tell: what was done, and what may have been done where nobody answered.

use etalon_model::{Intent, Outcome, Role};

use super::acts::{ConsentAct, ExclusionAct, LinkAct, LinkForm, Reference, Release, RestrictionAct, RuleSet, SettingAct};
use super::facts::{Document, Facts};
use super::when::{Act, When};
use crate::facts::Wish;

/// Takes one wish down.
pub(crate) fn take_down(facts: &mut Facts, wish: &Wish<'_>) {
    let is_sure = match wish.outcome {
        Some(Outcome::Done { .. }) => true,
        Some(Outcome::Refused { .. } | Outcome::LoginDemanded {} | Outcome::SourceUnavailable { .. }) => return,
        // Nobody can tell whether it had its effect.
        None | Some(Outcome::Crashed { .. } | Outcome::NoAnswer { .. } | Outcome::Unrecognised { .. }) => false,
    };
    let when = When {
        from: wish.at.0,
        to: wish.at.1,
        entries: Some((wish.from, wish.to)),
    };
    let taken = Taken { when, is_sure };
    let who = wish.actor.to_owned();
    match &wish.intent {
        Intent::GiveConsent { role } | Intent::WithdrawConsent { role } => facts.consents.push(taken.act(ConsentAct {
            who,
            role: *role,
            is_given: matches!(wish.intent, Intent::GiveConsent { .. }),
            registered_by: None,
        })),
        Intent::RegisterPatient { patient, consents: true } => facts.consents.push(taken.act(ConsentAct {
            who: patient.clone(),
            role: Role::Patient,
            is_given: true,
            registered_by: Some(who),
        })),
        Intent::DeclareTherapeuticLink { .. }
        | Intent::RevokeTherapeuticLink { .. }
        | Intent::ProcessLinkForm { .. }
        | Intent::SendLinkForm { .. } => link(facts, taken, who, &wish.intent),
        Intent::ExcludeProfessional { patient, doctor, .. } | Intent::LiftExclusion { patient, doctor, .. } => {
            facts.exclusions.push(taken.act(ExclusionAct {
                patient: patient.clone(),
                doctor: doctor.clone(),
                is_made: matches!(wish.intent, Intent::ExcludeProfessional { .. }),
                by: who,
            }));
        }
        Intent::SetSumehrAccess { open } => facts.settings.push(taken.act(SettingAct {
            doctor: who,
            is_open: *open,
        })),
        about_document => document(facts, taken, who, about_document),
    }
}

fn link(facts: &mut Facts, taken: Taken, who: String, intent: &Intent) {
    let (doctor, patient, is_declared, until, by_form) = match intent {
        Intent::DeclareTherapeuticLink { patient, until } => {
            let until = until.as_ref().and_then(|day| day.parse().ok());
            (who, patient, true, until, false)
        }
        Intent::RevokeTherapeuticLink { patient } => (who, patient, false, None, false),
        Intent::ProcessLinkForm { doctor, patient } => (doctor.clone(), patient, true, None, true),
        Intent::SendLinkForm { patient } => {
            let form = LinkForm {
                doctor: who,
                patient: patient.clone(),
            };
            facts.link_forms.push(taken.act(form));
            return;
        }
        _ => return,
    };
    facts.links.push(taken.act(LinkAct {
        doctor,
        patient: patient.clone(),
        is_declared,
        until,
        by_form,
    }));
}

/// What bears on one document. To ask for a deletion changes nothing: the reference ends when the office has processed it.
fn document(facts: &mut Facts, taken: Taken, who: String, intent: &Intent) {
    match intent {
        Intent::SetPatientAccess { document, access } => {
            if let Some(document) = named(facts, document) {
                let rule = RuleSet {
                    rule: (*access).into(),
                    by: Some(who),
                };
                document.rules.push(taken.act(rule));
            }
        }
        Intent::RestrictDocument { document, doctor } | Intent::LiftRestriction { document, doctor } => {
            let is_made = matches!(intent, Intent::RestrictDocument { .. });
            if let Some(document) = named(facts, document) {
                let restriction = RestrictionAct {
                    doctor: doctor.clone(),
                    is_made,
                    by: who,
                };
                document.restrictions.push(taken.act(restriction));
            }
        }
        Intent::ReleaseDocument { document, .. } => {
            if let Some(document) = named(facts, document) {
                document.releases.push(taken.act(Release { by: who }));
            }
        }
        Intent::ProcessDeletion { document } => {
            if let Some(document) = named(facts, document) {
                document.references.push(taken.act(Reference::Deleted));
            }
        }
        _ => {}
    }
}

fn named<'a>(facts: &'a mut Facts, name: &str) -> Option<&'a mut Document> {
    facts.documents.iter_mut().find(|document| document.name == name)
}

/// When something was done, and whether that is sure.
#[derive(Clone, Copy)]
struct Taken {
    when: When,
    is_sure: bool,
}

impl Taken {
    fn act<T>(self, what: T) -> Act<T> {
        Act {
            what,
            when: self.when,
            is_sure: self.is_sure,
        }
    }
}
