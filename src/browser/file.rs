//! Files that a reader saves and opens.

use js_sys::Array;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, Event, HtmlElement, HtmlInputElement, Url};

use super::dom::document;

/// Lets the browser save a text as a file; says whether it could be asked.
pub fn save(name: &str, kind: &str, text: &str) -> bool {
    start_saving(name, kind, text).is_some()
}

fn start_saving(name: &str, kind: &str, text: &str) -> Option<()> {
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    let blob = Blob::new_with_str_sequence_and_options(&Array::of1(&text.into()), &options).ok()?;
    let url = Url::create_object_url_with_blob(&blob).ok()?;
    let link: HtmlElement = document()?.create_element("a").ok()?.dyn_into().ok()?;
    link.set_attribute("href", &url).ok()?;
    link.set_attribute("download", name).ok()?;
    // Nobody says when the browser has taken hold of the file, so its address lives as long as the page.
    link.click();
    Some(())
}

/// The text of the file that was chosen in the field that an event is about; the field forgets it, so that the same file can
/// be chosen again.
pub async fn chosen(event: &Event) -> Option<String> {
    let input: HtmlInputElement = event.target()?.dyn_into().ok()?;
    let file = input.files()?.get(0)?;
    let text = JsFuture::from(file.text()).await.ok()?.as_string();
    input.set_value("");
    text
}
