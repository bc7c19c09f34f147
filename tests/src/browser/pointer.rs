//! Mice and fingers through WebDriver's actions, for the engines without the DevTools protocol.

use std::sync::Arc;

use http::Method;
use serde_json::{Value, json};
use thirtyfour::common::command::{Command, ExtensionCommand};

use super::Browser;
use crate::Outcome;

/// How long a pointer takes from one place to the next, in milliseconds: about two frames.
const STEP: u32 = 32;

/// A way over the window, in CSS pixels.
pub(super) type Way<'a> = &'a [(f64, f64)];

impl Browser {
    /// Presses the mouse at the first place and moves it over the others; the button stays down.
    pub(super) async fn mouse_down_over(&self, way: Way<'_>) -> Outcome {
        let mut actions = moves(way);
        actions.insert(
            1.min(actions.len()),
            json!({ "type": "pointerDown", "button": 0 }),
        );
        self.act(vec![pointer("mouse", "mouse", actions)]).await
    }

    /// Lets the mouse go at a place.
    pub(super) async fn mouse_up_at(&self, place: (f64, f64)) -> Outcome {
        let mut actions = moves(&[place]);
        actions.push(json!({ "type": "pointerUp", "button": 0 }));
        self.act(vec![pointer("mouse", "mouse", actions)]).await
    }

    /// Touches the screen with a finger for each way, all at once, and takes them off at the end.
    pub(super) async fn fingers_over(&self, ways: &[Vec<(f64, f64)>]) -> Outcome {
        let fingers = ways.iter().enumerate().map(|(number, way)| {
            let mut actions = moves(way);
            actions.insert(
                1.min(actions.len()),
                json!({ "type": "pointerDown", "button": 0 }),
            );
            actions.push(json!({ "type": "pointerUp", "button": 0 }));
            pointer("touch", &format!("finger{number}"), actions)
        });
        self.act(fingers.collect()).await
    }

    async fn act(&self, sources: Vec<Value>) -> Outcome {
        let command = Command::ExtensionCommand(Box::new(Actions(sources)));
        self.page.handle().cmd(command).await?;
        Ok(())
    }
}

/// To the first place at once, to the others at the pace of a hand.
fn moves(way: Way<'_>) -> Vec<Value> {
    let durations = std::iter::once(0).chain(std::iter::repeat(STEP));
    std::iter::zip(way, durations)
        .map(|((x, y), duration)| {
            json!({ "type": "pointerMove", "x": x.round(), "y": y.round(), "duration": duration, "origin": "viewport" })
        })
        .collect()
}

fn pointer(kind: &str, id: &str, actions: Vec<Value>) -> Value {
    json!({ "type": "pointer", "id": id, "parameters": { "pointerType": kind }, "actions": actions })
}

#[derive(Debug)]
struct Actions(Vec<Value>);

impl ExtensionCommand for Actions {
    fn parameters_json(&self) -> Option<Value> {
        Some(json!({ "actions": self.0 }))
    }

    fn method(&self) -> Method {
        Method::POST
    }

    fn endpoint(&self) -> Arc<str> {
        "/actions".into()
    }
}
