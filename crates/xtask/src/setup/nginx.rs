//! An nginx for the test that serves a site through the settings that publishers copy.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use super::say;
use crate::{
    failure::{Failure, Outcome},
    process,
    workspace::Workspace,
};

/// Where Debian puts it, which is on no PATH but root's.
const SYSTEM: &str = "/usr/sbin/nginx";

/// Debian's packages: the program, its table of types, and what sends Brotli.
const DEBIAN_PACKAGES: [&str; 3] = ["nginx", "nginx-common", "libnginx-mod-http-brotli-static"];

/// Makes sure of an nginx and gives its path; `None`, said so, where this machine has none and no way to fetch it. Debian's
/// packages are unpacked into `target` and not installed: an installed one starts a service.
pub(crate) fn ensure_nginx(workspace: &Workspace) -> Outcome<Option<PathBuf>> {
    let folder = workspace.product("nginx");
    let unpacked = folder.join("usr/sbin/nginx");
    for program in [Path::new(SYSTEM), &unpacked] {
        if program.is_file() {
            say("nginx", program.display());
            return Ok(Some(program.to_owned()));
        }
    }
    if let Err(failure) = fetch(&folder) {
        println!("skipped: the test behind nginx, which could not be fetched ({failure})");
        // Half of it is none.
        let _ = fs::remove_dir_all(&folder);
        return Ok(None);
    }
    Ok(Some(unpacked))
}

fn fetch(folder: &Path) -> Outcome {
    say("nginx", format_args!("unpacking {}", DEBIAN_PACKAGES.join(", ")));
    fs::create_dir_all(folder).map_err(Failure::io("make", folder))?;
    let mut download = Command::new("apt-get");
    download
        .current_dir(folder)
        .args(["download", "-q"])
        .args(DEBIAN_PACKAGES);
    process::run(&mut download)?;
    for entry in fs::read_dir(folder).map_err(Failure::io("read", folder))? {
        let package = entry.map_err(Failure::io("read", folder))?.path();
        if package.extension().is_some_and(|extension| extension == "deb") {
            process::run(
                Command::new("dpkg-deb")
                    .arg("--extract")
                    .arg(&package)
                    .arg(folder),
            )?;
        }
    }
    Ok(())
}
