//! Phrases about logins that CSAM answers with a fault: the login itself between two that are in order, each in a browser of its own, and
//! what must have become of it.

use etalon_driver::Actor;
use etalon_model::{Intent, Outcome, Role};
use etalon_nation::{CsamDirection, Fault, Step};
use serde_json::{Value, json};
use url::Url;

use crate::{
    arguments::Arguments,
    say_login::direct,
    scene::{AskedFault, Scene},
    stop::Stop,
    wish::USUAL_MEANS,
};

/// Only written down: the nation is told when the login is tried, so that the login before it is in order.
pub(crate) async fn csam_fault(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    let (person, id) = (said.text("person")?.to_owned(), said.text("fault")?);
    let fault = Fault::by_id(id).ok_or_else(|| Stop::feature(format!("CSAM knows no fault `{id}`")))?;
    scene.faults.insert(person, AskedFault { fault, is_played: false });
    Ok(())
}

pub(crate) async fn tries_login(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    let person = said.text("person")?.to_owned();
    let login = Intent::LogIn {
        role: role_of(&person),
        means: USUAL_MEANS,
    };
    let waiting = scene.faults.get(&person).filter(|asked| !asked.is_played).map(|asked| asked.fault);
    let Some(fault) = waiting else {
        return scene.want(&person, login).await.map(|_| ());
    };
    // Who has read the discovery document once will not read it again: there the fault must come first.
    let before = match fault.step {
        Step::Discovery => None,
        _ => Some(in_a_fresh_browser(scene, &person, &login).await?.0),
    };
    fresh_browser(scene, &person);
    direct(scene, said, CsamDirection::Fault(fault.id.clone()))?;
    scene.faults.insert(person.clone(), AskedFault { fault, is_played: true });
    let hostile = scene.perform(&person, &login).await?;
    scene.last = Some(before.unwrap_or(hostile.from));
    let is_let_in = matches!(hostile.outcome, Outcome::Done { .. });
    look_for_a_session(scene, &person).await?;
    let browser = scene.actors.remove(&person);
    in_a_fresh_browser(scene, &person, &login).await?;
    // Who goes on in this scenario is the person whose login had the fault.
    if let Some(browser) = browser {
        scene.actors.insert(person.clone(), browser);
    }
    if !is_let_in {
        scene.sessions.remove(&person);
    }
    Ok(())
}

pub(crate) async fn hostile_login_refused(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    scene.expect("hostile-login-refused", about(said, said.text("fault")?)?)
}

pub(crate) async fn hostile_login_refused_because(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    let mut arguments = about(said, said.text("fault")?)?;
    arguments["reason"] = said.reason()?.as_str().into();
    scene.expect("hostile-login-refused", arguments)
}

pub(crate) async fn login_accepted_despite(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    scene.expect("login-accepted-despite", about(said, said.text("fault")?)?)
}

/// The sentence names no fault: it is that of the login before.
pub(crate) async fn login_unavailable(scene: &mut Scene, said: &Arguments<'_>) -> Result<(), Stop> {
    let person = said.text("person")?;
    let asked = scene.faults.get(person).filter(|asked| asked.is_played);
    let fault = asked.map(|asked| asked.fault.id.as_str()).ok_or_else(|| {
        Stop::feature(format!(
            "{person} has tried no login with a fault; say first with which CSAM answers, then that {person} tries to log in"
        ))
    })?;
    scene.expect("login-unavailable", about(said, fault)?)
}

fn about(said: &Arguments<'_>, fault: &str) -> Result<Value, Stop> {
    Ok(json!({ "person": said.text("person")?, "fault": fault }))
}

/// Doctors try the professional space, everybody else that of patients.
fn role_of(person: &str) -> Role {
    if person.starts_with("Dr ") {
        Role::Professional
    } else {
        Role::Patient
    }
}

/// The page that only opens to somebody who is logged in. CSAM must have forgotten the browser: one click would bring a new login otherwise.
async fn look_for_a_session(scene: &mut Scene, person: &str) -> Result<(), Stop> {
    let csam = Url::parse(&format!("{}/authorize", scene.realm.issuer())).map_err(|why| Stop::harness(why.to_string()))?;
    scene.actor(person).agent.forget_session_below(&csam);
    let page = scene.own_page(person).to_owned();
    scene.perform(person, &Intent::OpenPage { page }).await.map(|_| ())
}

/// The entry of the intent, and the outcome.
async fn in_a_fresh_browser(scene: &mut Scene, person: &str, login: &Intent) -> Result<(u64, Outcome), Stop> {
    fresh_browser(scene, person);
    let performed = scene.perform(person, login).await?;
    Ok((performed.from, performed.outcome))
}

/// The person takes a browser without cookies, on the same device. What was open in the other one is closed with it.
fn fresh_browser(scene: &mut Scene, person: &str) {
    let former: Option<Actor> = scene.actors.remove(person);
    scene.sessions.remove(person);
    let actor = scene.actor(person);
    if let Some(former) = former {
        actor.gives_up = former.gives_up;
        actor.agent.device = former.agent.device;
        actor.agent.language = former.agent.language;
    }
}
