//! HTML as a tree: what the builder prints and the reader draws node by node.
//!
//! Tags and attribute names are `&'static str`, so a post can never choose one; all text is escaped when
//! printed and set as a text node when drawn.

use std::fmt::Write as _;
use std::ops::{Deref, DerefMut};

/// A piece of a page.
#[derive(Clone, PartialEq, Debug)]
pub enum Html {
    /// Text.
    Text(String),
    /// An element.
    Element(Element),
}

/// An element, which is one pointer: it goes through a chain of calls for everything it is given.
#[derive(Clone, PartialEq, Debug)]
pub struct Element(Box<Parts>);

/// An element's name, attributes and children.
#[derive(Clone, PartialEq, Debug)]
pub struct Parts {
    /// Tag name in lower case; `svg` and everything below it is drawn in the SVG namespace.
    pub tag: &'static str,
    /// Attributes in the order they are printed; an empty value prints the name alone.
    pub attrs: Vec<(&'static str, String)>,
    /// What is inside.
    pub children: Vec<Html>,
}

/// Starts an element.
pub fn el(tag: &'static str) -> Element {
    Element(Box::new(Parts {
        tag,
        attrs: Vec::new(),
        children: Vec::new(),
    }))
}

/// A text node.
pub fn text(text: impl Into<String>) -> Html {
    Html::Text(text.into())
}

impl Element {
    /// Adds an attribute.
    #[must_use]
    pub fn attr(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.attrs.push((name, value.into()));
        self
    }

    /// Adds an attribute where there is a value for it.
    #[must_use]
    pub fn attr_opt(self, name: &'static str, value: Option<impl Into<String>>) -> Self {
        match value {
            Some(value) => self.attr(name, value),
            None => self,
        }
    }

    /// Adds an attribute without a value where the condition holds.
    #[must_use]
    pub fn flag(self, name: &'static str, on: bool) -> Self {
        if on { self.attr(name, "") } else { self }
    }

    /// Sets the class.
    #[must_use]
    pub fn class(self, value: impl Into<String>) -> Self {
        self.attr("class", value)
    }

    /// Adds a child.
    #[must_use]
    pub fn child(mut self, child: impl Into<Html>) -> Self {
        self.children.push(child.into());
        self
    }

    /// Adds a child where there is one.
    #[must_use]
    pub fn child_opt(self, child: Option<impl Into<Html>>) -> Self {
        match child {
            Some(child) => self.child(child),
            None => self,
        }
    }

    /// Adds children.
    #[must_use]
    pub fn children<T: Into<Html>>(mut self, children: impl IntoIterator<Item = T>) -> Self {
        self.children.extend(children.into_iter().map(Into::into));
        self
    }

    /// Adds text.
    #[must_use]
    pub fn text(self, value: impl Into<String>) -> Self {
        self.child(Html::Text(value.into()))
    }

    /// What is inside, without the element.
    pub fn into_children(self) -> Vec<Html> {
        self.0.children
    }
}

impl Deref for Element {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

impl DerefMut for Element {
    fn deref_mut(&mut self) -> &mut Parts {
        &mut self.0
    }
}

impl From<Element> for Html {
    fn from(element: Element) -> Self {
        Html::Element(element)
    }
}

/// Prints nodes as HTML, without added white space.
pub fn print(nodes: &[Html]) -> String {
    let mut out = String::new();
    for node in nodes {
        print_into(node, &mut out);
    }
    out
}

/// Prints one node at the end of `out`.
pub fn print_into(node: &Html, out: &mut String) {
    match node {
        Html::Text(text) => escape_text(text, out),
        Html::Element(element) => print_element(element, out),
    }
}

/// The text inside nodes, without markup.
pub fn plain(nodes: &[Html]) -> String {
    fn walk(nodes: &[Html], out: &mut String) {
        for node in nodes {
            match node {
                Html::Text(text) => out.push_str(text),
                Html::Element(element) => walk(&element.children, out),
            }
        }
    }
    let mut out = String::new();
    walk(nodes, &mut out);
    out
}

fn print_element(element: &Element, out: &mut String) {
    let _ = write!(out, "<{}", element.tag);
    for (name, value) in &element.attrs {
        let _ = write!(out, " {name}");
        if !value.is_empty() {
            out.push_str("=\"");
            escape_attribute(value, out);
            out.push('"');
        }
    }
    out.push('>');
    if is_void(element.tag) {
        return;
    }
    // A parser drops the first line end inside <pre>; printing one more keeps the text whole.
    if element.tag == "pre" {
        out.push('\n');
    }
    for child in &element.children {
        print_into(child, out);
    }
    let _ = write!(out, "</{}>", element.tag);
}

/// Elements that have no end tag (HTML Living Standard, section 13.1.2).
fn is_void(tag: &str) -> bool {
    matches!(
        tag,
        "br" | "hr" | "img" | "input" | "link" | "meta" | "wbr" | "col" | "source"
    )
}

fn escape_text(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            _ => out.push(c),
        }
    }
}

fn escape_attribute(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '<' => out.push_str("&lt;"),
            _ => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_attributes_are_escaped() {
        let node = el("p")
            .attr("title", "\"<&")
            .text("<script>&")
            .child(el("br"))
            .into();
        assert_eq!(
            print(&[node]),
            "<p title=\"&quot;&lt;&amp;\">&lt;script&gt;&amp;<br></p>"
        );
    }

    #[test]
    fn flags_print_bare_and_pre_keeps_its_first_line_end() {
        let node = el("pre")
            .flag("hidden", true)
            .flag("open", false)
            .text("\na")
            .into();
        assert_eq!(print(&[node]), "<pre hidden>\n\na</pre>");
    }
}
