//! What a browser's pages take of this machine's memory.

use std::fs;
use std::path::Path;

/// Proportional set size of the largest page of the browser with this profile, in bytes; 0 where the system does not say.
pub fn of_pages(profile: &Path) -> u64 {
    let profile = profile.to_string_lossy();
    let mut largest = 0;
    for process in fs::read_dir("/proc").into_iter().flatten().flatten() {
        let process = process.file_name().to_string_lossy().into_owned();
        if line_of(&process).contains("--type=renderer") && belongs_to(&process, &profile) {
            let sizes = fs::read_to_string(format!("/proc/{process}/smaps_rollup")).unwrap_or_default();
            let pss = sizes.lines().find_map(|line| line.strip_prefix("Pss:"));
            let kilobytes = pss.and_then(|pss| pss.trim().trim_end_matches(" kB").parse().ok());
            largest = largest.max(kilobytes.unwrap_or(0) * 1_024);
        }
    }
    largest
}

/// Whether a process descends from the browser of a profile, which alone has it on its command line.
fn belongs_to(process: &str, profile: &str) -> bool {
    let mut process = process.to_owned();
    while process != "0" && !process.is_empty() {
        if line_of(&process).contains(profile) {
            return true;
        }
        let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
        let parent = status.lines().find_map(|line| line.strip_prefix("PPid:"));
        process = parent.unwrap_or_default().trim().to_owned();
    }
    false
}

fn line_of(process: &str) -> String {
    fs::read_to_string(format!("/proc/{process}/cmdline")).unwrap_or_default()
}
