//! Therapeutic links: declared, not revoked, and not past their end, under each reading of what an end day is.

use jiff::{Span, Timestamp, civil::Date};

use super::{
    acts::{LinkAct, LinkForm},
    decide::Record,
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

pub(crate) fn of_doctor(record: &Record<'_>, moment: Moment) -> Look {
    look(&possible(acts(record), moment), |act| {
        let (doctor, patient) = (record.person.name.clone(), record.patient.to_owned());
        let (holds, saw) = match act {
            None => (Holds::No, Saw::NoLink { doctor, patient }),
            Some(act) if !act.what.is_declared => (Holds::No, Saw::LinkRevoked { doctor, patient }),
            Some(act) => {
                let (end, is_chosen) = end_day(record, act);
                let holds = end.map_or(Holds::Yes, |day| before_end(record, moment.at, day, is_chosen));
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
pub(crate) fn acts<'a>(record: &Record<'a>) -> impl Iterator<Item = &'a Act<LinkAct>> {
    let (doctor, patient) = (&record.person.name, record.patient);
    record
        .facts
        .links
        .iter()
        .filter(move |act| act.what.doctor == *doctor && act.what.patient == patient)
}

/// Said where a form asks for a link that nobody has made of it: sending one gives nothing.
pub(crate) fn by_form(record: &Record<'_>, moment: Moment, link: &Look) -> Option<Look> {
    let sent = forms(record).find(|act| act.when.has_begun(moment))?;
    let (doctor, patient) = (record.person.name.clone(), record.patient.to_owned());
    let is_made = acts(record).any(|act| act.what.by_form && act.when.has_begun(moment));
    let saw = Saw::LinkFormOnly { doctor, patient };
    let found = || Look::new(Family::LinkForm, "REQ-THERLINK-006", Holds::No, saw).told_by(&sent.when);
    (link.holds == Holds::No && !is_made).then(found)
}

/// The forms that this doctor sent about this patient.
pub(crate) fn forms<'a>(record: &Record<'a>) -> impl Iterator<Item = &'a Act<LinkForm>> {
    let (doctor, patient) = (&record.person.name, record.patient);
    record
        .facts
        .link_forms
        .iter()
        .filter(move |act| act.what.doctor == *doctor && act.what.patient == patient)
}

/// The instants at which a link so declared may end.
pub(crate) fn ends(record: &Record<'_>, act: &Act<LinkAct>) -> Vec<Timestamp> {
    let day = act.what.is_declared.then(|| end_day(record, act).0).flatten();
    day.and_then(link_ends).map(|(one, other)| vec![one, other]).unwrap_or_default()
}

/// The end day, and whether it was chosen or follows from a duration that the profile pins.
fn end_day(record: &Record<'_>, act: &Act<LinkAct>) -> (Option<Date>, bool) {
    if let Some(day) = act.what.until {
        return (Some(day), true);
    }
    let pinned: Option<i32> = record.readings.get(MONTHS).and_then(|months| months.parse().ok());
    let months = Span::new().try_months(pinned.unwrap_or(ASSUMED_MONTHS)).ok();
    let declared = act.when.to.to_zoned(brussels()).date();
    (months.and_then(|months| declared.checked_add(months).ok()), pinned.is_some())
}

fn before_end(record: &Record<'_>, at: Timestamp, day: Date, is_chosen: bool) -> Holds {
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
    match record.readings.get(END).map(String::as_str) {
        Some("exclusive") => Holds::No,
        Some("inclusive") => Holds::Yes,
        _ => Holds::Open(END),
    }
}
