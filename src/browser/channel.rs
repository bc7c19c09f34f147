//! Words between the windows of one site (HTML Standard, "Broadcasting to other browsing contexts").

use gloo_events::EventListener;
use wasm_bindgen::JsCast;
use web_sys::{BroadcastChannel, MessageEvent};

/// A channel to the other windows; what one says, all others hear.
pub struct Channel {
    inner: BroadcastChannel,
    _listener: EventListener,
}

impl Channel {
    /// Joins the channel of this name; `None` where the browser has none.
    pub fn join(name: &str, mut heard: impl FnMut(String) + 'static) -> Option<Self> {
        let inner = BroadcastChannel::new(name).ok()?;
        let listener = EventListener::new(&inner, "message", move |event| {
            let said = event
                .dyn_ref::<MessageEvent>()
                .and_then(|event| event.data().as_string());
            if let Some(said) = said {
                heard(said);
            }
        });
        Some(Self {
            inner,
            _listener: listener,
        })
    }

    /// Says a word to the other windows.
    pub fn say(&self, word: &str) {
        let _ = self.inner.post_message(&word.into());
    }
}
