//! What of a scenario has a place on its timeline, and between whom; where that place is, is not decided here.

use etalon_journal::Event;
use etalon_model::Judgement;
use jiff::Timestamp;

use super::{
    chip::Mark,
    parties::{Meeting, Party},
};
use crate::PlayedScenario;

/// What happened at one place of the picture.
pub(super) enum Happened {
    Sign(Party, &'static str),
    Exchange { from: Party, to: Party, is_answered: bool },
}

/// Something that has a place on the timeline.
pub(super) struct Place {
    pub(super) entry: u64,
    pub(super) at: Timestamp,
    pub(super) happened: Happened,
}

/// Everything that has a place on the timeline, in order.
pub(super) fn places(played: &PlayedScenario, judgement: &Judgement, meetings: &[Meeting]) -> Vec<Place> {
    let mut places = Vec::new();
    for entry in played.entries {
        let happened = match &entry.event {
            Event::Request { .. } => match meetings.iter().find(|meeting| meeting.exchange.request.number == entry.number) {
                Some(meeting) if !meeting.is_other_side => Happened::Exchange {
                    from: meeting.from.clone(),
                    to: meeting.to.clone(),
                    is_answered: meeting.exchange.status().is_some(),
                },
                _ => continue,
            },
            Event::Intent { actor, .. } => Happened::Sign(Party::Actor(actor.clone()), "intent"),
            Event::State { .. } => Happened::Sign(Party::writer(&entry.authority), "state"),
            Event::Direction { .. } => Happened::Sign(Party::writer(&entry.authority), "direction"),
            Event::Observation { .. } => Happened::Sign(Party::writer(&entry.authority), "observation"),
            Event::Trouble { .. } => Happened::Sign(Party::Scenario, "trouble"),
            Event::Expectation { .. } => {
                let judged = judgement.judged.iter().find(|judged| judged.expectation == Some(entry.number));
                Happened::Sign(
                    Party::Scenario,
                    judged.map_or(Mark::Unjudged, |judged| Mark::of(&judged.assessment)).class(),
                )
            }
            _ => continue,
        };
        places.push(Place {
            entry: entry.number,
            at: entry.at,
            happened,
        });
    }
    places
}

/// The scenario first, then persons, the system, the authorities; each group in the order in which it appears.
pub(super) fn parties(places: &[Place]) -> Vec<Party> {
    let mut parties = vec![Party::Scenario];
    let rank = |party: &Party| match party {
        Party::Scenario => 0,
        Party::Actor(_) => 1,
        Party::UserAgent => 2,
        Party::System => 3,
        Party::Authority(_) => 4,
    };
    let all = places.iter().flat_map(|place| match &place.happened {
        Happened::Sign(party, _) => vec![party],
        Happened::Exchange { from, to, .. } => vec![from, to],
    });
    for party in all {
        if !parties.contains(party) {
            parties.push(party.clone());
        }
    }
    parties.sort_by_key(rank);
    parties
}
