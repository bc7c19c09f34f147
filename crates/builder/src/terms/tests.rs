//! The whole extraction on texts written for this test.

use super::*;

const WIND: &str = "海上风电进入收获期。东海的海上风电项目并网发电，Halcyon Turbine 14 首次使用超长叶片。\n\
    开发商认为，海上风电的“弃风难题”要靠储能电站解决。Halcyon Turbine 14的叶片长度为128米，成本降低20%。\n\
    储能电站的电池来自Voltara Energy，Turbine 14 明年进入测试阶段。";
const PORTS: &str = "港口自动化码头全面投产。自动化码头用 Harbor Pilot 2.5 调度集装箱，集装箱吞吐量增长12%。\n\
    Harbor Pilot 2.5能提前3个小时预测拥堵，HARBOR PILOT 2.5 也用于内河航运。\n\
    内河航运公司说，电池驳船的电池由Voltara Energy供应。";
const GRID: &str = "电网公司公布储能电站补贴，Voltara Energy股价上涨。\n\
    储能电站的电池价格下降，海上风电和储能电站一起招标。报告说明：本报告由系统生成，2025年11月30日。";

#[derive(Clone)]
struct ReportText {
    day: Day,
    blocks: Vec<TextBlock>,
}

fn report(day: u32, text: &str) -> ReportText {
    let block = |text: &str| TextBlock {
        text: text.to_owned(),
        kind: SectionKind::Other,
    };
    ReportText {
        day: Day::new(2025, 11, 1).unwrap().plus(day as i32 - 1),
        blocks: text.lines().map(block).collect(),
    }
}

fn about(report: &ReportText) -> Text {
    Text {
        topic: "wind".into(),
        blocks: report.blocks.clone(),
    }
}

/// The terms of every report, in the order of the reports; in steps of a month, as a build takes days.
fn extract(reports: &[ReportText]) -> Vec<Vec<Term>> {
    let month_of = |i: &usize| reports[*i].day.first_of_month();
    let mut by_month: Vec<usize> = (0..reports.len()).collect();
    by_month.sort_by_key(month_of);
    let mut state = State::default();
    let mut terms = vec![Vec::new(); reports.len()];
    for month in by_month.chunk_by(|a, b| month_of(a) == month_of(b)) {
        // Every step goes on from what was kept of the one before.
        state = State::from_bytes(&state.to_bytes()).unwrap();
        let texts: Vec<_> = month.iter().map(|i| about(&reports[*i])).collect();
        for (i, found) in month.iter().zip(state.add(&texts, &Lists::built_in())) {
            terms[*i] = found.cloud;
        }
    }
    terms
}

fn texts(terms: &[Term]) -> Vec<&str> {
    terms.iter().map(|term| &*term.text).collect()
}

#[test]
fn names_concepts_and_phrases_are_found_whole() {
    let terms = extract(&[report(3, WIND), report(4, PORTS), report(5, GRID)]);
    for (terms, expected) in terms.iter().zip([
        &[
            "海上风电",
            "Halcyon Turbine 14",
            "储能电站",
            "弃风难题",
            "Voltara Energy",
            "叶片",
        ][..],
        &[
            "Harbor Pilot 2.5",
            "自动化码头",
            "集装箱",
            "内河航运",
            "电池",
            "Voltara Energy",
        ],
        &["储能电站", "海上风电", "Voltara Energy", "电池"],
    ]) {
        let found = texts(terms);
        for term in expected {
            assert!(
                found[..found.len().min(14)].contains(term),
                "{term} is not among {found:?}"
            );
        }
        let forbidden = [
            "报告",
            "Turbine 14",
            "Harbor",
            "Pilot",
            "Turbine",
            "认为",
            "2025",
            "20",
            "14",
            "小时",
            "海上",
            "码头",
            "能",
        ];
        for term in forbidden {
            assert!(!found.contains(&term), "{term} is among {found:?}");
        }
    }
}

#[test]
fn counts_add_up_spellings_and_short_forms() {
    let terms = extract(&[report(3, WIND), report(4, PORTS)]);
    let count = |terms: &[Term], text: &str| {
        terms
            .iter()
            .find(|term| &*term.text == text)
            .map(|term| term.count)
    };
    assert_eq!(count(&terms[0], "Halcyon Turbine 14"), Some(3));
    assert_eq!(count(&terms[0], "海上风电"), Some(3));
    assert_eq!(count(&terms[1], "Harbor Pilot 2.5"), Some(3));
}

#[test]
fn weights_fall_from_ten_thousand() {
    for terms in extract(&[report(3, WIND), report(4, PORTS), report(5, GRID)]) {
        assert_eq!(terms[0].weight, 10_000);
        assert!(terms.is_sorted_by(|a, b| a.weight >= b.weight));
        assert!(terms.iter().all(|term| term.weight > 0 && term.count > 0) && terms.len() <= TERMS);
    }
}

#[test]
fn key_points_lift_their_words() {
    let rank = |kind| {
        let mut report = report(3, WIND);
        report.blocks[2].kind = kind;
        extract(&[report])[0]
            .iter()
            .position(|term| &*term.text == "Voltara Energy")
            .unwrap()
    };
    assert!(rank(SectionKind::KeyPoints) < rank(SectionKind::Other));
}

#[test]
fn the_order_within_a_step_does_not_matter() {
    let forward = extract(&[report(3, WIND), report(4, PORTS), report(5, GRID)]);
    let mut backward = extract(&[report(5, GRID), report(4, PORTS), report(3, WIND)]);
    backward.reverse();
    assert_eq!(forward, backward);
}

#[test]
fn a_later_step_changes_nothing_before_it() {
    let before = extract(&[report(3, WIND), report(4, PORTS)]);
    let after = extract(&[report(33, GRID), report(3, WIND), report(4, PORTS)]);
    assert_eq!(before[..], after[1..]);
    assert_ne!(
        after[0],
        extract(&[report(33, GRID)])[0],
        "the later month knows the earlier one"
    );
}

#[test]
fn a_report_without_words_has_no_terms() {
    assert_eq!(extract(&[]), [] as [Vec<Term>; 0]);
    assert_eq!(
        extract(&[report(3, ""), report(3, "，。 12 的 the")]),
        [[], []] as [[Term; 0]; 2]
    );
}

#[test]
fn a_state_that_was_kept_goes_on_as_if_it_had_not_been() {
    let month = |text: &str| vec![about(&report(1, text))];
    let lists = Lists::built_in();
    let mut one = State::default();
    one.add(&month(WIND), &lists);
    one.add(&month(PORTS), &lists);
    let mut other = State::from_bytes(&one.to_bytes()).unwrap();
    let both = [month(GRID), month(WIND)].concat();
    assert_eq!(other.add(&both, &lists), one.add(&both, &lists));
}

#[test]
fn bytes_that_are_no_state_are_refused() {
    let mut state = State::default();
    state.add(&[about(&report(1, WIND))], &Lists::built_in());
    let bytes = state.to_bytes();
    for end in (0..bytes.len()).step_by(7) {
        assert!(State::from_bytes(&bytes[..end]).is_none(), "{end}");
    }
    let huge = [0xff; 64];
    assert!(State::from_bytes(&huge).is_none());
}
