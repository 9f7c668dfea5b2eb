//! What the page that asks for a code says, in three languages: its question, and its problems, which never tell why a code is refused.

use crate::{Means, language::PageLanguage};

/// What the page says beside its question.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Problem {
    Refused,
    Locked,
    NotSent,
    TooManySent,
}

/// What is asked for: the code that was sent to `address`, or the one at `place` of a card, or the one that the app shows.
pub(crate) fn question(means: Means, address: &str, place: usize, language: PageLanguage) -> String {
    match means {
        Means::Mail | Means::TextMessage => {
            let to = hidden(address);
            match language {
                PageLanguage::En => format!("Enter the code that was sent to {to}."),
                PageLanguage::Fr => format!("Saisissez le code envoyé à {to}."),
                PageLanguage::Nl => format!("Vul de code in die naar {to} is gestuurd."),
            }
        }
        Means::CitizenToken => match language {
            PageLanguage::En => format!("Enter code number {place} of your citizen token."),
            PageLanguage::Fr => format!("Saisissez le code numéro {place} de votre token citoyen."),
            PageLanguage::Nl => format!("Vul code nummer {place} van uw burgertoken in."),
        },
        _ => language
            .of(
                "Enter the code that your app shows.",
                "Saisissez le code affiché par votre application.",
                "Vul de code in die uw app toont.",
            )
            .to_owned(),
    }
}

/// The beginning of an address, so that whoever looks on learns nothing new.
fn hidden(address: &str) -> String {
    let (local, domain) = address.split_once('@').unwrap_or((address, ""));
    let shown: String = local.chars().take(2).collect();
    format!("{shown}…@{domain}")
}

impl Problem {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Refused => "code-refused",
            Self::Locked => "code-locked",
            Self::NotSent => "code-not-sent",
            Self::TooManySent => "too-many-codes",
        }
    }

    pub(crate) fn text(self, language: PageLanguage) -> &'static str {
        match self {
            Self::Refused => language.of(
                "This login is not accepted. Check what you entered, or choose another digital key.",
                "Cette identification n'est pas acceptée. Vérifiez ce que vous avez saisi ou choisissez une autre clé numérique.",
                "Deze aanmelding wordt niet aanvaard. Kijk na wat u hebt ingevuld, of kies een andere digitale sleutel.",
            ),
            Self::Locked => language.of(
                "Too many attempts. Try again later, or choose another digital key.",
                "Trop de tentatives. Réessayez plus tard ou choisissez une autre clé numérique.",
                "Te veel pogingen. Probeer later opnieuw, of kies een andere digitale sleutel.",
            ),
            Self::NotSent => language.of(
                "The code could not be sent. Ask for it again, or choose another digital key.",
                "Le code n'a pas pu être envoyé. Redemandez-le ou choisissez une autre clé numérique.",
                "De code kon niet worden verstuurd. Vraag hem opnieuw, of kies een andere digitale sleutel.",
            ),
            Self::TooManySent => language.of(
                "No more codes are sent for this login. Choose another digital key.",
                "Plus aucun code n'est envoyé pour cette connexion. Choisissez une autre clé numérique.",
                "Voor deze aanmelding worden geen codes meer verstuurd. Kies een andere digitale sleutel.",
            ),
        }
    }
}
