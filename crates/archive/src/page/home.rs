//! Home: the newest day's edition, then the archive by day with its calendar.

use super::archive_list::{FirstRows, archive_list, first_rows};
use super::cloud_figure::{Shape, cloud_figure};
use super::dates::{Days, dates};
use super::edition::edition;
use super::{Context, Trouble};
use crate::html::{Element, Html, el};
use crate::link::{Address, Filter, Route};
use crate::model::{Body, Day, Summary};
use crate::outline::SectionKind;

/// What home shows.
pub struct Home<'a> {
    /// The reports of the newest day.
    pub newest: &'a [&'a Summary],
    /// The text of the first of them, for its cloud.
    pub newest_body: Option<&'a Body>,
    /// What the list holds, newest first: the reports that pass the filter. The newest day is not among them where
    /// nothing is filtered, since the edition above shows it. Only `rows` looks at them.
    pub listed: &'a [&'a Summary],
    /// How many they are, as far as it is known: those that have not come are counted too.
    pub total: usize,
    /// Whether nothing that is to be shown is on its way.
    pub complete: bool,
    /// Why what is to be shown has not come, where it could not be fetched.
    pub trouble: Option<Trouble>,
    /// Draws the first rows; the reader draws those near the window itself.
    pub rows: FirstRows,
    /// The month that the calendar shows, by any of its days.
    pub month: Option<Day>,
    /// The reader's own calendar day; unknown to the builder.
    pub today: Option<Day>,
    /// Days of that month whose reports cannot be read now.
    pub absent: &'a [Day],
    /// Whether the days are unfolded; on a large screen they always are.
    pub days_open: bool,
}

impl<'a> Home<'a> {
    /// Home as it is prerendered: nothing filtered, the calendar at the newest month. `all` are the archive's reports,
    /// newest first, so that it begins with those of the newest day.
    pub fn first(newest: &'a [&'a Summary], newest_body: Option<&'a Body>, all: &'a [&'a Summary]) -> Self {
        let listed = all.get(newest.len()..).unwrap_or_default();
        Self {
            newest,
            newest_body,
            listed,
            total: listed.len(),
            complete: true,
            trouble: None,
            rows: first_rows,
            month: None,
            today: None,
            absent: &[],
            days_open: false,
        }
    }
}

/// The page inside `<main>`. The edition stands only where nothing is filtered: a filter asks for a list.
///
/// The parts stay in their places whatever is shown, so that one page is easily changed into the other.
pub fn home(context: &Context<'_>, home: &Home<'_>) -> Vec<Html> {
    let is_front = context.filter.is_empty() && !home.newest.is_empty();
    let shown = if is_front { home.newest } else { &[] };
    let cloud = is_front.then(|| newest_cloud(context, home)).flatten();
    let archive_page = Address::new(Route::Home).with_anchor("archive");
    let days = Days {
        month: home.month,
        today: home.today,
        absent: home.absent,
    };
    let side = el("div")
        .class("home-side")
        .child(
            dates(context, &archive_page, days)
                .attr("data-open", if home.days_open { "true" } else { "false" }),
        )
        .child_opt(cloud);
    let grid = el("div")
        .class("home-grid")
        .child(edition(context, shown))
        .child(side)
        .child(archive_list(context, home, is_front));
    let mut page = vec![folio(context, home).into()];
    page.extend(clock_line(context, home).map(Html::from));
    page.push(grid.into());
    page
}

/// The line under the masthead: the day of the newest edition, whether that is today's, and the way to what has come
/// since the reader was last here.
fn folio(context: &Context<'_>, home: &Home<'_>) -> Element {
    let messages = context.messages;
    let newest = home.newest.first().map(|summary| summary.day);
    let date = newest.map(|newest| {
        let is_old = home.today.filter(|today| *today != newest);
        let text = match is_old {
            Some(today) => (messages.newest_is_from)(newest, today),
            None => (messages.long_date)(newest),
        };
        el("time").attr("datetime", newest.to_string()).text(text)
    });
    el("div")
        .class("folio")
        .child_opt(date)
        .child_opt(newest.and_then(|newest| since(context, newest)))
}

/// Says that the device's clock is wrong where it surely is not right: one day apart may be a matter of time zones. (How
/// far ahead it is cannot be known: the archive may have ended long ago.)
fn clock_line(context: &Context<'_>, home: &Home<'_>) -> Option<Element> {
    let (today, newest) = (home.today?, home.newest.first()?.day);
    let line = || {
        el("p")
            .class("clock-line")
            .text((context.messages.trouble.clock)(today, newest))
    };
    (today.plus(1) < newest).then(line)
}

