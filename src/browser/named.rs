//! What not every browser has, reached by its name; what is lacking is `None`.

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// A property that has a value.
pub(super) fn get(of: &JsValue, name: &str) -> Option<JsValue> {
    let value = Reflect::get(of, &name.into()).ok()?;
    (!value.is_undefined() && !value.is_null()).then_some(value)
}

/// A property that is a text.
pub(super) fn text(of: &JsValue, name: &str) -> Option<String> {
    get(of, name)?.as_string()
}

/// A method. Nothing ties it to its object: whoever calls it names that once more.
pub(super) fn method(of: &JsValue, name: &str) -> Option<Function> {
    get(of, name)?.dyn_into().ok()
}

/// Calls a method that takes nothing; gives what it promises.
pub(super) fn call(of: &JsValue, name: &str) -> Option<JsFuture> {
    promised(method(of, name)?.call0(of).ok()?)
}

/// What a promise will bring.
pub(super) fn promised(promise: JsValue) -> Option<JsFuture> {
    Some(JsFuture::from(promise.dyn_into::<Promise>().ok()?))
}
