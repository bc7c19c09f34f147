//! The elements that the app itself owns: made once, while trees are drawn into them.

use crate::browser::dom::{self, Element};
use crate::browser::event::{self, Event};
use crate::reactive::*;

/// An element of the app. There is one type for all of them, whatever is in them: views of Leptos have one each, and code
/// that is made anew for each.
pub struct Part(Option<Element>);

impl Part {
    /// A new element.
    pub fn new(tag: &str) -> Self {
        Self(dom::element(tag))
    }

    /// The element that holds a page.
    pub fn view() -> Self {
        Self::new("div").with("class", "view")
    }

    /// Gives it an attribute.
    #[must_use]
    pub fn with(self, name: &str, value: &str) -> Self {
        if let Some(element) = &self.0 {
            dom::set(element, name, value);
        }
        self
    }

    /// Keeps an attribute as the closure says.
    #[must_use]
    pub fn with_live(self, name: &'static str, value: impl Fn() -> &'static str + 'static) -> Self {
        self.drawn(|element| render_effect(move || dom::set(&element, name, value())))
    }

    /// Keeps its text as the closure says.
    #[must_use]
    pub fn says(self, text: impl Fn() -> String + 'static) -> Self {
        self.drawn(|element| render_effect(move || element.set_text_content(Some(&text()))))
    }

    /// Has something drawn into it.
    #[must_use]
    pub fn drawn(self, draw: impl FnOnce(Element)) -> Self {
        if let Some(element) = &self.0 {
            draw(element.clone());
        }
        self
    }

    /// Hears of an event as long as the owner lives.
    #[must_use]
    pub fn on(self, name: &'static str, hear: impl FnMut(&Event) + 'static) -> Self {
        if let Some(element) = &self.0 {
            StoredValue::new(event::on_element(element, name, Box::new(hear)));
        }
        self
    }

    /// Puts others at its end.
    #[must_use]
    pub fn holding(self, parts: impl IntoIterator<Item = Part>) -> Self {
        if let Some(element) = &self.0 {
            parts.into_iter().for_each(|part| part.put_into(element));
        }
        self
    }

    /// Keeps at its end what the closure makes, where it makes something: what it made before goes, with all that belongs
    /// to it, whenever what the closure reads has changed.
    #[must_use]
    pub fn holding_live(self, make: impl Fn() -> Option<Part> + 'static) -> Self {
        if let Some(mark) = self.0.as_ref().and_then(dom::append_mark) {
            let mut before: Option<Element> = None;
            render_effect(move || {
                let part = make().and_then(|part| part.0);
                dom::take_place(&mark, before.as_ref(), part.as_ref());
                before = part;
            });
        }
        self
    }

    /// Puts it at the end of an element.
    pub fn put_into(self, parent: &Element) {
        if let Some(element) = &self.0 {
            dom::append(parent, element);
        }
    }
}
