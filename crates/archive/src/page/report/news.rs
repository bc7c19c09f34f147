//! What is new in a report beside earlier ones of its topic, and which earlier ones are like it.

use super::{Context, marked_address};
use crate::html::{Element, el};
use crate::link::{Address, Route};
use crate::model::{Body, News, Summary};

/// What stands under a report's text; nothing where there is nothing to say.
pub(super) fn news(context: &Context<'_>, summary: &Summary, body: &Body) -> Option<Element> {
    let messages = context.messages;
    let beside = body.news.as_ref().and_then(|news| beside(context, summary, news));
    let related = body.related.iter().map(|related| {
        let address = context.address(Route::Report(related.id.clone()));
        let day = el("time").attr("datetime", related.day.to_string()).text(
            if related.day.year() == summary.day.year() {
                (messages.short_date)(related.day)
            } else {
                related.day.to_string()
            },
        );
        let title = el("span")
            .attr("lang", &context.bundle.site.language)
            .text(&related.title);
        el("li").child(
            el("a")
                .attr("href", context.href(&address))
                .child(day)
                .child(title),
        )
    });
    let related: Vec<Element> = related.collect();
    let related = (!related.is_empty()).then(|| {
        el("nav")
            .class("related")
            .attr("aria-labelledby", "kb-related")
            .child(el("h2").attr("id", "kb-related").text(messages.news.related))
            .child(el("ul").children(related))
    });
    let is_empty = beside.is_none() && related.is_none();
    (!is_empty).then(|| {
        el("aside")
            .class("news")
            .attr("lang", messages.tag)
            .children(beside.into_iter().flatten())
            .child_opt(related)
    })
}

/// A heading with what is new, or a line that too little is there to tell.
fn beside(context: &Context<'_>, summary: &Summary, news: &News) -> Option<Vec<Element>> {
    let messages = &context.messages.news;
    if news.earlier < News::LEAST {
        return Some(vec![
            el("p").class("news-few").text((messages.too_few)(news.earlier)),
        ]);
    }
    let here = |text: &str| term_link(context, &summary.id, text);
    let rising = news.rising.iter().map(|text| here(text));
    let faded = news
        .faded
        .iter()
        .map(|(text, last)| term_link(context, last, text));
    let kinds: [(&str, Vec<Element>); 3] = [
        (
            messages.fresh,
            summary.fresh.iter().map(|text| here(text)).collect(),
        ),
        (messages.rising, rising.collect()),
        (messages.faded, faded.collect()),
    ];
    let kinds = kinds.into_iter().filter(|(_, links)| !links.is_empty());
    let rows = kinds.map(|(name, links)| {
        el("div")
            .child(el("dt").text(name))
            .child(el("dd").child(term_list(context, links)))
    });
    let rows: Vec<Element> = rows.collect();
    (!rows.is_empty()).then(|| {
        vec![
            el("h2").text((messages.title)(news.earlier)),
            el("dl").children(rows),
        ]
    })
}

/// The terms that are new in a report of the edition, in a line; nothing where none is.
pub(in crate::page) fn fresh_line(context: &Context<'_>, summary: &Summary) -> Option<Element> {
    let links = summary
        .fresh
        .iter()
        .map(|text| term_link(context, &summary.id, text));
    let links: Vec<Element> = links.collect();
    (!links.is_empty()).then(|| {
        let name = el("span")
            .attr("lang", context.messages.tag)
            .text(context.messages.news.fresh);
        el("div")
            .class("story-fresh")
            .child(name)
            .child(term_list(context, links))
    })
}

fn term_list(context: &Context<'_>, links: Vec<Element>) -> Element {
    let items = links.into_iter().map(|link| el("li").child(link));
    let items: Vec<Element> = items.collect();
    el("ul")
        .class("term-links")
        .attr("lang", &context.bundle.site.language)
        .children(items)
}

/// A term that leads to where it stands in a report, which it marks there.
fn term_link(context: &Context<'_>, id: &str, text: &str) -> Element {
    // What has spaces in it is looked for as a whole.
    let q = if text.contains(' ') {
        ["\"", text, "\""].concat()
    } else {
        text.to_owned()
    };
    let address: Address = marked_address(context, id, &q);
    el("a").attr("href", context.href(&address)).text(text)
}

#[cfg(test)]
mod tests {
    use crate::html::print;
    use crate::link::Filter;
    use crate::model::{News, Related, Report};
    use crate::page::tests::{bundle, context};

    /// What stands under the newest report after a change to it.
    fn printed(change: impl FnOnce(&mut Report)) -> Option<String> {
        let (mut bundle, filter) = (bundle(), Filter::default());
        change(&mut bundle.reports[0]);
        let report = bundle.reports[0].clone();
        let element = super::news(&context(&bundle, &filter), &report.summary, &report.body)?;
        Some(print(&[element.into()]))
    }

    #[test]
    fn every_term_leads_to_where_it_stands() {
        let html = printed(|report| {
            report.summary.id = "2025/11/30/x".into();
            report.summary.fresh = vec!["Olmo 3".into()];
            report.body.news = Some(News {
                earlier: 30,
                rising: Vec::new(),
                faded: vec![("算力".into(), "2025/11/20/y".into())],
            });
            let related = |day: &str| Related {
                id: "z".into(),
                day: day.parse().unwrap(),
                title: "开源".into(),
            };
            report.body.related = vec![related("2025-11-02"), related("2024-11-02")];
        });
        let html = html.unwrap();
        assert!(html.contains("<h2>与前 30 篇相比</h2>"), "{html}");
        assert!(
            html.contains("2025/11/30/x/?q=%22Olmo+3%22\">Olmo 3</a>"),
            "{html}"
        );
        assert!(
            html.contains("2025/11/20/y/?q=%E7%AE%97%E5%8A%9B\">算力</a>"),
            "{html}"
        );
        assert!(!html.contains("升温"), "nothing is on the rise");
        assert!(
            html.contains(">11月2日</time>") && html.contains(">2024-11-02</time>"),
            "{html}"
        );
    }

    #[test]
    fn too_few_reports_are_said_and_silence_takes_no_room() {
        let few = |earlier| {
            printed(|report| {
                report.body.news = Some(News {
                    earlier,
                    ..News::default()
                });
            })
        };
        assert!(few(6).unwrap().contains("此前只有 6 篇"));
        assert_eq!(few(7), None);
        assert_eq!(printed(|_| {}), None);
    }
}
