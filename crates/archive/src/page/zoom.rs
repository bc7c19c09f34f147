//! The word cloud as large as the window, and the arithmetic of looking closer.

use super::dialog;
use crate::html::{Element, el};
use crate::message::Messages;

/// Id of the dialog.
pub const ZOOM: &str = "kb-zoom";

/// The dialog with an empty stage: the picture is put into `.zoom-picture`.
pub fn zoom(messages: &Messages, title: &str) -> Element {
    let button = |key: &'static str, sign: &str, name: Option<&str>| {
        el("button")
            .attr("type", "button")
            .attr("data-zoom-key", key)
            .attr_opt("aria-label", name)
            .text(sign)
    };
    let tools = el("div")
        .class("zoom-tools")
        .attr("role", "group")
        .attr("aria-label", messages.zoom)
        .child(button("-", "−", Some(messages.zoom_out)))
        .child(button("0", messages.zoom_fit, None))
        .child(button("+", "＋", Some(messages.zoom_in)));
    let stage = el("div")
        .class("zoom-stage")
        .child(el("div").class("zoom-picture"));
    dialog(messages, ZOOM, "zoom", title).child(stage).child(tools)
}

/// How a picture is looked at: so many times as large as it fits, its centre so far from the window's, in CSS pixels.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct View {
    /// 1 fits the window.
    pub scale: f64,
    /// To the right.
    pub x: f64,
    /// Down.
    pub y: f64,
}

impl View {
    /// All of it.
    pub const WHOLE: Self = Self {
        scale: 1.0,
        x: 0.0,
        y: 0.0,
    };

    /// Nobody looks closer than this.
    const CLOSEST: f64 = 8.0;

    /// So many times as large, while the point (`x`, `y`) from the window's centre stays where it is.
    #[must_use]
    pub fn closer(self, times: f64, x: f64, y: f64) -> Self {
        let scale = (self.scale * times).clamp(1.0, Self::CLOSEST);
        let times = scale / self.scale;
        Self {
            scale,
            x: x - (x - self.x) * times,
            y: y - (y - self.y) * times,
        }
    }

    /// Moved by so much.
    #[must_use]
    pub fn moved(self, x: f64, y: f64) -> Self {
        Self {
            x: self.x + x,
            y: self.y + y,
            ..self
        }
    }

    /// Moved back where some of the window would be left empty without need; `width` and `height` are those of the
    /// picture when it fits, which is never larger than the window.
    #[must_use]
    #[allow(
        clippy::manual_clamp,
        reason = "the panic of `clamp` brings all printing of floats along"
    )]
    pub fn within(self, width: f64, height: f64) -> Self {
        let room = |length: f64| length * (self.scale - 1.0) / 2.0;
        let keep = |at: f64, length: f64| at.max(-room(length)).min(room(length));
        Self {
            x: keep(self.x, width),
            y: keep(self.y, height),
            ..self
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_point_under_the_finger_stays() {
        let near = View::WHOLE.closer(2.0, 100.0, -50.0);
        assert_eq!(
            near,
            View {
                scale: 2.0,
                x: -100.0,
                y: 50.0
            }
        );
        // The same picture point is at (100, -50) before and after.
        assert_eq!(
            ((100.0 - near.x) / near.scale, (-50.0 - near.y) / near.scale),
            (100.0, -50.0)
        );
        assert_eq!(near.closer(0.5, 100.0, -50.0), View::WHOLE);
    }

    #[test]
    fn nobody_gets_too_far_or_too_close() {
        assert_eq!(View::WHOLE.closer(0.1, 0.0, 0.0), View::WHOLE);
        assert_eq!(View::WHOLE.closer(100.0, 0.0, 0.0).scale, View::CLOSEST);
        let near = View::WHOLE.closer(3.0, 0.0, 0.0);
        assert_eq!(
            near.moved(9_999.0, -9_999.0).within(200.0, 100.0),
            View {
                scale: 3.0,
                x: 200.0,
                y: -100.0
            }
        );
        assert_eq!(View::WHOLE.moved(5.0, 5.0).within(200.0, 100.0), View::WHOLE);
    }
}
