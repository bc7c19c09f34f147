//! Running other programs: every command line is shown before it runs.

use std::{
    env,
    ffi::OsStr,
    io::{BufRead, BufReader, IsTerminal, Write},
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Stdio},
};

use crate::{
    failure::{Failure, Outcome},
    tally::{self, Tally},
};

/// Cargo, as the one that runs this command.
pub(crate) fn cargo(root: &Path) -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root);
    command
}

/// Shows the command line, runs it, and fails where it fails.
pub(crate) fn run(command: &mut Command) -> Outcome {
    show(command);
    let status = command
        .status()
        .map_err(|source| could_not_start(command, source))?;
    check(command, status)
}

/// Shows the command line and starts it.
pub(crate) fn start(command: &mut Command) -> Outcome<Child> {
    show(command);
    command.spawn().map_err(|source| could_not_start(command, source))
}

/// Runs a command in silence and gives what it prints.
pub(crate) fn output(command: &mut Command) -> Outcome<String> {
    let output = command
        .output()
        .map_err(|source| could_not_start(command, source))?;
    check(command, output.status)?;
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Shows and runs a test command, passes its output on line by line, and adds up the tests that it reports.
/// A command that fails without a failed test (it did not compile) counts as one failure. Gives the names of the tests
/// that failed, too.
pub(crate) fn run_tests(command: &mut Command) -> Outcome<(Tally, Vec<String>)> {
    show(command);
    if std::io::stdout().is_terminal() {
        command.env("CARGO_TERM_COLOR", "always");
    }
    let mut child = command
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|source| could_not_start(command, source))?;
    let (mut tally, mut failed) = (Tally::default(), Vec::new());
    if let Some(stdout) = child.stdout.take() {
        let mut out = std::io::stdout().lock();
        for line in BufReader::new(stdout).split(b'\n').map_while(Result::ok) {
            let line = String::from_utf8_lossy(&line);
            tally += Tally::from_line(&line);
            failed.extend(tally::failed_test(&line).map(str::to_owned));
            // A reader of our output who left early must not stop the tests.
            let _ = writeln!(out, "{line}");
        }
    }
    let status = child.wait().map_err(|source| could_not_start(command, source))?;
    if !status.success() && tally.failed == 0 {
        tally.failed = 1;
    }
    Ok((tally, failed))
}

/// Where a program of this name is found on the PATH.
pub(crate) fn find_on_path(name: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path)
        .map(|folder| executable(&folder, name))
        .find(|file| file.is_file())
}

/// The file that a program of this name has in a folder.
pub(crate) fn executable(folder: &Path, name: &str) -> PathBuf {
    folder.join(name).with_extension(env::consts::EXE_EXTENSION)
}

/// A command line as a person would type it.
pub(crate) fn line(command: &Command) -> String {
    let program = Path::new(command.get_program())
        .file_stem()
        .unwrap_or(command.get_program());
    let words = std::iter::once(program).chain(command.get_args());
    words.map(quoted).collect::<Vec<_>>().join(" ")
}

fn quoted(word: &OsStr) -> String {
    let word = word.to_string_lossy();
    if word.is_empty() || word.contains([' ', '"', '$', '&', '|', ';']) {
        format!("'{word}'")
    } else {
        word.into_owned()
    }
}

fn show(command: &Command) {
    println!("$ {}", line(command));
}

fn check(command: &Command, status: ExitStatus) -> Outcome {
    if status.success() {
        return Ok(());
    }
    Err(Failure::Program {
        line: line(command),
        status: status.to_string(),
    })
}

fn could_not_start(command: &Command, source: std::io::Error) -> Failure {
    Failure::Io {
        doing: format!("run `{}`", line(command)),
        source,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_line_reads_as_typed() {
        let mut command = Command::new("/usr/bin/trunk");
        command.args(["build", "a b", ""]);
        assert_eq!(line(&command), "trunk build 'a b' ''");
    }
}
