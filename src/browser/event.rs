//! Listening to the window and reading what events say.

use std::cell::Cell;
use std::rc::Rc;

use futures::channel::oneshot;
use gloo_events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;
pub use web_sys::Event;
use web_sys::{Element, EventTarget, HtmlInputElement, KeyboardEvent, MouseEvent, PointerEvent, WheelEvent};

/// A listener; dropping it ends the listening.
pub struct Listener {
    _inner: EventListener,
}

/// Listens to an event of the window. `passive` listeners cannot keep the browser's own behaviour from
/// happening, and never slow scrolling down.
pub fn on_window(
    name: &'static str,
    passive: bool,
    handle: impl FnMut(&Event) + 'static,
) -> Option<Listener> {
    let window = web_sys::window()?;
    Some(listen(&window, name, passive, Box::new(handle)))
}

/// Listens to an event of an element, and may keep the browser's own behaviour from happening.
pub fn on_element(element: &Element, name: &'static str, handle: Box<dyn FnMut(&Event)>) -> Listener {
    listen(element, name, false, handle)
}

fn listen(
    target: &EventTarget,
    name: &'static str,
    passive: bool,
    mut handle: Box<dyn FnMut(&Event)>,
) -> Listener {
    let options = if passive {
        EventListenerOptions::default()
    } else {
        EventListenerOptions::enable_prevent_default()
    };
    Listener {
        _inner: EventListener::new_with_options(target, name, options, move |event| handle(event)),
    }
}

/// Waits until somebody comes back: with a connection, or to this window.
pub async fn come_back() {
    let (send, receive) = oneshot::channel();
    let send = Rc::new(Cell::new(Some(send)));
    let back = |name| {
        let send = send.clone();
        on_window(name, true, move |_| {
            if let Some(send) = send.take() {
                let _ = send.send(());
            }
        })
    };
    let _listeners = [back("online"), back("focus")];
    let _ = receive.await;
}

/// Listens to changes of the selection, which the document alone hears of.
pub fn on_selection(mut handle: impl FnMut() + 'static) -> Option<Listener> {
    let document = super::dom::document()?;
    Some(listen(
        &document,
        "selectionchange",
        true,
        Box::new(move |_| handle()),
    ))
}

/// A finger, a pen or the mouse.
#[derive(Clone, Copy)]
pub struct Pointer {
    /// Which one.
    pub id: i32,
    /// Its distance from the left of the window, in CSS pixels.
    pub x: f64,
    /// Its distance from the top of the window, in CSS pixels.
    pub y: f64,
    /// Whether it is a finger, whose dragging scrolls the page.
    pub is_finger: bool,
    /// Whether its main button went down without a modifier, and it is no second finger.
    pub is_plain: bool,
}

/// Reads an event of a pointer.
pub fn pointer(event: &Event) -> Option<Pointer> {
    let mouse = event.dyn_ref::<MouseEvent>()?;
    let pointer = event.dyn_ref::<PointerEvent>();
    let has_modifier = mouse.shift_key() || mouse.ctrl_key() || mouse.meta_key() || mouse.alt_key();
    let is_first = pointer.is_none_or(PointerEvent::is_primary);
    Some(Pointer {
        id: pointer.map_or(0, PointerEvent::pointer_id),
        x: f64::from(mouse.client_x()),
        y: f64::from(mouse.client_y()),
        is_finger: pointer.is_some_and(|pointer| pointer.pointer_type() == "touch"),
        is_plain: is_first && mouse.button() == 0 && !has_modifier,
    })
}

/// How far a wheel was turned, down being positive, in CSS pixels where the browser tells.
pub fn wheel(event: &Event) -> Option<f64> {
    let wheel = event.dyn_ref::<WheelEvent>()?;
    // Lines and pages in place of pixels.
    let unit = [1.0, 40.0, 800.0];
    Some(wheel.delta_y() * unit.get(wheel.delta_mode() as usize).copied().unwrap_or(1.0))
}

