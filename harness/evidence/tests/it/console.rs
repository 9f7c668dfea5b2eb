//! The plain text.

use etalon_evidence::{console_failure, console_summary};

use crate::told_run::told_run;

#[test]
fn the_summary_is_a_table_with_the_total_the_time_and_the_report() {
    let text = console_summary(&told_run().account());
    let wanted = "\
capability       conformant  non-conformant  advisory  not-applicable  unspecified  inconclusive
consent                   1               2         0               0            0             0
document-timing           2               0         0               0            1             0
web-application           0               0         1               1            0             1

25 scenarios: 3 conformant, 2 non-conformant, 1 advisory, 1 not-applicable, 1 unspecified, 1 inconclusive, 16 without a verdict
NOT RUN: 1 × planned and not played; 1 × the profile does not claim it, and need not; 14 × not in shard 1/2; 1 × needs the capability CARD, \
which is not claimed
3 of 4 requirements spoken for
9.2 s, at most 72 MiB, seed 20260701
done without: pcscd: no card reader, so cards are read in process
report: out/latest/report.html
";
    assert_eq!(text, wanted);
}

#[test]
fn a_partial_record_says_so() {
    let mut run = told_run();
    run.end = None;
    assert!(console_summary(&run.account()).contains("PARTIAL RECORD: the run did not come to its end"));
}

#[test]
fn a_failure_is_told_in_the_words_of_the_requirement() {
    let run = told_run();
    let text = console_failure(&run.account(), &run.judgements[0]);
    for line in [
        "NON-CONFORMANT: A document is no longer shown once the patient has withdrawn consent (case-withdrawn-consent-refuses-reading)",
        "  requirement  REQ-CONSENT-004: A patient may withdraw consent at any moment; from then on nobody reads the record through the network.",
        "               “Le patient peut à tout moment retirer son consentement.” (Health network, page for health professionals)",
        "  expected     after the withdrawal at 2026-04-09 10:00:00 no answer to Dr Peeters holds the marker of “letter”",
        "  seen         the answer to GET /documents/0c4f6e at 2026-04-09 10:00:00 holds it",
        "  run again    etalon run features/consent/behaviour.feature:12 --profile reference-network --defect consent-guards-list-only",
    ] {
        assert!(text.lines().any(|found| found == line), "{line}\nis not in\n{text}");
    }
    assert!(text.contains("  where        realm r1, entries "));
    assert!(
        text.contains(" GET https://127.0.0.1:40123/documents/0c4f6e (Dr Peeters) → 200, 33 bytes"),
        "{text}"
    );
}

#[test]
fn no_recorded_control_reaches_a_terminal() {
    let run = told_run();
    for judgement in &run.judgements {
        let text = console_failure(&run.account(), judgement);
        assert!(
            text.chars().all(|character| character == '\n' || !character.is_control()),
            "{text:?}"
        );
        assert!(!text.contains('\u{202e}'));
        assert!(text.lines().all(|line| line.chars().count() < 700));
    }
}
