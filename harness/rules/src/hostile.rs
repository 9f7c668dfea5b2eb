//! The rules about logins that CSAM answered with a fault: refused, accepted all the same, or told to be impossible now. What a journal
//! holds of such a login is `hostile_login`'s.

use etalon_model::{Assessment, Reason};
use serde_json::Value;

use crate::{
    case::{Case, not_exercised, violated},
    hostile_login::{Came, Login, fault},
};

pub(crate) fn hostile_login_refused(case: &Case<'_>) -> Assessment {
    let wanted = case.arguments.get("reason").and_then(Value::as_str).and_then(Reason::parse);
    let expected = match wanted {
        Some(reason) => format!(
            "the login that CSAM answers with the fault `{}` is refused because `{reason}`",
            fault(case)
        ),
        None => format!("the login that CSAM answers with the fault `{}` is refused", fault(case)),
    };
    let login = match Login::of(case) {
        Ok(login) => login,
        Err(missing) => return not_exercised(missing),
    };
    match login.came_of_it(case) {
        Came::Accepted { seen, entries } => violated(expected, seen, entries),
        Came::Crashed { seen, entries, .. } => violated(expected, seen, entries),
        Came::Silent(missing) => not_exercised(missing),
        Came::Refused { how, reason } => login.judged(expected, how, |twins| match reason {
            Some(found) if !is_as_specified(found, wanted) => Err(format!("a refusal for another reason: `{found}`")),
            _ => Ok(twins),
        }),
        Came::Unavailable { how } => login.judged(expected, String::new(), |_| {
            Err(format!("a refusal for another reason: {how}, though CSAM did answer"))
        }),
    }
}

pub(crate) fn login_accepted_despite(case: &Case<'_>) -> Assessment {
    let expected = format!("the login succeeds though CSAM answers it with `{}`", fault(case));
    let login = match Login::of(case) {
        Ok(login) => login,
        Err(missing) => return not_exercised(missing),
    };
    match login.came_of_it(case) {
        Came::Crashed { seen, entries, .. } => violated(expected, seen, entries),
        Came::Silent(missing) => not_exercised(missing),
        Came::Accepted { seen, .. } => login.judged(expected, seen, Ok),
        Came::Refused { how, .. } | Came::Unavailable { how } => login.judged(expected, String::new(), |_| Err(how)),
    }
}

pub(crate) fn login_unavailable(case: &Case<'_>) -> Assessment {
    let expected = format!(
        "{} is told that logging in is not possible now, and has no session: CSAM answers with the fault `{}`",
        case.text("person"),
        fault(case)
    );
    let login = match Login::of(case) {
        Ok(login) => login,
        Err(missing) => return not_exercised(missing),
    };
    match login.came_of_it(case) {
        // What these say is that something behind the product does not answer (RFC 9110, 15.6.3 to 15.6.5).
        Came::Crashed {
            seen,
            status: Some(502..=504),
            ..
        } => login.judged(expected, seen, Ok),
        Came::Accepted { seen, entries } | Came::Crashed { seen, entries, .. } => violated(expected, seen, entries),
        Came::Silent(missing) => not_exercised(missing),
        Came::Unavailable { how } => login.judged(expected, how, Ok),
        Came::Refused { how, reason } => login.judged(expected, how, |twins| match reason {
            Some(found) if found != Reason::LoginFailed => Err(format!("a refusal for another reason: `{found}`")),
            _ => Ok(twins),
        }),
    }
}

/// A product need not tell why it does not believe a login; a reason that it does tell must not be another one.
fn is_as_specified(found: Reason, wanted: Option<Reason>) -> bool {
    found == Reason::LoginFailed || Some(found) == wanted
}
