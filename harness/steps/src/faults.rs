//! Faults as features name them, looked at before anything is played: each must be one that CSAM can be asked for, be tried, and be
//! expected to come to what it calls for.

use etalon_nation::{Fault, Reaction, faults};

use crate::BoundStep;

/// The phrase by which a scenario asks for a fault, and the one by which it is tried.
const ASKED: &str = "csam-fault";
const TRIED: &str = "tries-login";
/// The most faults that a message names where one is misspelt.
const NEAREST: usize = 3;

/// What is wrong with how the steps of one scenario speak of faults, with the line.
pub(crate) fn fault_problems(steps: &[BoundStep]) -> Vec<(usize, String)> {
    let mut problems: Vec<(usize, String)> = Vec::new();
    for (at, step) in steps.iter().enumerate() {
        let named = step.spoken.arguments.get("fault");
        let known = match named.map(|id| Fault::by_id(id).ok_or(id)) {
            Some(Err(id)) => {
                problems.push((step.line, unknown(id)));
                continue;
            }
            Some(Ok(fault)) => Some(fault),
            None => None,
        };
        let person = step.spoken.arguments.get("person");
        if step.spoken.phrase == ASKED {
            let tries = |later: &BoundStep| later.spoken.phrase == TRIED && later.spoken.arguments.get("person") == person;
            if !steps[at + 1..].iter().any(tries) {
                let who = person.map(String::as_str).unwrap_or_default();
                problems.push((
                    step.line,
                    format!("nobody tries the login: say after it that {who} tries to log in"),
                ));
            }
            continue;
        }
        let Some(reaction) = reaction_of(&step.spoken.phrase) else {
            continue;
        };
        let asked = steps[..at]
            .iter()
            .rev()
            .find(|earlier| earlier.spoken.phrase == ASKED && earlier.spoken.arguments.get("person") == person)
            .and_then(|earlier| Fault::by_id(earlier.spoken.arguments.get("fault")?));
        match (asked, known) {
            (None, _) => problems.push((
                step.line,
                "no step before says that CSAM answers this person with a fault".to_owned(),
            )),
            (Some(asked), Some(known)) if asked.id != known.id => {
                problems.push((
                    step.line,
                    format!("CSAM was asked for the fault `{}`, not for `{}`", asked.id, known.id),
                ));
            }
            (Some(asked), _) if asked.reaction != reaction => problems.push((
                step.line,
                format!(
                    "a right product does not answer the fault `{}` so: {}",
                    asked.id,
                    wanted(asked.reaction)
                ),
            )),
            _ => {}
        }
    }
    problems
}

fn reaction_of(phrase: &str) -> Option<Reaction> {
    match phrase {
        "hostile-login-refused" | "hostile-login-refused-because" => Some(Reaction::Refused),
        "login-accepted-despite" => Some(Reaction::Accepted),
        "login-unavailable" => Some(Reaction::Unavailable),
        _ => None,
    }
}

fn wanted(reaction: Reaction) -> &'static str {
    match reaction {
        Reaction::Refused => "it refuses the login (`hostile-login-refused`)",
        Reaction::Accepted => "the login succeeds (`login-accepted-despite`)",
        Reaction::Unavailable => "it says that logging in is not possible now (`login-unavailable`)",
    }
}

fn unknown(id: &str) -> String {
    let shared = |fault: &Fault| fault.id.split('-').filter(|word| id.split('-').any(|other| other == *word)).count();
    let mut near: Vec<&Fault> = faults().iter().filter(|fault| shared(fault) > 0).collect();
    near.sort_by_key(|fault| std::cmp::Reverse(shared(fault)));
    let near: Vec<&str> = near.into_iter().take(NEAREST).map(|fault| fault.id.as_str()).collect();
    if near.is_empty() {
        return format!("CSAM knows no fault `{id}`; mocks/csam/faults/ has one file for each");
    }
    format!("CSAM knows no fault `{id}`; the nearest are: {}", near.join(", "))
}
