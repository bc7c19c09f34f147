//! `cargo xtask serve`: the reader and an archive on this machine, built again on change.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Child, Command},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::Duration,
};

use walkdir::WalkDir;

use crate::{
    failure::{Failure, Outcome},
    process, reader,
    setup::WasmTools,
    workspace::Workspace,
};

/// How often the programs are asked whether they still run.
const PULSE: Duration = Duration::from_millis(200);

/// Builds everything, then runs `kanbao serve` and `trunk watch` side by side until one of them ends or Ctrl-C.
pub(crate) fn serve(workspace: &Workspace, posts: &Path, port: u16) -> Outcome {
    let posts = env::current_dir()
        .map(|folder| folder.join(posts))
        .unwrap_or(posts.to_owned());
    let tools = WasmTools::ensure(workspace)?;
    let app = reader::build_dev(workspace, &tools)?;
    let kanbao = build_kanbao(workspace)?;

    let stop = Arc::new(AtomicBool::new(false));
    let asked = Arc::clone(&stop);
    ctrlc::set_handler(move || asked.store(true, Ordering::Relaxed))
        .map_err(|e| Failure::Rule(format!("Ctrl-C cannot be heard: {e}")))?;

    let mut server = Command::new(kanbao);
    server
        .current_dir(&workspace.root)
        .arg("serve")
        .arg(posts)
        .arg("--app")
        .arg(app);
    server.args(["--port", &port.to_string()]);
    let mut children = vec![process::start(&mut server)?];
    match process::start(&mut reader::watch_dev(workspace, &tools)) {
        Ok(watcher) => children.push(watcher),
        Err(failure) => {
            end(&mut children);
            return Err(failure);
        }
    }
    let outcome = wait_for_the_first(&mut children, &stop);
    end(&mut children);
    outcome
}

/// Puts the sample archive beside the app that Trunk has just staged, so that plain `trunk serve` shows something.
pub(crate) fn trunk_hook(workspace: &Workspace) -> Outcome {
    if env::var_os(reader::APP_ONLY).is_some() {
        return Ok(());
    }
    let Some(staging) = env::var_os("TRUNK_STAGING_DIR").map(PathBuf::from) else {
        return Err(Failure::Rule(
            "TRUNK_STAGING_DIR is not set: only Trunk runs this".into(),
        ));
    };
    let site = workspace.product("trunk-site");
    build_site(workspace, &workspace.root.join("samples"), &staging, &site)?;
    for part in ["data", "assets"] {
        copy_missing(&site.join(part), &staging.join(part))?;
    }
    Ok(())
}

/// Builds `kanbao` and gives the path of the program.
pub(crate) fn build_kanbao(workspace: &Workspace) -> Outcome<PathBuf> {
    process::run(process::cargo(&workspace.root).args(["build", "--package", "kanbao-builder"]))?;
    Ok(workspace.built("debug", "kanbao"))
}

/// Builds a site from posts with the app of a folder.
pub(crate) fn build_site(workspace: &Workspace, posts: &Path, app: &Path, site: &Path) -> Outcome {
    let kanbao = build_kanbao(workspace)?;
    process::run(
        Command::new(kanbao)
            .current_dir(&workspace.root)
            .arg("build")
            .arg(posts)
            .arg("--output-dir")
            .arg(site)
            .arg("--app")
            .arg(app),
    )
}

fn wait_for_the_first(children: &mut [Child], stop: &AtomicBool) -> Outcome {
    while !stop.load(Ordering::Relaxed) {
        for child in children.iter_mut() {
            let ended = child
                .try_wait()
                .map_err(Failure::io("wait for", Path::new("a program")))?;
            if let Some(status) = ended.filter(|status| !status.success()) {
                return Err(Failure::Rule(format!(
                    "serving ended: a program above ended with {status}"
                )));
            }
            if ended.is_some() {
                return Ok(());
            }
        }
        thread::sleep(PULSE);
    }
    Ok(())
}

/// Ends what still runs; a child that has ended by itself is left as it is.
fn end(children: &mut [Child]) {
    for child in children {
        let _ = child.kill();
        let _ = child.wait();
    }
}

fn copy_missing(from: &Path, to: &Path) -> Outcome {
    for entry in WalkDir::new(from).into_iter().filter_map(Result::ok) {
        let target = to.join(entry.path().strip_prefix(from).unwrap_or(entry.path()));
        if entry.file_type().is_dir() {
            fs::create_dir_all(&target).map_err(Failure::io("make", &target))?;
        } else if !target.exists() {
            fs::copy(entry.path(), &target).map_err(Failure::io("copy", entry.path()))?;
        }
    }
    Ok(())
}