/// How much is new to a reader who comes back, as a link to the key points of those days.
fn since(context: &Context<'_>, newest: Day) -> Option<Element> {
    let day = context.library.visit?.since()?;
    let counts = context.bundle.counts.iter();
    let new: u32 = counts.filter(|c| c.day > day).map(|c| c.count).sum();
    if new == 0 {
        return None;
    }
    let filter = Filter {
        from: Some(day.plus(1)),
        ..Filter::default()
    };
    let address = Address::new(Route::Lane(SectionKind::KeyPoints)).with_filter(filter);
    let link = el("a")
        .class("since")
        .attr("href", context.href(&address))
        .text((context.messages.since)(day, newest, new as usize))
        .child(el("span").attr("aria-hidden", "true").text(" ›"));
    Some(link)
}

/// The cloud of the edition's first report.
fn newest_cloud(context: &Context<'_>, home: &Home<'_>) -> Option<Element> {
    let figure = cloud_figure(context, home.newest.first()?, home.newest_body?, Shape::Side)?;
    let title = el("h2").class("aside-title").text(context.messages.word_cloud);
    Some(el("section").class("home-cloud").child(title).child(figure))
}

#[cfg(test)]
mod tests {
    use super::super::ROWS_AT_FIRST;
    use super::super::tests::{bundle, context, report_on};
    use super::*;
    use crate::html::print;
    use crate::library::{Library, Note, Visit};
    use crate::link::Only;
    use crate::message::Language;
    use crate::model::{Bundle, Report};

    /// Home of an archive with these reports, the first `newest` of them of the newest day.
    fn printed(bundle: &Bundle, newest: usize, filter: &Filter, library: &Library) -> String {
        let context = Context {
            bundle,
            root: "./",
            messages: Language::ZhCn.messages(),
            filter,
            library,
        };
        let all: Vec<&Summary> = bundle.reports.iter().map(|r| &r.summary).collect();
        let is_listed = |s: &&Summary| filter.admits(s) && library.admits(filter.only, &s.id);
        let listed: Vec<&Summary> = all.iter().copied().filter(is_listed).collect();
        let mut shown = Home::first(&all[..newest], None, &all);
        if !filter.is_empty() {
            (shown.listed, shown.total) = (&listed, listed.len());
        }
        shown.today = Some("2025-12-02".parse().unwrap());
        print(&home(&context, &shown))
    }

    fn front(bundle: &Bundle, newest: usize) -> String {
        printed(bundle, newest, &Filter::default(), Library::empty())
    }

    #[test]
    fn only_who_was_here_before_is_told_what_is_new() {
        let bundle = bundle();
        assert!(!front(&bundle, 2).contains("class=\"since\""));
        let newest = "2025-11-30".parse().unwrap();
        let visit = |before: &str| {
            let mut library = Library::default();
            library.visit = Some(Visit {
                newest,
                at: 0,
                before: before.parse().ok(),
            });
            library
        };
        let html = printed(&bundle, 2, &Filter::default(), &visit("2025-11-27"));
        assert!(html.contains("自 27 日以来 2 篇"), "{html}");
        assert!(
            html.contains("href=\"./?lane=key-points&amp;from=2025-11-28\""),
            "{html}"
        );
        let html = printed(&bundle, 2, &Filter::default(), &visit("2025-10-31"));
        assert!(html.contains("自 10月31日以来 3 篇"), "{html}");
        let html = printed(&bundle, 2, &Filter::default(), &visit("2025-11-30"));
        assert!(!html.contains("class=\"since\""), "nothing is new");
    }

    #[test]
    fn home_says_when_the_newest_day_is_not_today() {
        assert!(front(&bundle(), 2).contains("最新一期是 11月30日"));
    }

    #[test]
    fn a_clock_that_is_behind_the_newest_report_is_named() {
        let bundle = bundle();
        let all: Vec<&Summary> = bundle.reports.iter().map(|r| &r.summary).collect();
        let filter = Filter::default();
        let on = |today: &str| {
            let mut shown = Home::first(&all[..2], None, &all);
            shown.today = today.parse().ok();
            print(&home(&context(&bundle, &filter), &shown))
        };
        assert!(on("2025-11-28").contains("这台设备的日期是 11月28日，比最新一期还早"));
        assert!(on("2001-01-01").contains("这台设备的日期是 2001年1月1日"));
        for right in ["2025-11-29", "2025-11-30", "2031-01-01"] {
            assert!(!on(right).contains("clock-line"), "{right}");
        }
    }

    #[test]
    fn one_report_is_a_front_page_and_the_list_says_that_it_is_all() {
        let mut bundle = bundle();
        bundle.reports.truncate(1);
        bundle.total = 1;
        let html = front(&bundle, 1);
        assert_eq!(html.matches("<article").count(), 1);
        assert!(html.contains("还没有更早的报告。"), "{html}");
        assert!(!html.contains("data-move-up"), "there is nothing to put in order");
    }

    #[test]
    fn an_archive_without_reports_says_so() {
        let mut bundle = bundle();
        bundle.reports.clear();
        bundle.counts.clear();
        bundle.total = 0;
        let html = front(&bundle, 0);
        assert!(
            html.contains("还没有报告。") && !html.contains("<article"),
            "{html}"
        );
    }

