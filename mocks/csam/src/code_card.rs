//! The citizen token, withdrawn: a paper card with twenty-four codes, of which one is asked for. None is given out any more.

use aws_lc_rs::rand;
use etalon_stage::Realm;
use etalon_wire::secrets_match;
use serde_json::json;

use crate::{AUTHORITY, Csam, code::CodeRefusal};

/// How many codes stand on a card [F].
pub const CODES_ON_CARD: usize = 24;
/// How many characters each has [G].
const CODE_LENGTH: usize = 6;
/// Without those that are easily mistaken for others; 32 of them, so that every byte draws one evenly.
const CHARACTERS: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

/// A card.
pub(crate) struct Card {
    codes: Vec<String>,
}

impl Card {
    fn draw() -> Self {
        let mut bytes = [0; CODES_ON_CARD * CODE_LENGTH];
        rand::fill(&mut bytes).expect("the operating system's generator is seeded long before this runs");
        let code = |drawn: &[u8]| drawn.iter().map(|byte| char::from(CHARACTERS[usize::from(byte % 32)])).collect();
        Self {
            codes: bytes.chunks(CODE_LENGTH).map(code).collect(),
        }
    }

    /// Compares with the code at `place`, from 1. Each can be asked for again [G].
    pub(crate) fn accept(&self, place: usize, presented: &str) -> Result<(), CodeRefusal> {
        let expected = place
            .checked_sub(1)
            .and_then(|at| self.codes.get(at))
            .ok_or(CodeRefusal::NothingIssued)?;
        let presented = presented.to_ascii_uppercase();
        if presented.len() != CODE_LENGTH || !presented.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return Err(CodeRefusal::Malformed);
        }
        let fits = secrets_match(presented.as_bytes(), expected.as_bytes());
        if fits { Ok(()) } else { Err(CodeRefusal::Wrong) }
    }
}

/// Which code of a card is asked for: never the one that a thief chose.
pub(crate) fn asked_place() -> usize {
    let mut byte = [0; 1];
    loop {
        rand::fill(&mut byte).expect("the operating system's generator is seeded long before this runs");
        // 240 is the largest multiple of 24 that a byte holds.
        if byte[0] < 240 {
            return usize::from(byte[0]) % CODES_ON_CARD + 1;
        }
    }
}

/// Why there is no citizen token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no citizen token is given out any more since {0}; let it be asked for while the realm's clock shows an earlier day")]
pub struct NoCitizenToken(pub jiff::Timestamp);

impl Csam {
    /// The codes on a person's citizen token; activated now, if there is none yet and the realm's clock still allows it.
    ///
    /// # Errors
    /// None is given out any more.
    pub fn citizen_token(&self, realm: &Realm, person: &str) -> Result<Vec<String>, NoCitizenToken> {
        let until = self.parameters.codes.citizen_token_given_until;
        let may_activate = realm.now() < until;
        let found = self.security_codes.of(person, |issued| match &issued.card {
            Some(card) => Ok((card.codes.clone(), false)),
            None if may_activate => {
                let codes = issued.card.insert(Card::draw()).codes.clone();
                Ok((codes, true))
            }
            None => Err(NoCitizenToken(until)),
        });
        match &found {
            Ok((codes, true)) => {
                codes.iter().for_each(|code| realm.journal().mark_secret("card-code", code));
                realm.state(AUTHORITY, "citizen-token-activated", json!({"person": person}));
            }
            Ok((_, false)) => {}
            Err(_) => {
                realm.observe(
                    AUTHORITY,
                    "citizen-token-refused",
                    json!({"person": person, "reason": "not-given-out-any-more"}),
                );
            }
        }
        found.map(|(codes, _)| codes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_has_its_codes_and_each_place_its_own() {
        let card = Card::draw();
        assert_eq!(card.codes.len(), CODES_ON_CARD);
        assert_eq!(card.accept(3, &card.codes[2].to_lowercase()), Ok(()));
        assert_eq!(card.accept(4, "AAAAA"), Err(CodeRefusal::Malformed));
        assert_eq!(card.accept(0, &card.codes[0]), Err(CodeRefusal::NothingIssued));
        assert_eq!(card.accept(25, &card.codes[0]), Err(CodeRefusal::NothingIssued));
        assert!((0..500).all(|_| (1..=CODES_ON_CARD).contains(&asked_place())));
    }
}
