//! What the search box offers besides reports: commands after `>`, days, kinds of sections, and the headings of the
//! report that was read last.

use super::Context;
use crate::html::{Element, Html, el};
use crate::link::{Address, Filter, Only, Route};
use crate::message::{Language, Messages};
use crate::model::{Bundle, Day};
use crate::outline::SectionKind;
use crate::page::settings::{Settings, groups};
use crate::when;

/// Headings of the report that was read last which are offered at once.
const HEADINGS_AT_ONCE: usize = 3;

/// What the reader knows beyond the archive.
pub struct Around<'a> {
    /// The reader's own calendar day.
    pub today: Option<Day>,
    /// What is chosen in the settings.
    pub settings: &'a Settings,
    /// The kind of section that a heading means.
    pub kind_of: &'a dyn Fn(&str) -> SectionKind,
    /// Id of the report that was read last, with its headings and their ids.
    pub report: Option<(&'a str, &'a [(String, String)])>,
}

/// Whether what is typed asks for a command and not for reports.
pub fn is_command(q: &str) -> bool {
    q.trim_start().starts_with(['>', '＞'])
}

/// What stands above the results; nothing where the query is about reports alone. A row is a link, or a button whose
/// `data-set` and `value` say which setting gets which value.
pub fn offers(context: &Context<'_>, q: &str, around: &Around<'_>) -> Vec<Html> {
    let offers = if is_command(q) {
        matching_commands(context, q)
    } else {
        let mut offers = Vec::new();
        offers.extend(days(context, q, around));
        offers.extend(lane(context, q, around));
        offers.extend(headings(context, q, around));
        offers
    };
    if offers.is_empty() {
        let none = is_command(q).then(|| el("p").class("empty").text(context.messages.no_command));
        return none.map(Html::from).into_iter().collect();
    }
    let rows = offers
        .into_iter()
        .map(|offer| el("li").child(row(context, offer, around.settings)));
    vec![el("ul").class("offers").children(rows).into()]
}

struct Offer {
    /// What it is about: the setting, or that it is a day.
    subject: String,
    name: String,
    does: Does,
}

enum Does {
    Open(Box<Address>),
    /// Field and value of a setting.
    Set(&'static str, &'static str),
    Help,
}

fn row(context: &Context<'_>, offer: Offer, settings: &Settings) -> Element {
    let button = || el("button").attr("type", "button");
    let control = match offer.does {
        Does::Open(address) => el("a").attr("href", context.href(&address)),
        Does::Help => button()
            .attr("data-help", "offer")
            .attr("aria-haspopup", "dialog"),
        Does::Set(field, value) => {
            let is_chosen = settings.value_of(field) == value;
            button()
                .attr("data-set", field)
                .attr("value", value)
                .attr("aria-pressed", if is_chosen { "true" } else { "false" })
        }
    };
    control
        .class("offer-link")
        .child(el("span").class("offer-subject").text(offer.subject))
        .child(el("span").class("offer-name").text(offer.name))
}

/// The commands that fit, in the order of the table. They are found by their names in every language of the interface:
/// whoever reads Chinese may well type `dark`.
fn matching_commands(context: &Context<'_>, q: &str) -> Vec<Offer> {
    let fold = &context.bundle.fold;
    let wanted = fold.fold_str(q.trim_start().trim_start_matches(['>', '＞']).trim());
    let mut fits = vec![false; commands(context.bundle, context.messages).len()];
    for language in Language::ALL {
        for (fits, offer) in fits.iter_mut().zip(commands(context.bundle, language.messages())) {
            let name = fold.fold_str(&format!("{} {}", offer.subject, offer.name));
            *fits |= name.contains(&wanted);
        }
    }
    let named = commands(context.bundle, context.messages).into_iter().zip(fits);
    named.filter(|(_, fits)| *fits).map(|(offer, _)| offer).collect()
}

