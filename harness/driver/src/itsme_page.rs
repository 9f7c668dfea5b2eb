//! itsme's own pages, driven by code of ours: who it is, and the approval in the app. Reached from CSAM's page, or directly from a product.

use crate::{csam_page::NotIdentified, page::PageProblem, user_agent::UserAgent};

/// Where itsme asks whose telephone it is.
pub(crate) const PERSON_FORM: &str = "form[data-testid=itsme-person]";
/// Where the app asks for the approval.
const APPROVE_FORM: &str = "form[data-testid=itsme-approve]";

impl UserAgent {
    /// Where itsme asks who it is, says so, and approves in the app. Anywhere else, nothing is done.
    pub(crate) async fn approve_in_app(&mut self, person_id: &str) -> Result<(), NotIdentified> {
        let Some(page) = self.page() else { return Ok(()) };
        if !page.has(PERSON_FORM).map_err(NotIdentified::Page)? {
            return Ok(());
        }
        let button = format!("{PERSON_FORM} button[data-testid='person-{person_id}']");
        if !page.has(&button).map_err(NotIdentified::Page)? {
            return Err(problem(format!("itsme knows no account of `{person_id}`"), &page.address()));
        }
        let form = page
            .fill(PERSON_FORM, &[], Some(("person", person_id)))
            .map_err(NotIdentified::Page)?;
        let asked = self.post(form.action, &form.fields).await.map_err(NotIdentified::Silence)?;
        if !asked.has(APPROVE_FORM).map_err(NotIdentified::Page)? {
            let reasons = asked
                .all("[data-testid=problem]", Some("data-reason"))
                .map_err(NotIdentified::Page)?;
            let what = format!("itsme's app did not ask `{person_id}` to approve ({})", reasons.join(", "));
            return Err(problem(what, &asked.address()));
        }
        let form = asked
            .fill(APPROVE_FORM, &[], Some(("step", "approve")))
            .map_err(NotIdentified::Page)?;
        self.post(form.action, &form.fields).await.map(drop).map_err(NotIdentified::Silence)
    }
}

fn problem(what: String, page: &str) -> NotIdentified {
    NotIdentified::Page(PageProblem {
        what,
        page: page.to_owned(),
    })
}
