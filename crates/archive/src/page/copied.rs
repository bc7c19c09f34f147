//! Key points as the plain text that goes on the clipboard.

use super::Context;
use super::points::point_anchor;
use crate::link::Address;
use crate::model::{Point, Summary};

/// Date, source and topic, every point, and the report's address. The context's root is absolute.
pub fn plain_points(context: &Context<'_>, summary: &Summary) -> String {
    let mut out = plain_head(context, summary);
    for (number, point) in (1..).zip(&summary.points) {
        out.push_str(&format!("{number}. {}\n", plain(point)));
    }
    out + &context.href(&Address::report(&summary.id))
}

/// Date, source and topic, the point of this number (from 1), and the address of its place in the report; `None` where
/// there is no such point.
pub fn plain_point(context: &Context<'_>, summary: &Summary, number: usize) -> Option<String> {
    let point = summary.points.get(number.checked_sub(1)?)?;
    let address = Address::report(&summary.id).with_anchor(point_anchor(number));
    let head = plain_head(context, summary);
    Some(format!("{head}{}\n{}", plain(point), context.href(&address)))
}

fn plain_head(context: &Context<'_>, summary: &Summary) -> String {
    let date = (context.messages.long_date)(summary.day).replace('\u{3000}', " ");
    let (source, topic) = (
        context.bundle.source_name(&summary.source),
        context.bundle.topic_name(&summary.topic),
    );
    let parts = [date.as_str(), source, topic];
    let named: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    named.join(" ") + "\n"
}

fn plain(Point { lead, text }: &Point) -> String {
    let colon = if lead.is_empty() { "" } else { "：" };
    format!("{lead}{colon}{text}")
}
