//! What a session of WebKitGTK is asked for: `MiniBrowser`, which Debian keeps off the PATH.

use std::env;

use serde_json::json;
use thirtyfour::Capabilities;

use super::Manner;
use crate::Outcome;

/// Asks for the browser that `MINIBROWSER` names. Its sessions keep nothing, so no profile is given.
pub(super) fn capabilities(manner: Manner) -> Outcome<Capabilities> {
    let binary = env::var("MINIBROWSER").map_err(|_| "MINIBROWSER does not say where WebKit's browser is")?;
    let mut capabilities = Capabilities::new();
    capabilities.set("browserName", "MiniBrowser")?;
    let options = json!({ "binary": binary, "args": ["--automation"] });
    capabilities.set("webkitgtk:browserOptions", options)?;
    if manner == Manner::Unwatched {
        capabilities.set("pageLoadStrategy", "none")?;
    }
    Ok(capabilities)
}
