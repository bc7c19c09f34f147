//! The address bar and the history.

use wasm_bindgen::JsValue;
use web_sys::{History, ScrollRestoration, Url, Window};

use super::long_list::RowPlace;

/// Where the browser is: the parts of the address that say which page.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Place {
    /// Path relative to the site's root, without leading slash.
    pub path: String,
    /// Query without `?`.
    pub query: String,
    /// Anchor without `#`.
    pub anchor: String,
}

/// Reads an address against the page's own, as long as it lies inside the site.
pub fn place_of(href: &str, root: &str) -> Option<Place> {
    let window = web_sys::window()?;
    let url = Url::new_with_base(href, &window.location().href().ok()?).ok()?;
    let root = Url::new(root).ok()?;
    if url.origin() != root.origin() {
        return None;
    }
    let path = url.pathname().strip_prefix(&root.pathname())?.to_owned();
    let cut = |text: String, sign: char| text.strip_prefix(sign).map(str::to_owned).unwrap_or_default();
    Some(Place {
        path,
        query: cut(url.search(), '?'),
        anchor: cut(url.hash(), '#'),
    })
}

/// Where the browser is now.
pub fn here(root: &str) -> Option<Place> {
    place_of(&web_sys::window()?.location().href().ok()?, root)
}

/// The absolute address of the site's root: what `boot.js` left on `<html>`, else the page's own folder.
pub fn root() -> String {
    let stated = super::dom::root_attribute("data-root").unwrap_or_else(|| "./".to_owned());
    let base = web_sys::window()
        .and_then(|window| window.location().href().ok())
        .unwrap_or_default();
    Url::new_with_base(&stated, &base)
        .map(|url| url.href())
        .unwrap_or(stated)
}

/// The path of an absolute address.
pub fn path_of(url: &str) -> String {
    Url::new(url)
        .map(|url| url.pathname())
        .unwrap_or_else(|_| "/".to_owned())
}

/// What a history entry remembers of its page.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Remembered {
    /// How far it was scrolled, in CSS pixels.
    pub y: f64,
    /// How many rows of its list were drawn beyond those it begins with.
    pub rows: usize,
    /// The row at the top of the window, where its list knows it: it tells the place in windows of any size.
    pub row: Option<RowPlace>,
}

/// Adds an entry to the history.
pub fn push(href: &str) {
    if let Some(history) = history() {
        // Refused only for another origin, which links inside the site never have, or when a page does it
        // hundreds of times a minute.
        let _ = history.push_state_with_url(&JsValue::NULL, "", Some(href));
    }
}

/// Changes the address of the current entry.
pub fn replace(href: &str) {
    if let Some(history) = history() {
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(href));
    }
}

/// Remembers something for the current entry.
pub fn remember(remembered: Remembered) {
    let state = js_sys::Array::of2(&remembered.y.into(), &(remembered.rows as f64).into());
    if let Some(row) = remembered.row {
        state.push(&row.id.into());
        state.push(&row.top.into());
    }
    if let Some(history) = history() {
        let _ = history.replace_state(&state, "");
    }
}

/// What the current entry remembers.
pub fn remembered() -> Option<Remembered> {
    let state = history()?.state().ok()?;
    if !js_sys::Array::is_array(&state) {
        return None;
    }
    let state = js_sys::Array::from(&state);
    Some(Remembered {
        y: state.get(0).as_f64()?,
        rows: state.get(1).as_f64()? as usize,
        row: state.get(2).as_string().and_then(|id| {
            let top = state.get(3).as_f64()?;
            Some(RowPlace { id, top })
        }),
    })
}

/// From now on the app says where a page is scrolled to: the browser would do so before the page is drawn.
pub fn own_scrolling() {
    if let Some(history) = history() {
        let _ = history.set_scroll_restoration(ScrollRestoration::Manual);
    }
}

/// Loads the page anew.
pub fn reload() {
    if let Some(window) = web_sys::window() {
        let _ = window.location().reload();
    }
}

/// A text as a value in an address.
pub fn encoded(text: &str) -> String {
    js_sys::encode_uri_component(text).into()
}

/// Whether the browser knows of a connection. (That it does not hang, nobody knows.)
pub fn is_online() -> bool {
    web_sys::window().is_none_or(|window| window.navigator().on_line())
}

/// The languages that the browser's user reads, best first, as BCP 47 tags.
pub fn languages() -> Vec<String> {
    let languages = web_sys::window().map(|window| window.navigator().languages());
    let tags = languages.iter().flat_map(js_sys::Array::iter);
    tags.filter_map(|tag| tag.as_string()).collect()
}

fn history() -> Option<History> {
    web_sys::window().as_ref().map(Window::history)?.ok()
}
