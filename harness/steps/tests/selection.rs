//! Which scenarios are played: by file, by line, by row of an outline, by tags; and how each is known.
#![allow(clippy::unwrap_used)]

mod spoken;

use etalon_steps::{Planned, Selection};
use spoken::*;

const TEXT: &str = r#"@area
Feature: Choosing
  Background:
    Given it is 2026-03-10 09:00

  @REQ-WEBAPP-003 @case-one @early
  Scenario: One
    When a visitor who is not logged in opens the page "home"
    Then the page opens

  @REQ-WEBAPP-003 @case-rows
  Scenario Outline: Rows
    When a visitor who is not logged in opens the page "<page>"
    Then <answer>

    @REQ-WEBAPP-004
    Examples:
      | case    | page         | answer              |
      | open    | home         | the page opens      |
      | guarded | patient-home | a login is demanded |

    @late
    Examples:
      | case | page              | answer              |
      | more | professional-home | a login is demanded |

  Rule: Another
    @REQ-WEBAPP-003 @case-ruled
    Scenario: Ruled
      When a visitor who is not logged in opens the page "home"
      Then the page opens
"#;
const PATH: &str = "features/made-up/choosing.feature";

fn planned() -> Vec<Planned> {
    plan(PATH, TEXT).unwrap()
}

/// The identities that are chosen, joined.
fn chosen(places: &[&str], tags: Option<&str>) -> Result<String, String> {
    let places: Vec<String> = places.iter().map(|place| (*place).to_owned()).collect();
    let selection = Selection::new(&places, tags).map_err(|problem| problem.0)?;
    let chosen = selection.of(planned()).map_err(|problem| problem.0)?;
    let identities: Vec<String> = chosen.into_iter().map(|scenario| scenario.opened.identity).collect();
    Ok(identities.join(" "))
}

const ALL: &str = "case-one case-rows/open case-rows/guarded case-rows/more case-ruled";

#[test]
fn a_scenario_is_known_by_its_tag_and_its_row_and_has_the_tags_around_it() {
    let planned = planned();
    let known: Vec<_> = planned
        .iter()
        .map(|scenario| (scenario.opened.identity.as_str(), scenario.opened.line))
        .collect();
    assert_eq!(
        known,
        [
            ("case-one", 7),
            ("case-rows/open", 19),
            ("case-rows/guarded", 20),
            ("case-rows/more", 25),
            ("case-ruled", 29)
        ]
    );
    for scenario in &planned {
        assert!(scenario.opened.tags.contains(&"area".to_owned()), "{:?}", scenario.opened.tags);
        assert_eq!(scenario.steps[0].spoken.phrase, "time-is", "the background comes first");
        assert_eq!(scenario.steps.len(), 3);
        assert_eq!(
            (scenario.opened.path.as_str(), scenario.opened.capability.as_str()),
            (PATH, "made-up")
        );
        assert_eq!(
            (scenario.opened.feature.as_str(), scenario.opened.language.as_str()),
            ("Choosing", "en")
        );
    }
    assert_eq!(planned[1].opened.requirements, ["REQ-WEBAPP-003", "REQ-WEBAPP-004"]);
    assert_eq!(planned[3].opened.requirements, ["REQ-WEBAPP-003"]);
    assert_eq!(planned[2].steps[1].spoken.arguments["page"], "patient-home");
    assert_eq!(planned[2].steps[2].spoken.phrase, "login-demanded");
}

#[test]
fn a_place_is_a_file_a_folder_a_line_or_a_row() {
    for (places, wanted) in [
        (&[][..], ALL),
        (&[PATH], ALL),
        (&["./features/made-up/choosing.feature"], ALL),
        (&["made-up/choosing.feature"], ALL),
        (&["choosing.feature"], ALL),
        (&["features/made-up"], ALL),
        (&["features/made-up/"], ALL),
        (&["features"], ALL),
        (&["/somewhere/features/made-up/choosing.feature"], ALL),
        (&["choosing.feature:7"], "case-one"),
        (&["choosing.feature:9"], "case-one"),
        (&["choosing.feature:19"], "case-rows/open"),
        (&["choosing.feature:20"], "case-rows/guarded"),
        (&["choosing.feature:25"], "case-rows/more"),
        // The outline itself, one of its steps, the head of a table: all rows.
        (&["choosing.feature:12"], "case-rows/open case-rows/guarded case-rows/more"),
        (&["choosing.feature:14"], "case-rows/open case-rows/guarded case-rows/more"),
        (&["choosing.feature:18"], "case-rows/open case-rows/guarded case-rows/more"),
        (&["choosing.feature:29"], "case-ruled"),
        (&["choosing.feature:31"], "case-ruled"),
        (&["choosing.feature:900"], "case-ruled"),
        (
            &["choosing.feature:29", "choosing.feature:7", "choosing.feature:7"],
            "case-one case-ruled",
        ),
    ] {
        assert_eq!(chosen(places, None).as_deref(), Ok(wanted), "{places:?}");
    }
}

