//! What the page carries itself: a room in one file (`kanbao build --single-file`) has nothing to fetch from. Its own
//! script hands the files out (`public/single-file.js`); other pages have no such script.

use js_sys::Promise;
use wasm_bindgen::{JsCast, JsValue};

use super::named;

/// How the addresses of pictures begin in a room that is one file: a query, since its root is.
const PICTURE: &str = "?assets/";

/// The answer that a request for this address would have got; `None` where files are fetched.
pub(super) fn response(url: &str) -> Option<Promise> {
    ask(url, false)?.dyn_into().ok()
}

/// The address under which the browser shows a picture that the page carries.
pub(super) fn picture(url: &str) -> Option<String> {
    url.starts_with(PICTURE).then(|| ask(url, true)?.as_string())?
}

fn ask(url: &str, is_picture: bool) -> Option<JsValue> {
    let window = web_sys::window()?;
    let carried = named::method(&window, "kanbaoCarried")?;
    carried.call2(&window, &url.into(), &is_picture.into()).ok()
}
