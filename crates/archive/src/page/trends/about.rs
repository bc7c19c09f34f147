//! What there is to say of each term beside its counts: when it came up, what stands beside it, who says it most.

use std::rc::Rc;

use super::Page;
use crate::html::{Element, el};
use crate::model::Summary;
use crate::trend::Burst;

/// Bursts that are named.
const BURSTS: usize = 3;

/// What there is to say of a term.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct About {
    /// Known terms that stand in the same reports more often than chance would have it, the strongest first.
    pub together: Vec<String>,
    /// The reports that say it most.
    pub most: Vec<Beside>,
}

/// A report, and how often it says a term.
#[derive(Clone, PartialEq, Debug)]
pub struct Beside {
    /// The report.
    pub summary: Rc<Summary>,
    /// Times.
    pub count: u32,
}

impl Page<'_> {
    pub(super) fn about(&self) -> Option<Element> {
        let terms = self.trends.terms.iter().zip(self.trends.about).enumerate();
        let each = terms.filter_map(|(at, (term, about))| self.about_term(at, term, about));
        let each: Vec<Element> = each.collect();
        (!each.is_empty()).then(|| el("div").class("trend-about").children(each))
    }

    fn about_term(&self, at: usize, term: &str, about: &About) -> Option<Element> {
        let (context, words) = (self.context, &self.context.messages.trends);
        let (trend, _) = self.trends.shown?;
        let bursts = trend.series.get(at).map_or(&[][..], |series| &series.bursts);
        if bursts.is_empty() && about.together.is_empty() && about.most.is_empty() {
            return None;
        }
        let part = |name: &str| el("h3").text(name);
        let section = el("section").child(
            el("h2")
                .child(crate::trend::swatch(at))
                .child(el("span").text(term)),
        );
        let section = section.child_opt((!bursts.is_empty()).then(|| {
            el("p")
                .class("trend-bursts")
                .text((words.bursts)(&self.days_of(bursts)))
        }));
        let together = about.together.iter().filter(|term| self.can_add(term));
        let together: Vec<Element> = together.map(|term| self.adding(term)).collect();
        let section = if together.is_empty() {
            section
        } else {
            let list = el("p")
                .class("trend-together")
                .attr("lang", &context.bundle.site.language)
                .children(together);
            section.child(part(words.together)).child(list)
        };
        if about.most.is_empty() {
            return Some(section);
        }
        let most = about.most.iter().map(|beside| self.most(term, beside));
        let most: Vec<Element> = most.collect();
        let list = el("ol").class("trend-most").children(most);
        Some(section.child(part(words.most)).child(list))
    }

    /// The newest bursts, the newest first.
    fn days_of(&self, bursts: &[Burst]) -> String {
        let space = if self.context.messages.tag.starts_with("zh") {
            "、"
        } else {
            ", "
        };
        let days = bursts
            .iter()
            .rev()
            .take(BURSTS)
            .map(|burst| self.days(burst.days));
        days.collect::<Vec<_>>().join(space)
    }

    fn most(&self, term: &str, beside: &Beside) -> Element {
        let (context, summary) = (self.context, &beside.summary);
        let date = el("time")
            .attr("datetime", summary.day.to_string())
            .text(self.day(summary.day));
        let times = (context.messages.trends.times)(beside.count);
        let link = self
            .report_link(summary, term)
            .child(date)
            .child(el("span").class("trend-lead").text(summary.lead()))
            .child(el("small").attr("lang", context.messages.tag).text(times));
        el("li")
            .attr("lang", &context.bundle.site.language)
            .attr("data-report", &summary.id)
            .child(link)
    }
}
