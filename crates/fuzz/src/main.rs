//! `cargo xtask fuzz`: feeds targets, and says what came of it.

use std::process::ExitCode;
use std::time::Duration;

use kanbao_fuzz::targets::TARGETS;

fn main() -> ExitCode {
    let mut names = Vec::new();
    let (mut seconds, mut seed) = (60, None);
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--seconds" => seconds = arguments.next().and_then(|n| n.parse().ok()).unwrap_or(seconds),
            "--seed" => seed = arguments.next().and_then(|n| n.parse().ok()),
            _ => names.push(argument),
        }
    }
    let unknown = names
        .iter()
        .find(|name| !TARGETS.iter().any(|target| target.name == **name));
    if let Some(unknown) = unknown {
        let known: Vec<&str> = TARGETS.iter().map(|target| target.name).collect();
        eprintln!("error: no target `{unknown}`; there are {}", known.join(", "));
        return ExitCode::FAILURE;
    }
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    let seed = seed.unwrap_or_else(|| now.map_or(0, |since| since.as_secs()));
    println!("seed {seed}");
    let mut failed = false;
    for target in TARGETS
        .iter()
        .filter(|target| names.is_empty() || names.iter().any(|name| name == target.name))
    {
        let outcome = kanbao_fuzz::fuzz(target, Duration::from_secs(seconds), seed);
        println!(
            "{}: {} executions in {seconds} s, {} inputs did something new",
            target.name, outcome.executions, outcome.kept
        );
        if let Some(inputs) = outcome.failed {
            failed = true;
            for input in &inputs {
                println!("  failed: {:?}", String::from_utf8_lossy(input));
            }
        }
    }
    if failed {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    }
}
