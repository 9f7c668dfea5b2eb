//! What the forms about hospitals' documents and about relying parties that go ask of the nation, and what they say where it is not done.

use etalon_nation::{Publication, Rule};
use http::StatusCode;

use crate::visitor::{Answer, Visitor};

const PATH: &str = "/console/realms/team-a/documents";

#[tokio::test]
async fn a_document_is_laid_down_and_what_was_typed_stays_beside_a_mistake() {
    let visitor = Visitor::signed_in().await;
    assert!(visitor.get(PATH).await.text.contains("No document is laid down yet."));
    let anna = visitor.realm().people()[0].clone();
    let order = [
        ("hospital", "north-hospital"),
        ("patient", anna.id.as_str()),
        ("title", "Lab result"),
        ("reference", "L-7"),
        ("rule", "after-days"),
        ("days", "30"),
        ("attachments", "scan.pdf  x.png"),
    ];
    let laid = visitor.fill(PATH, PATH, &order).await;
    assert_eq!(laid.header("location"), format!("{PATH}?done=laid-down"));
    let north = visitor.realm().hospital_named("North Hospital").unwrap();
    let document = north.document("L-7").unwrap();
    assert_eq!(
        (document.patient_insz, document.patient_access),
        (anna.insz.to_string(), Rule::AfterDays(30))
    );
    assert_eq!(document.attachments, ["scan.pdf", "x.png"]);
    let page = visitor.get(&format!("{PATH}?lang=nl")).await;
    let row = page.said("[data-reference=L-7]");
    assert!(row.contains("North Hospital") && row.contains("Anna Janssens-Specimen"), "{row}");
    assert_eq!(page.said("[data-testid=access]"), "30 dagen na de publicatie");
    for (field, value, said) in [
        ("patient", "", "Choose whom the document is about."),
        ("patient", "nobody", "Nobody of that id lives in this realm."),
        ("days", "soon", "Say after how many days."),
        ("hospital", "no-hospital", "There is no such hospital."),
        ("reference", "a\u{7}b", "One of the fields cannot be used."),
    ] {
        let wrong = order.map(|(name, given)| (name, if name == field { value } else { given }));
        let answer = visitor.fill(PATH, PATH, &wrong).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}");
        assert!(mistake(&answer).starts_with(said), "{}", mistake(&answer));
        assert_eq!(answer.attribute("input[name=title]", "value"), "Lab result");
    }
    assert_eq!(north.documents().len(), 1);
}

#[tokio::test]
async fn publishing_says_what_the_network_made_of_it() {
    let visitor = Visitor::signed_in().await;
    let anna = visitor.realm().people()[0].id.clone();
    let hospital = ("hospital", "example-hospital");
    visitor
        .fill(PATH, PATH, &[hospital, ("patient", &anna), ("reference", "L-1")])
        .await;
    let publish = format!("{PATH}/publish");
    let (known, unknown) = ([hospital, ("reference", "L-1")], [hospital, ("reference", "L-2")]);
    let answer = visitor.fill(PATH, &publish, &known).await;
    assert!(mistake(&answer).starts_with("The hospital is connected to no network yet."));
    assert!(mistake(&visitor.fill(PATH, &publish, &unknown).await).starts_with("No such document is laid down."));

    let network = format!("{PATH}/network");
    let address = ("base_url", "https://127.0.0.1:1");
    let told = visitor.fill(PATH, &network, &[hospital, address]).await;
    let secret = told.said("#told-secret");
    assert!(secret.len() >= 32 && !visitor.get(PATH).await.text.contains(&secret));
    assert_eq!(told.texts("[data-testid=network]"), [address.1, "none", "none"]);
    let connected = visitor
        .fill(PATH, &network, &[hospital, address, ("secret", "kept-to-itself")])
        .await;
    assert_eq!(connected.header("location"), format!("{PATH}?done=connected"));
    let nowhere = [hospital, ("base_url", "nowhere"), ("secret", "kept-to-itself")];
    let wrong = visitor.fill(PATH, &network, &nowhere).await;
    assert!(wrong.status == StatusCode::UNPROCESSABLE_ENTITY && !wrong.text.contains("kept-to-itself"));
    let answer = visitor.fill(PATH, &publish, &known).await;
    assert!(mistake(&answer).starts_with("The network did not take it."), "{}", mistake(&answer));
    let published = visitor.realm().hospital().publish("L-1").await.unwrap();
    assert!(matches!(published, Publication::NoAnswer(_)), "{published:?}");

    let direction = [
        ("authority", "hospital"),
        ("name", "wrong-patient"),
        ("institution", "Example Hospital"),
        ("reference", "L-1"),
    ];
    visitor.fill(PATH, "/console/realms/team-a/directions", &direction).await;
    let waiting = visitor.realm().waiting_directions();
    assert_eq!((waiting[0].name, waiting[0].scope.actor.as_deref()), ("wrong-patient", Some("L-1")));
}

#[tokio::test]
async fn a_relying_party_is_removed() {
    let visitor = Visitor::signed_in().await;
    let path = "/console/realms/team-a/clients";
    let remove = format!("{path}/remove");
    let foreign = visitor.post(&remove, &[("id", "portal")]).await;
    assert_eq!(foreign.status, StatusCode::FORBIDDEN, "without the secret of the session's forms");
    let removed = visitor.fill(path, &remove, &[("id", "portal")]).await;
    assert_eq!(removed.header("location"), format!("{path}?done=client-removed"));
    assert!(visitor.realm().client("portal").is_none());
    let page = visitor.get(removed.header("location")).await;
    assert_eq!(page.said("[data-testid=done]"), "The relying party was removed.");
    assert!(page.texts("[data-testid=client]").is_empty());
    let again = visitor.fill(path, &remove, &[("id", "portal")]).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(mistake(&again).starts_with("No such relying party is registered."));
}

fn mistake(answer: &Answer) -> String {
    answer.said("[data-testid=mistake]")
}
