//! Therapeutic links: declared, not revoked, and not past their end, under each reading of what an end day is.

use jiff::{Span, Timestamp, civil::Date};

use super::{
    decide::Case,
    facts::LinkAct,
    ground::{Family, Holds, Look, look},
    saw::Saw,
    when::{Act, Moment, possible},
};
use crate::timing::{brussels, link_ends};

const REQUIREMENT: &str = "REQ-THERLINK-001";
const END: &str = "therlink.end";
const MONTHS: &str = "therlink.default-months";
/// How long a link without an end day is in force under every reading: the assumed value of `therlink.default-months`.
pub(crate) const ASSUMED_MONTHS: i32 = 15;

pub(crate) fn of_doctor(case: &Case<'_>, moment: Moment) -> Look {
    look(&possible(acts(case), moment), |act| {
        let (doctor, patient) = (case.person.name.clone(), case.document.patient.clone());
        let (holds, saw) = match act {
            None => (Holds::No, Saw::NoLink { doctor, patient }),
            Some(act) if !act.what.is_declared => (Holds::No, Saw::LinkRevoked { doctor, patient }),
            Some(act) => {
                let (end, is_chosen) = end_day(case, act);
                let holds = end.map_or(Holds::Yes, |day| before_end(case, moment.at, day, is_chosen));
                let until = end.filter(|_| is_chosen);
                let saw = match holds {
                    Holds::No => Saw::LinkEnded {
                        doctor,
                        patient,
                        day: until,
                    },
                    _ => Saw::Link { doctor, patient, until },
                };
                (holds, saw)
            }
        };
        Look::new(Family::Link, REQUIREMENT, holds, saw)
    })
}

/// The acts between this doctor and this patient.
pub(crate) fn acts<'a>(case: &Case<'a>) -> impl Iterator<Item = &'a Act<LinkAct>> {
    let (doctor, patient) = (&case.person.name, &case.document.patient);
    case.facts
        .links
        .iter()
        .filter(move |act| act.what.doctor == *doctor && act.what.patient == *patient)
}

/// The instants at which a link so declared may end.
pub(crate) fn ends(case: &Case<'_>, act: &Act<LinkAct>) -> Vec<Timestamp> {
    let day = act.what.is_declared.then(|| end_day(case, act).0).flatten();
    day.and_then(link_ends).map(|(one, other)| vec![one, other]).unwrap_or_default()
}

/// The end day, and whether it was chosen or follows from a duration that the profile pins.
fn end_day(case: &Case<'_>, act: &Act<LinkAct>) -> (Option<Date>, bool) {
    if let Some(day) = act.what.until {
        return (Some(day), true);
    }
    let pinned: Option<i32> = case.readings.get(MONTHS).and_then(|months| months.parse().ok());
    let months = Span::new().try_months(pinned.unwrap_or(ASSUMED_MONTHS)).ok();
    let declared = act.when.to.to_zoned(brussels()).date();
    (months.and_then(|months| declared.checked_add(months).ok()), pinned.is_some())
}

fn before_end(case: &Case<'_>, at: Timestamp, day: Date, is_chosen: bool) -> Holds {
    // Beyond the calendar nothing ends.
    let Some((exclusive, inclusive)) = link_ends(day) else {
        return Holds::Yes;
    };
    if at < exclusive {
        return Holds::Yes;
    }
    if !is_chosen {
        return Holds::Open(MONTHS);
    }
    if at >= inclusive {
        return Holds::No;
    }
    match case.readings.get(END).map(String::as_str) {
        Some("exclusive") => Holds::No,
        Some("inclusive") => Holds::Yes,
        _ => Holds::Open(END),
    }
}
