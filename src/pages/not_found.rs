//! An address that leads nowhere.

use kanbao_archive::page;
use leptos::prelude::*;

use super::settle_after;
use crate::components::live;
use crate::state::reader;

/// The page.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    let reader = reader();
    settle_after(|| {});
    let nodes = move || page::not_found(reader.messages(), &reader.navigation.base());
    view! { <div class="view" use:live=nodes></div> }
}