/// Keeps the browser's own behaviour from happening.
pub fn prevent(event: &Event) {
    event.prevent_default();
}

/// The element that the event is about, or the nearest around it that fits the selector.
pub fn closest(event: &Event, selector: &str) -> Option<Element> {
    let target = event.target()?.dyn_into::<Element>().ok()?;
    target.closest(selector).ok().flatten()
}

/// An attribute of the nearest element around the event that has it.
pub fn attribute(event: &Event, name: &str) -> Option<String> {
    closest(event, &format!("[{name}]"))?.get_attribute(name)
}

/// Name and value of the input that the event is about.
pub fn field(event: &Event) -> Option<(String, String)> {
    let input = event.target()?.dyn_into::<HtmlInputElement>().ok()?;
    Some((input.name(), input.value()))
}

/// Whether an input method is still composing: what it shows is no text yet. (Key code 229 is what browsers
/// send where they do not set `isComposing`.)
pub fn is_composing(event: &Event) -> bool {
    if let Some(key) = event.dyn_ref::<KeyboardEvent>() {
        return key.is_composing() || key.key_code() == 229;
    }
    event
        .dyn_ref::<web_sys::InputEvent>()
        .is_some_and(web_sys::InputEvent::is_composing)
}

/// Whether something else than typing has changed the text of an input, as picking from its list does.
pub fn is_replacement(event: &Event) -> bool {
    let input = event.dyn_ref::<web_sys::InputEvent>();
    input.is_none_or(|input| input.input_type() == "insertReplacementText")
}

/// Whether a pointer that leaves an element goes on inside what the selector finds.
pub fn goes_into(event: &Event, selector: &str) -> bool {
    let related = event.dyn_ref::<MouseEvent>().and_then(MouseEvent::related_target);
    let element = related.and_then(|related| related.dyn_into::<Element>().ok());
    element.is_some_and(|element| element.closest(selector).is_ok_and(|found| found.is_some()))
}

/// A key press.
pub struct Key {
    /// The key's value (`a`, `Enter`, `ArrowLeft`).
    pub key: String,
    /// Whether Ctrl or ⌘ is held.
    pub command: bool,
    /// Whether Alt is held.
    pub alt: bool,
    /// Whether the press goes to something that takes text.
    pub in_text: bool,
}

/// Reads a key press; `None` while an input method is composing.
pub fn key(event: &Event) -> Option<Key> {
    let press = event.dyn_ref::<KeyboardEvent>()?;
    if is_composing(event) {
        return None;
    }
    let in_text = closest(
        event,
        "input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable]",
    );
    Some(Key {
        key: press.key(),
        command: press.ctrl_key() || press.meta_key(),
        alt: press.alt_key(),
        in_text: in_text.is_some(),
    })
}

/// Which key was pressed (`a`, `Enter`, `ArrowLeft`); nothing where it was none.
pub fn pressed(event: &Event) -> String {
    event
        .dyn_ref::<KeyboardEvent>()
        .map(KeyboardEvent::key)
        .unwrap_or_default()
}

/// Whether Shift is held, with a key or with a button of the mouse.
pub fn with_shift(event: &Event) -> bool {
    match event.dyn_ref::<KeyboardEvent>() {
        Some(key) => key.shift_key(),
        None => event.dyn_ref::<MouseEvent>().is_some_and(MouseEvent::shift_key),
    }
}

/// The address of the link that was clicked plainly: no other button, no modifier, no new tab, no download,
/// and no jump inside the page.
pub fn plain_link(event: &Event) -> Option<String> {
    let click = event.dyn_ref::<MouseEvent>()?;
    if event.default_prevented()
        || click.button() != 0
        || click.ctrl_key()
        || click.meta_key()
        || click.shift_key()
        || click.alt_key()
    {
        return None;
    }
    let link = closest(event, "a[href]")?;
    if link.has_attribute("target") || link.has_attribute("download") {
        return None;
    }
    link.get_attribute("href").filter(|href| !href.starts_with('#'))
}