#[test]
fn a_place_where_nothing_is_is_said() {
    for (place, word) in [
        ("choosing.feature:1", "line 1"),
        ("choosing.feature:6", "line 6"),
        ("choosing.feature:0", "line 0"),
        ("losing.feature", "`losing.feature`"),
        ("oosing.feature", "`oosing.feature`"),
        ("other/choosing.feature", "`other/choosing.feature`"),
        ("features/made", "`features/made`"),
        ("choosing.feature:x", "`choosing.feature:x`"),
        ("choosing.feature:-3", "`choosing.feature:-3`"),
        ("", "there is no feature"),
    ] {
        let told = chosen(&[place], None).unwrap_err();
        assert!(told.contains(word), "{place}: {told}");
    }
}

#[test]
fn tags_choose_among_what_the_places_name() {
    for (places, tags, wanted) in [
        (&[][..], "@early", "case-one"),
        (&[], "not @early", "case-rows/open case-rows/guarded case-rows/more case-ruled"),
        (&[], "@late or @early", "case-one case-rows/more"),
        (&[], "@REQ-WEBAPP-004 and not @late", "case-rows/open case-rows/guarded"),
        (&[], "@area and (@case-ruled or @case-one)", "case-one case-ruled"),
        (&[], "@nobody", ""),
        (&["choosing.feature:12"], "@late", "case-rows/more"),
        (&["choosing.feature:7"], "@late", ""),
    ] {
        assert_eq!(chosen(places, Some(tags)).as_deref(), Ok(wanted), "{places:?} {tags}");
    }
    for tags in ["@a and", "and @a", "(@a", "@a @b", ""] {
        let told = chosen(&[], Some(tags)).unwrap_err();
        assert!(told.contains(&format!("--tags `{tags}`")), "{tags}: {told}");
    }
}

#[test]
fn what_ships_can_be_planned_and_each_scenario_can_be_named_by_its_own_line() {
    let all = specification().plan().unwrap();
    assert!(!all.is_empty());
    assert!(
        all.iter().all(|scenario| scenario.rules().next().is_some()),
        "a scenario expects nothing"
    );
    // Any two scenarios differ in a bit of their position: chosen by that bit, set or not, either is once named without the other.
    for bit in 0..usize::BITS - (all.len() - 1).leading_zeros() {
        for set in [false, true] {
            let wanted: Vec<&Planned> = (0..all.len()).filter(|at| (at >> bit & 1 == 1) == set).map(|at| &all[at]).collect();
            let place = |scenario: &&Planned| format!("{}:{}", scenario.opened.path, scenario.opened.line);
            let places: Vec<String> = wanted.iter().map(place).collect();
            let chosen = Selection::new(&places, None).unwrap().of(all.clone()).unwrap();
            for (chosen, wanted) in chosen.iter().zip(&wanted) {
                assert_eq!(chosen.opened.identity, wanted.opened.identity, "{}", place(wanted));
            }
            assert_eq!(chosen.len(), wanted.len());
        }
    }
}

#[test]
fn what_is_wrong_with_a_feature_is_said_with_its_line() {
    let steps = |lines: &[&str]| lines.iter().map(|line| (*line).to_owned()).collect::<Vec<_>>();
    let opens = "When a visitor who is not logged in opens the page \"home\"";
    for (language, lines, words) in [
        ("en", steps(&[opens, "Then zzz"]), &["choosing.feature:7:", "“zzz”"][..]),
        (
            "en",
            steps(&["When a visitor looks at the page \"home\""]),
            &[":6:", "the nearest are", "opens the page {page}"],
        ),
        ("fr", steps(&["Quand Marie ouvre lettre"]), &[":6:", "{patient} ouvre {document}"]),
        ("nl", steps(&["Als Marie opent brief"]), &[":6:", "{patient} opent {document}"]),
        (
            "nl",
            steps(&["Dan de pagina gaat open", "Als de pagina gaat open"]),
            &[":7:", "`page-opened`", "may only stand under then"],
        ),
    ] {
        let told = plan(PATH, &feature(language, "wrong", &lines)).err().unwrap().join("\n");
        for word in words {
            assert!(told.contains(word), "`{word}` is not in: {told}");
        }
    }
}

#[test]
fn every_scenario_falls_to_exactly_one_part_and_no_part_is_much_larger() {
    let identities: Vec<String> = (0..101).map(|number| format!("case-outline/{number}")).collect();
    for of in [1, 2, 3, 7, 101, 150] {
        let dealt = |identities: &[String]| -> Vec<Vec<String>> {
            let part = |number| etalon_steps::shard(identities.iter().map(String::as_str), number, of);
            (1..=of)
                .map(|number| part(number).into_iter().map(str::to_owned).collect())
                .collect()
        };
        let parts = dealt(&identities);
        let mut all: Vec<String> = parts.concat();
        all.sort();
        let mut wanted = identities.clone();
        wanted.sort();
        assert_eq!(all, wanted);
        let sizes = parts.iter().map(Vec::len);
        assert!(sizes.clone().max().unwrap() - sizes.min().unwrap() <= 1, "of {of}");
        let mut turned = identities.clone();
        turned.reverse();
        assert_eq!(dealt(&turned), parts, "the order in which they are asked for changes nothing");
    }
}