    #[test]
    fn a_report_without_points_and_topic_leads_with_its_headline_and_its_day() {
        let mut bundle = bundle();
        let bare = |report: &mut Report| {
            report.summary.points.clear();
            report.summary.topic.clear();
            report.summary.source.clear();
        };
        bare(&mut bundle.reports[0]);
        bare(&mut bundle.reports[2]);
        let html = front(&bundle, 1);
        assert!(html.contains(">11月30日</a></h2>"), "{html}");
        assert!(html.contains("lead-headline-long\"><a href=\"./2025/11/30/twitter_ai/\">热点总结</a>"));
        assert!(!html.contains("data-copy-points"), "there are no points to copy");
        // Its row has neither label nor points, and still says how long it is.
        assert!(
            html.contains("<p class=\"row-topic\"><span>约 2 分钟</span></p>"),
            "{html}"
        );
    }

    #[test]
    fn a_topic_can_be_moved_before_another_but_a_report_not_out_of_its_topic() {
        let mut bundle = bundle();
        assert_eq!(
            front(&bundle, 2)
                .matches("data-move-up=\"finance\" data-before=\"ai\"")
                .count(),
            1
        );
        bundle.reports[1].summary.topic = "ai".into();
        assert_eq!(front(&bundle, 2).matches("data-move-up").count(), 0);
    }

    #[test]
    fn topics_come_as_the_reader_has_put_them() {
        let bundle = bundle();
        let filter = Filter::default();
        let context = context(&bundle, &filter);
        let ranks = |order: &[&str]| {
            let order: Vec<String> = order.iter().map(|key| (*key).to_owned()).collect();
            let rank = |topic| context.rank(&order, &report_on("2025-11-30", topic).summary);
            ["ai", "finance", "none"].map(rank)
        };
        let is_rising = |[a, b, c]: [usize; 3]| a < b && b < c;
        assert!(is_rising(ranks(&[])));
        let [ai, finance, none] = ranks(&["finance"]);
        assert!(is_rising([finance, ai, none]));
    }

    #[test]
    fn rows_show_what_was_read_and_starred_and_say_it() {
        let bundle = bundle();
        let mut library = Library::default();
        let mut note = Note::default();
        note.set_read(true, 1);
        note.set_starred(true, 1);
        library.set(&bundle.reports[2].summary.id, note);
        let html = printed(&bundle, 2, &Filter::default(), &library);
        assert!(html.contains("<li class=\"row row-read row-starred\""), "{html}");
        assert!(
            html.contains("开源模型<span class=\"visually-hidden\"> 已读，已加星</span></a>"),
            "{html}"
        );
        assert!(
            html.contains("aria-label=\"加星：开源模型\" aria-pressed=\"true\">★</button>"),
            "{html}"
        );
        assert!(html.contains(">标为未读</button>"));
    }

    #[test]
    fn an_empty_shelf_says_how_something_comes_onto_it() {
        let bundle = bundle();
        let mut read = Library::default();
        for report in &bundle.reports {
            let mut note = Note::default();
            note.set_read(true, 1);
            read.set(&report.summary.id, note);
        }
        for (only, library, words) in [
            (Only::Unread, &read, "都读过了"),
            (Only::Read, Library::empty(), "还没有读过的报告"),
            (Only::Starred, Library::empty(), "还没有星标的报告"),
        ] {
            let filter = Filter {
                only: Some(only),
                ..Filter::default()
            };
            let html = printed(&bundle, 2, &filter, library);
            assert!(html.contains(words), "{html}");
            assert!(html.contains(&format!("data-only=\"{}\"", only.name())));
        }
    }

    #[test]
    fn a_long_list_is_printed_down_to_some_row() {
        let mut bundle = bundle();
        let first: Day = "2025-11-30".parse().unwrap();
        let report = |n: i32| report_on(&first.plus(-n).to_string(), "ai");
        bundle.reports = (0..200).map(report).collect();
        let rows = front(&bundle, 1).matches("<li class=\"row\"").count();
        assert!((ROWS_AT_FIRST..ROWS_AT_FIRST + 8).contains(&rows), "{rows} rows");
    }

    #[test]
    fn a_list_says_what_of_it_is_on_its_way() {
        let bundle = bundle();
        let shown = |filter: &Filter, trouble| {
            let context = context(&bundle, filter);
            let mut shown = Home::first(&[], None, &[]);
            (shown.total, shown.complete, shown.trouble) = (1, false, trouble);
            print(&home(&context, &shown))
        };
        let filter = Filter {
            topic: Some("ai".into()),
            ..Filter::default()
        };
        let html = shown(&filter, None);
        assert!(
            html.contains("data-total=\"1\"") && html.contains("正在载入"),
            "{html}"
        );
        let html = shown(&filter, Some(Trouble::Offline));
        assert!(
            html.contains("现在连不上网络") && !html.contains("正在载入"),
            "{html}"
        );
    }
}
