//! `cargo xtask serve`: the reader and an archive on this machine, built again on change.

use std::{
    env,
    path::Path,
    process::{Child, Command},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::Duration,
};

use crate::{
    failure::{Failure, Outcome},
    process, reader,
    setup::WasmTools,
    site,
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
    let kanbao = site::build_kanbao(workspace)?;

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
