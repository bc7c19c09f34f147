//! The contact sheet of word clouds.

use std::rc::Rc;

use kanbao_archive::html::Html;
use kanbao_archive::model::{Body, Summary};
use kanbao_archive::page;
use leptos::prelude::*;

use super::settle_after;
use crate::components::live;
use crate::state::{Reader, reader};

/// Clouds on the sheet: drawing one takes milliseconds, and a sheet of hundreds is looked at by nobody.
const CLOUDS_AT_ONCE: usize = 36;

/// The page.
#[component]
pub fn CloudsPage() -> impl IntoView {
    let reader = reader();
    settle_after(move || reader.filter.track());
    view! { <div class="view" use:live=move || tree(reader)></div> }
}

fn tree(reader: Reader) -> Vec<Html> {
    let archive = reader.archive;
    let listed = reader.listed();
    // A cloud is drawn from the report's terms, so only those whose text is here can be.
    let here: Vec<(Rc<Summary>, Rc<Body>)> = listed
        .into_iter()
        .filter_map(|summary| {
            let body = archive.body(&summary.id)?;
            Some((summary, body))
        })
        .take(CLOUDS_AT_ONCE)
        .collect();
    let here: Vec<(&Summary, &Body)> = here
        .iter()
        .map(|(summary, body)| (summary.as_ref(), body.as_ref()))
        .collect();
    reader.draw(|context| page::clouds(context, &here))
}
