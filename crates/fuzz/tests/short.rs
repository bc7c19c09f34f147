//! A short run of every target, the same at every time: its corpus, and as much as fits into a second or two.

use std::time::Duration;

use kanbao_fuzz::targets::TARGETS;

#[test]
fn a_short_run_of_every_target_finds_nothing() {
    for target in &TARGETS {
        let outcome = kanbao_fuzz::fuzz(target, Duration::from_millis(1500), 1);
        println!(
            "{}: {} executions, {} did something new",
            target.name, outcome.executions, outcome.kept
        );
        assert!(outcome.failed.is_none(), "{}: {:?}", target.name, outcome.failed);
        assert!(outcome.executions >= 48, "{}", target.name);
    }
}