/// Every command; as many in each language, in the same order.
fn commands(bundle: &Bundle, m: &Messages) -> Vec<Offer> {
    let open = |name: &str, address: Address| Offer {
        subject: m.go_to.to_owned(),
        name: name.to_owned(),
        does: Does::Open(address.into()),
    };
    let only = |only| {
        Address::list().with_filter(Filter {
            only: Some(only),
            ..Filter::default()
        })
    };
    let mut out = vec![
        open(m.today, Address::new(Route::Home)),
        open(m.archive, Address::list()),
        open(m.unread, only(Only::Unread)),
        open(m.starred, only(Only::Starred)),
        open(m.clouds, Address::new(Route::Clouds)),
        open(m.trends.title, Address::new(Route::Trends)),
        open(m.settings, Address::new(Route::Settings)),
        open(m.offline.open, Address::new(Route::Offline)),
    ];
    out.extend(bundle.lanes().map(|kind| {
        let name = (m.section_kind)(kind).to_owned();
        Offer {
            subject: m.only_read.to_owned(),
            name,
            does: Does::Open(Address::new(Route::Lane(kind)).into()),
        }
    }));
    for group in groups(m) {
        out.extend(group.choices.into_iter().map(|(value, name)| Offer {
            subject: group.legend.to_owned(),
            name: name.to_owned(),
            does: Does::Set(group.field, value),
        }));
    }
    out.push(Offer {
        subject: m.help.to_owned(),
        name: m.help_keys.to_owned(),
        does: Does::Help,
    });
    out
}

/// The list of the days that are named.
fn days(context: &Context<'_>, q: &str, around: &Around<'_>) -> Option<Offer> {
    let m = context.messages;
    let period = when::parse(q, around.today?)?;
    let filter = Filter::default().with_period(Some(period));
    let counts = context.bundle.counts.iter();
    let reports: u32 = counts
        .filter(|count| period.contains(count.day))
        .map(|count| count.count)
        .sum();
    Some(Offer {
        subject: m.archive.to_owned(),
        name: format!("{}　{}", (m.date_range)(period), (m.reports)(reports as usize)),
        does: Does::Open(Address::list().with_filter(filter).into()),
    })
}

/// One kind of section across the days of the filter, where its name is typed, in whatever language, or a heading that
/// reports have for it.
fn lane(context: &Context<'_>, q: &str, around: &Around<'_>) -> Option<Offer> {
    let q = q.trim();
    // A single character is the beginning of something else.
    q.chars().nth(1)?;
    let m = context.messages;
    let fold = &context.bundle.fold;
    let wanted = fold.fold_str(q);
    let meant = (around.kind_of)(q);
    let is_named = |kind: SectionKind| {
        let names = Language::ALL.map(|language| (language.messages().section_kind)(kind));
        names.iter().any(|name| fold.fold_str(name) == wanted) || meant == kind
    };
    let kind = context.bundle.lanes().find(|kind| is_named(*kind))?;
    Some(Offer {
        subject: m.only_read.to_owned(),
        name: (m.section_kind)(kind).to_owned(),
        does: Does::Open(context.address(Route::Lane(kind)).into()),
    })
}

/// The places of the report that was read last.
fn headings(context: &Context<'_>, q: &str, around: &Around<'_>) -> Vec<Offer> {
    let Some((id, headings)) = around.report else {
        return Vec::new();
    };
    let fold = &context.bundle.fold;
    let wanted = fold.fold_str(q.trim());
    if wanted.is_empty() {
        return Vec::new();
    }
    let fits = headings
        .iter()
        .filter(|(_, name)| fold.fold_str(name).contains(&wanted));
    let offers = fits.take(HEADINGS_AT_ONCE).map(|(anchor, name)| Offer {
        subject: context.messages.read_last.to_owned(),
        name: name.clone(),
        does: Does::Open(Address::report(id).with_anchor(anchor).into()),
    });
    offers.collect()
}
