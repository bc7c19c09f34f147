//! Looking at a word cloud closely: wheel, fingers, keys, buttons.

use kanbao_archive::page::{self, View, ZOOM};

use crate::browser::event::{self, Event, Listener, Pointer};
use crate::browser::{dialog, dom};
use crate::reactive::*;
use crate::state::Reader;

/// A press of a key or button makes the picture so many times as large.
const STEP: f64 = 1.5;

/// An arrow moves it by so many CSS pixels.
const ARROW: f64 = 60.0;

/// A pointer that has moved this far drags, and its release is no click on a word.
const DRAG: f64 = 6.0;

/// What is looked at, and the fingers on it.
#[derive(Clone, Copy)]
struct Zoom {
    view: StoredValue<View>,
    pointers: StoredValue<Vec<Pointer>>,
    /// How far they have moved since the first came down.
    way: StoredValue<f64>,
}

/// Listens as long as the listeners are kept.
pub(super) fn listen(reader: Reader) -> Vec<Option<Listener>> {
    let zoom = Zoom {
        view: StoredValue::new(View::WHOLE),
        pointers: StoredValue::new(Vec::new()),
        way: StoredValue::new(0.0),
    };
    let on = |name, handle: fn(Zoom, &Event) -> bool| {
        event::on_window(name, false, move |event| {
            if dialog::is_open(ZOOM) && handle(zoom, event) {
                event::prevent(event);
            }
        })
    };
    let open = event::on_window("click", false, move |event| {
        if zoom.open(reader, event) {
            event::prevent(event);
        }
    });
    let address = reader.navigation.address();
    effect(move || {
        address.track();
        dialog::close(ZOOM);
    });
    vec![
        open,
        on("click", Zoom::clicked),
        on("keydown", Zoom::pressed),
        on("wheel", Zoom::turned),
        on("dblclick", Zoom::clicked_twice),
        on("pointerdown", Zoom::down),
        on("pointermove", Zoom::moved),
        on("pointerup", Zoom::up),
        on("pointercancel", Zoom::up),
        on("dragstart", |_, _| true),
    ]
}

impl Zoom {
    /// Opens the picture whose link or button was clicked; says whether it was one.
    fn open(self, reader: Reader, event: &Event) -> bool {
        let Some(opener) = event::closest(event, "[data-zoom]") else {
            return false;
        };
        // A link that is opened in a new tab is the browser's.
        if opener.has_attribute("href") && event::plain_link(event).is_none() {
            return false;
        }
        // Where a figure holds an image and a drawn cloud, the button is beside its own.
        let picture = opener.closest(".cloud-redrawn, figure").ok().flatten();
        let picture = picture.and_then(|figure| figure.query_selector("img, svg").ok().flatten());
        let Some(picture) = picture else { return false };
        let title = opener.get_attribute("data-zoom").unwrap_or_default();
        dialog::open(ZOOM, page::zoom(untrack(|| reader.messages()), &title));
        dom::copy_into(&picture, ".zoom-picture");
        self.pointers.set_value(Vec::new());
        self.show(View::WHOLE);
        true
    }

    fn clicked(self, event: &Event) -> bool {
        match event::attribute(event, "data-zoom-key") {
            Some(key) => self.obey(&key),
            None => self.way.get_value() > DRAG && event::closest(event, ".zoom-stage").is_some(),
        }
    }

    fn pressed(self, event: &Event) -> bool {
        event::key(event).is_some_and(|key| !key.command && !key.alt && self.obey(&key.key))
    }

    /// Does what a key asks for; says whether it was one of ours.
    fn obey(self, key: &str) -> bool {
        let view = self.view.get_value();
        self.show(match key {
            "+" | "=" => view.closer(STEP, 0.0, 0.0),
            "-" | "_" => view.closer(1.0 / STEP, 0.0, 0.0),
            "0" => View::WHOLE,
            "ArrowLeft" => view.moved(ARROW, 0.0),
            "ArrowRight" => view.moved(-ARROW, 0.0),
            "ArrowUp" => view.moved(0.0, ARROW),
            "ArrowDown" => view.moved(0.0, -ARROW),
            _ => return false,
        });
        true
    }

    fn turned(self, event: &Event) -> bool {
        if let (Some(by), Some(at)) = (event::wheel(event), event::pointer(event)) {
            let (x, y) = from_centre(at);
            let times = (1.0 - by / 500.0).clamp(0.5, 2.0);
            self.show(self.view.get_value().closer(times, x, y));
        }
        true
    }

    fn clicked_twice(self, event: &Event) -> bool {
        let at = event::closest(event, ".zoom-stage").and_then(|_| event::pointer(event));
        let Some(at) = at else { return false };
        let (x, y) = from_centre(at);
        let view = self.view.get_value();
        self.show(if view.scale > 1.0 {
            View::WHOLE
        } else {
            view.closer(STEP * STEP, x, y)
        });
        true
    }

    fn down(self, event: &Event) -> bool {
        if let (Some(pointer), Some(_)) = (event::pointer(event), event::closest(event, ".zoom-stage")) {
            self.pointers.update_value(|pointers| {
                pointers.retain(|known| known.id != pointer.id);
                pointers.push(pointer);
            });
            if self.pointers.with_value(Vec::len) == 1 {
                self.way.set_value(0.0);
            }
        }
        false
    }

    /// One finger drags; two hold the picture between them.
    fn moved(self, event: &Event) -> bool {
        let Some(now) = event::pointer(event) else {
            return false;
        };
        let mut pointers = self.pointers.get_value();
        let Some(at) = pointers.iter().position(|known| known.id == now.id) else {
            return false;
        };
        let before = std::mem::replace(&mut pointers[at], now);
        let view = self.view.get_value();
        let (dx, dy) = (now.x - before.x, now.y - before.y);
        self.way.update_value(|way| *way += dx.abs() + dy.abs());
        let other = pointers.iter().find(|other| other.id != now.id);
        self.show(match other {
            None => view.moved(dx, dy),
            Some(other) => {
                let apart = |pointer: Pointer| {
                    let (dx, dy) = (pointer.x - other.x, pointer.y - other.y);
                    (dx * dx + dy * dy).sqrt().max(1.0)
                };
                let (x, y) = from_centre(Pointer {
                    x: (now.x + other.x) / 2.0,
                    y: (now.y + other.y) / 2.0,
                    ..now
                });
                let times = apart(now) / apart(before);
                view.moved(dx / 2.0, dy / 2.0).closer(times, x, y)
            }
        });
        self.pointers.set_value(pointers);
        true
    }

    fn up(self, event: &Event) -> bool {
        if let Some(pointer) = event::pointer(event) {
            self.pointers
                .update_value(|pointers| pointers.retain(|known| known.id != pointer.id));
        }
        false
    }

    fn show(self, view: View) {
        let (_, _, width, height) = stage();
        let view = view.within(width, height);
        self.view.set_value(view);
        // Whole numbers: writing fractions would bring all of their printing along.
        let transform = format!(
            "translate({}px,{}px) scale(calc({}/1000))",
            view.x as i32,
            view.y as i32,
            (view.scale * 1000.0) as i32
        );
        dom::set_style(".zoom-picture", "transform", &transform);
    }
}

/// The stage's centre and size.
fn stage() -> (f64, f64, f64, f64) {
    dom::middle_and_size(".zoom-stage").unwrap_or_default()
}

fn from_centre(pointer: Pointer) -> (f64, f64) {
    let (x, y, ..) = stage();
    (pointer.x - x, pointer.y - y)
}
