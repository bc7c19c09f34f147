//! `cargo xtask test`: everything that must hold, from formatting to a real browser.

use clap::ValueEnum;

use crate::{
    engines::{self, Browsers},
    failure::Outcome,
    process, reader,
    setup::{self, Browser, WasmTools},
    site, size,
    tally::Tally,
    tidy, tree,
    workspace::Workspace,
};

/// The feature of `kanbao-tests` that brings in the browser harness.
const BROWSER: &str = "kanbao-tests/browser";

/// A part of the tests that can be run alone.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Part {
    /// Formatting, lints, repository rules, and all tests of native code
    Native,
    /// Lints and tests of the reader, in a headless browser
    Wasm,
    /// The whole site in a headless browser
    Browser,
}

/// Runs one part or all; a check that fails does not stop the next.
pub(crate) fn test(workspace: &Workspace, only: Option<Part>, browsers: Option<Browsers>) -> Outcome {
    let wanted = |part| only.is_none_or(|only| only == part);
    let mut report = Report::default();
    if wanted(Part::Native) {
        setup::ensure_lint_tools(workspace)?;
    }
    let browser_parts = wanted(Part::Wasm) || wanted(Part::Browser);
    let browser = if browser_parts {
        Some(web_tools(workspace)?)
    } else {
        None
    };
    if wanted(Part::Native) {
        native(workspace, &mut report)?;
    }
    if let Some((tools, browser)) = &browser {
        if wanted(Part::Wasm) {
            wasm(workspace, tools, browser, &mut report)?;
        }
        if wanted(Part::Browser) {
            end_to_end(workspace, tools, browser, browsers, &mut report)?;
        }
    }
    report.close()
}

fn web_tools(workspace: &Workspace) -> Outcome<(WasmTools, Browser)> {
    Ok((WasmTools::ensure(workspace)?, Browser::ensure()?))
}

fn native(workspace: &Workspace, report: &mut Report) -> Outcome {
    let cargo = |args: &[&str]| {
        let mut command = process::cargo(&workspace.root);
        command.args(args);
        command
    };
    report.check(
        "formatting",
        process::run(&mut cargo(&["fmt", "--all", "--check"])),
    );
    report.check(
        "lints of native code",
        process::run(&mut cargo(&[
            "clippy",
            "--workspace",
            "--all-targets",
            "--features",
            BROWSER,
            "--",
            "-D",
            "warnings",
        ])),
    );
    report.check("repository rules", tidy::tidy(workspace));
    report.check("packages in the reader", tree::tree(workspace));
    let (tests, _) = process::run_tests(&mut cargo(&["test", "--workspace", "--no-fail-fast"]))?;
    report.tests("native tests", tests);
    Ok(())
}

fn wasm(workspace: &Workspace, tools: &WasmTools, browser: &Browser, report: &mut Report) -> Outcome {
    let cargo = |args: &[&str]| {
        let mut command = process::cargo(&workspace.root);
        command
            .args(args)
            .args(["--package", "kanbao-reader", "--target", "wasm32-unknown-unknown"]);
        tools.prepare(&mut command);
        command
    };
    let mut clippy = cargo(&["clippy", "--all-targets"]);
    report.check(
        "lints of the reader",
        process::run(clippy.args(["--", "-D", "warnings"])),
    );
    let mut tests = cargo(&["test", "--no-fail-fast"]);
    browser.prepare_wasm_tests(workspace, &mut tests)?;
    report.tests("tests in WebAssembly", process::run_tests(&mut tests)?.0);
    Ok(())
}

fn end_to_end(
    workspace: &Workspace,
    tools: &WasmTools,
    browser: &Browser,
    browsers: Option<Browsers>,
    report: &mut Report,
) -> Outcome {
    let reader = reader::build_release(workspace, tools);
    let built = reader.as_ref().ok().cloned();
    report.check("the reader builds", reader.map(drop));
    let Some(app) = built else { return Ok(()) };
    let kanbao = site::build_kanbao(workspace)?;
    report.check("the reader's size", size::size(workspace));
    let axe = setup::ensure_axe(workspace)?;
    let nginx = setup::ensure_nginx(workspace)?;
    let prepared = || {
        let mut tests = process::cargo(&workspace.root);
        tests
            .args(["test", "--package", "kanbao-tests", "--features", "browser"])
            .args(["--test", "e2e", "--no-fail-fast"])
            // Two at a time: each has a browser of its own.
            .args(["--", "--test-threads", "2"])
            .env("KANBAO_APP", &app)
            .env("KANBAO", &kanbao);
        if let Some(axe) = &axe {
            tests.env("KANBAO_AXE", axe);
        }
        if let Some(nginx) = &nginx {
            tests.env("KANBAO_NGINX", nginx);
        }
        tests
    };
    report
        .rows
        .extend(engines::run(workspace, browsers, browser, prepared)?);
    Ok(())
}

/// What has been checked so far.
#[derive(Default)]
struct Report {
    /// What was skipped has no tally.
    rows: Vec<(&'static str, Option<Tally>)>,
}

impl Report {
    fn check(&mut self, name: &'static str, outcome: Outcome) {
        if let Err(failure) = &outcome {
            eprintln!("error: {failure}");
        }
        self.tests(name, Tally::check(outcome.is_ok()));
    }

    fn tests(&mut self, name: &'static str, tally: Tally) {
        self.rows.push((name, Some(tally)));
    }

    /// Prints a line for each part and one for all; fails where anything failed.
    fn close(self) -> Outcome {
        let mut total = Tally::default();
        println!();
        for (name, tally) in self.rows {
            let Some(tally) = tally else {
                println!("skipped {name}");
                continue;
            };
            println!(
                "{} {name}: {tally}",
                if tally.failed == 0 { "ok    " } else { "FAILED" }
            );
            total += tally;
        }
        println!("\n{total}");
        if total.failed > 0 {
            Err(crate::failure::Failure::Rule("not everything passed".into()))
        } else {
            Ok(())
        }
    }
}
