//! The nation's own login page, driven by code of ours: profiles say nothing about it.

use etalon_model::Means;

use crate::{
    itsme_page::PERSON_FORM,
    page::PageProblem,
    user_agent::{NoPage, UserAgent},
};

/// Where CSAM asks for a security code.
const CODE_FORM: &str = "form[data-testid=csam-code]";

/// Why the person could not be identified.
pub(crate) enum NotIdentified {
    Silence(NoPage),
    Page(PageProblem),
    /// The means asked for is not on the page: CSAM does not offer it for this login.
    MeansNotOffered,
}

impl UserAgent {
    /// On CSAM's page, chooses `means` and the person with `person_id`.
    pub(crate) async fn identify(&mut self, person_id: &str, means: Means) -> Result<(), NotIdentified> {
        let Some(page) = self.page() else {
            let what = "there is no page to identify oneself on".to_owned();
            return Err(NotIdentified::Page(PageProblem {
                what,
                page: "nowhere".to_owned(),
            }));
        };
        if means == Means::Itsme && page.has(PERSON_FORM).map_err(NotIdentified::Page)? {
            // The product asked itsme itself.
            return self.approve_in_app(person_id).await;
        }
        if !page.has("form[data-testid=csam-choose]").map_err(NotIdentified::Page)? {
            let what = "this is not the page on which CSAM lets people choose a means".to_owned();
            return Err(NotIdentified::Page(PageProblem {
                what,
                page: page.address(),
            }));
        }
        let offered = format!("form[data-testid=csam-choose] input[data-testid=means-{}]", means.as_str());
        if !page.has(&offered).map_err(NotIdentified::Page)? {
            return Err(NotIdentified::MeansNotOffered);
        }
        let button = format!("form[data-testid=csam-choose] button[data-testid='person-{person_id}']");
        if !page.has(&button).map_err(NotIdentified::Page)? {
            let what = format!("CSAM's page has no button for `{person_id}`");
            return Err(NotIdentified::Page(PageProblem {
                what,
                page: page.address(),
            }));
        }
        let wanted = [("means".to_owned(), means.as_str().to_owned())];
        self.choose(&wanted, ("person", person_id)).await?;
        if means == Means::Itsme {
            return self.approve_in_app(person_id).await;
        }
        self.enter_code(means).await
    }

    /// Where CSAM asks for a security code, reads it where it came to and types it in.
    async fn enter_code(&mut self, means: Means) -> Result<(), NotIdentified> {
        let Some(page) = self.page() else { return Ok(()) };
        if !page.has(CODE_FORM).map_err(NotIdentified::Page)? {
            return Ok(());
        }
        let address = page.address();
        let nothing_to_type = |what: String| {
            NotIdentified::Page(PageProblem {
                what: format!("CSAM asks for a security code, and {what}"),
                page: address.clone(),
            })
        };
        let pocket = self
            .pocket()
            .ok_or_else(|| nothing_to_type("the person has nothing at hand".to_owned()))?;
        let code = pocket.code(means).map_err(nothing_to_type)?;
        let form = page
            .fill(CODE_FORM, &[("code".to_owned(), code)], None)
            .map_err(NotIdentified::Page)?;
        let page = self.post(form.action, &form.fields).await.map_err(NotIdentified::Silence)?;
        if page.has(CODE_FORM).map_err(NotIdentified::Page)? {
            let reasons = page
                .all("[data-testid=problem]", Some("data-reason"))
                .map_err(NotIdentified::Page)?;
            return Err(NotIdentified::Page(PageProblem {
                what: format!("CSAM did not accept the security code ({})", reasons.join(", ")),
                page: page.address(),
            }));
        }
        Ok(())
    }

    /// On CSAM's page, gives the login up.
    pub(crate) async fn give_up(&mut self) -> Result<(), NotIdentified> {
        self.choose(&[], ("cancel", "1")).await
    }

    async fn choose(&mut self, wanted: &[(String, String)], button: (&str, &str)) -> Result<(), NotIdentified> {
        let Some(page) = self.page() else {
            let what = "there is no page to identify oneself on".to_owned();
            return Err(NotIdentified::Page(PageProblem {
                what,
                page: "nowhere".to_owned(),
            }));
        };
        let form = page
            .fill("form[data-testid=csam-choose]", wanted, Some(button))
            .map_err(NotIdentified::Page)?;
        self.post(form.action, &form.fields)
            .await
            .map(|_| ())
            .map_err(NotIdentified::Silence)
    }
}
