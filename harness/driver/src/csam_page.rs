//! The nation's own login page, driven by code of ours: profiles say nothing about it.

use etalon_model::Means;

use crate::{
    page::PageProblem,
    user_agent::{NoPage, UserAgent},
};

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
        self.choose(&wanted, ("person", person_id)).await
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
