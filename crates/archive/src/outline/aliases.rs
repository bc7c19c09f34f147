//! Which headings mean which kind of section, and which paragraphs are boilerplate.

use super::Pattern;
use crate::model::Site;

/// What a section is, whatever it is called.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum SectionKind {
    /// The short part that holds overview and key points.
    Brief,
    /// The overview paragraph.
    Overview,
    /// The list of key points.
    KeyPoints,
    /// The long part.
    Details,
    /// Opinions and insights.
    Opinions,
    /// Events and developments.
    Events,
    /// Shares, currencies, markets.
    Markets,
    /// Analyses of single subjects.
    Analysis,
    /// Closing findings.
    Findings,
    /// The word cloud.
    Cloud,
    /// Anything else.
    Other,
}

/// The tables that tell kinds and boilerplate: the built-in ones with what a publisher adds.
#[derive(Clone, Debug)]
pub struct Aliases {
    /// Patterns of headings, first match wins; the publisher's come first.
    kinds: Vec<(Pattern, SectionKind)>,
    boilerplate: Vec<Pattern>,
}

impl Default for Aliases {
    fn default() -> Self {
        let kinds = lines(include_str!("kinds.txt")).filter_map(|line| {
            let (kind, pattern) = line.split_once(char::is_whitespace)?;
            Some((Pattern::new(pattern.trim()), SectionKind::from_name(kind)?))
        });
        let boilerplate = lines(include_str!("boilerplate.txt")).map(Pattern::new);
        Self {
            kinds: kinds.collect(),
            boilerplate: boilerplate.collect(),
        }
    }
}

impl Aliases {
    /// The built-in tables with a publisher's additions: pairs of heading pattern and kind name, and patterns
    /// of boilerplate. A kind name that does not exist is left out.
    pub fn with(section_aliases: &[(String, String)], boilerplate: &[String]) -> Self {
        let mut aliases = Self::default();
        let own = section_aliases
            .iter()
            .filter_map(|(heading, kind)| Some((Pattern::new(heading), SectionKind::from_name(kind)?)));
        aliases.kinds.splice(0..0, own);
        aliases
            .boilerplate
            .extend(boilerplate.iter().map(|pattern| Pattern::new(pattern)));
        aliases
    }

    /// The tables of a site.
    pub fn of_site(site: &Site) -> Self {
        Self::with(&site.section_aliases, &site.boilerplate)
    }

    /// The kind of a section by its heading.
    pub fn kind_of(&self, heading: &str) -> SectionKind {
        self.known_kind(heading).unwrap_or(SectionKind::Other)
    }

    /// The kind that the tables give to a heading; `None` where they do not have it.
    pub fn known_kind(&self, heading: &str) -> Option<SectionKind> {
        let found = self.kinds.iter().find(|(pattern, _)| pattern.matches(heading));
        found.map(|(_, kind)| *kind)
    }

    /// Whether a paragraph says nothing of its own.
    pub fn is_boilerplate(&self, paragraph: &str) -> bool {
        self.boilerplate.iter().any(|pattern| pattern.matches(paragraph))
    }
}

impl SectionKind {
    /// The kinds that can be read by themselves across days, in the order in which they are offered.
    pub const LANES: [SectionKind; 9] = [
        SectionKind::KeyPoints,
        SectionKind::Opinions,
        SectionKind::Events,
        SectionKind::Markets,
        SectionKind::Analysis,
        SectionKind::Findings,
        SectionKind::Overview,
        SectionKind::Brief,
        SectionKind::Details,
    ];

    /// The name that `kinds.txt` and `kanbao.toml` use.
    pub fn name(self) -> &'static str {
        match self {
            SectionKind::Brief => "brief",
            SectionKind::Overview => "overview",
            SectionKind::KeyPoints => "key-points",
            SectionKind::Details => "details",
            SectionKind::Opinions => "opinions",
            SectionKind::Events => "events",
            SectionKind::Markets => "markets",
            SectionKind::Analysis => "analysis",
            SectionKind::Findings => "findings",
            SectionKind::Cloud => "cloud",
            SectionKind::Other => "other",
        }
    }

    /// The kind of a name, or `None`.
    pub fn from_name(name: &str) -> Option<Self> {
        use SectionKind::*;
        [
            Brief, Overview, KeyPoints, Details, Opinions, Events, Markets, Analysis, Findings, Cloud, Other,
        ]
        .into_iter()
        .find(|kind| kind.name() == name)
    }
}

/// The lines of a data file that are neither blank nor comments.
fn lines(data: &'static str) -> impl Iterator<Item = &'static str> {
    data.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
}
