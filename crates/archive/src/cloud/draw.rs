//! The picture of a cloud, and its twin in words.

use super::metrics::is_square;
use super::{Canvas, Placed, Tone};
use crate::html::{Element, el};

/// The tones in the order in which their groups are drawn.
const GROUPS: [Tone; 4] = [Tone::Ink, Tone::Soft, Tone::Faint, Tone::Accent];

/// Draws a cloud as SVG. Every word is a link to where `href` says, for the pointer; the picture is hidden
/// from assistive technology and from the Tab key, which have [`list`] instead.
///
/// Colours, font and weight are the stylesheet's: `.cloud` and, one group a tone, `.tone-ink`, `.tone-soft`,
/// `.tone-faint`, `.tone-accent`. The font may be any: `textLength` keeps every word in its box. It must not
/// have letter spacing.
pub fn svg(placed: &[Placed], canvas: Canvas, href: impl Fn(&str) -> String) -> Element {
    let groups = GROUPS.iter().filter_map(|tone| {
        let words: Vec<Element> = of_tone(placed, *tone)
            .map(|word| draw(word, href(&word.text)))
            .collect();
        (!words.is_empty()).then(|| el("g").class(tone.class()).children(words))
    });
    el("svg")
        .class("cloud")
        .attr("viewBox", format!("0 0 {} {}", canvas.width, canvas.height))
        .attr("aria-hidden", "true")
        .children(groups)
}

/// The words of a cloud as an ordered list of links, the heaviest first.
pub fn list(placed: &[Placed], href: impl Fn(&str) -> String) -> Element {
    let items = placed
        .iter()
        .map(|word| el("li").child(el("a").attr("href", href(&word.text)).text(word.text.as_str())));
    el("ol").class("cloud-list visually-hidden").children(items)
}

/// The colours and faces of a picture that stands alone.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Style {
    /// Behind the words, as CSS has it; so are the others.
    pub paper: &'static str,
    /// Words of [`Tone::Ink`].
    pub ink: &'static str,
    /// Words of [`Tone::Soft`].
    pub soft: &'static str,
    /// Words of [`Tone::Faint`].
    pub faint: &'static str,
    /// The word of [`Tone::Accent`].
    pub accent: &'static str,
    /// The faces, as `font-family` lists them.
    pub family: &'static str,
}

/// The words that a picture which stands alone has as its title.
const NAMED: usize = 12;

/// Draws a cloud as an SVG file, which depends on no stylesheet and leads nowhere: paper, and the words on it. `margin`
/// pixels stay free on each side of the canvas.
pub fn picture(placed: &[Placed], canvas: Canvas, margin: u32, style: &Style) -> Element {
    let (width, height) = (canvas.width + 2 * margin, canvas.height + 2 * margin);
    let (left, side) = (format!("-{margin}"), |length: u32| length.to_string());
    let paper = el("rect")
        .attr("x", &left)
        .attr("y", &left)
        .attr("width", side(width))
        .attr("height", side(height))
        .attr("fill", style.paper);
    let groups = GROUPS.iter().filter_map(|tone| {
        let words: Vec<Element> = of_tone(placed, *tone).map(glyphs).collect();
        let (fill, weight) = match tone {
            Tone::Ink => (style.ink, Some("700")),
            Tone::Soft => (style.soft, None),
            Tone::Faint => (style.faint, None),
            Tone::Accent => (style.accent, Some("700")),
        };
        let group = el("g").attr("fill", fill).attr_opt("font-weight", weight);
        (!words.is_empty()).then(|| group.children(words))
    });
    let named: Vec<&str> = placed.iter().take(NAMED).map(|word| word.text.as_str()).collect();
    el("svg")
        .attr("xmlns", "http://www.w3.org/2000/svg")
        .attr("width", side(width))
        .attr("height", side(height))
        .attr("viewBox", format!("{left} {left} {width} {height}"))
        .attr("font-family", style.family)
        .attr("role", "img")
        .child(el("title").text(named.join("、")))
        .child(paper)
        .children(groups)
}

fn of_tone(placed: &[Placed], tone: Tone) -> impl Iterator<Item = &Placed> {
    placed.iter().filter(move |word| word.tone == tone)
}

fn draw(word: &Placed, href: String) -> Element {
    el("a")
        .attr("href", href)
        .attr("tabindex", "-1")
        .child(glyphs(word))
}

/// A word where it stands.
fn glyphs(word: &Placed) -> Element {
    let text = el("text")
        .attr("x", pixels(word.left))
        .attr("y", pixels(word.baseline))
        .attr("font-size", pixels(word.size))
        .attr("textLength", pixels(word.width));
    // Han characters are as wide as the layout thinks in every font; letters are stretched or narrowed.
    let text = if is_square(&word.text) {
        text
    } else {
        text.attr("lengthAdjust", "spacingAndGlyphs")
    };
    text.text(word.text.as_str())
}

/// Tenths of a pixel as a decimal number of pixels.
fn pixels(tenths: u32) -> String {
    match tenths % 10 {
        0 => format!("{}", tenths / 10),
        rest => format!("{}.{rest}", tenths / 10),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Word, layout};
    use super::*;
    use crate::html::{Html, print};
    use crate::link::{Address, Route};

    fn search(word: &str) -> String {
        Address::new(Route::Search).with_q(word).href("../../../../")
    }

    fn cloud(texts: &[&str]) -> Vec<Placed> {
        let words: Vec<Word> = texts
            .iter()
            .zip(1..)
            .map(|(text, i)| Word {
                text: (*text).into(),
                weight: 10_000 / i,
            })
            .collect();
        layout(&words, Canvas::WIDE)
    }

    #[test]
    fn words_are_links_in_a_group_of_their_tone() {
        let canvas = Canvas {
            width: 100,
            height: 50,
        };
        let word = |text: &str, tone| Placed {
            text: text.into(),
            weight: 1,
            size: 125,
            left: 10,
            top: 20,
            width: 250,
            height: 125,
            baseline: 130,
            tone,
        };
        let placed = [word("开<源", Tone::Ink), word("AI", Tone::Accent)];
        assert_eq!(
            print(&[svg(&placed, canvas, |word| format!("?q={}", word.len())).into()]),
            "<svg class=\"cloud\" viewBox=\"0 0 100 50\" aria-hidden=\"true\">\
             <g class=\"tone-ink\"><a href=\"?q=7\" tabindex=\"-1\"><text x=\"1\" y=\"13\" font-size=\"12.5\" \
             textLength=\"25\" lengthAdjust=\"spacingAndGlyphs\">开&lt;源</text></a></g>\
             <g class=\"tone-accent\"><a href=\"?q=2\" tabindex=\"-1\"><text x=\"1\" y=\"13\" font-size=\"12.5\" \
             textLength=\"25\" lengthAdjust=\"spacingAndGlyphs\">AI</text></a></g></svg>"
        );
    }

    #[test]
    fn a_picture_of_its_own_has_colours_faces_and_a_margin() {
        let canvas = Canvas {
            width: 300,
            height: 100,
        };
        let words = ["算力", "GPT-5"].map(|text| Word {
            text: text.into(),
            weight: 9,
        });
        let style = Style {
            paper: "#fff",
            ink: "#111",
            soft: "#222",
            faint: "#333",
            accent: "#c00",
            family: "'Songti SC', serif",
        };
        let drawn = print(&[picture(&layout(&words, canvas), canvas, 20, &style).into()]);
        let start = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"340\" height=\"140\" viewBox=\"-20 -20 340 140\" \
                     font-family=\"'Songti SC', serif\" role=\"img\"><title>算力、GPT-5</title>\
                     <rect x=\"-20\" y=\"-20\" width=\"340\" height=\"140\" fill=\"#fff\"></rect>\
                     <g fill=\"#111\" font-weight=\"700\"><text x=";
        assert!(drawn.starts_with(start), "{drawn}");
        assert!(drawn.contains("<g fill=\"#c00\" font-weight=\"700\"><text x=") && !drawn.contains("<a "));
    }

    #[test]
    fn the_list_holds_the_same_words_in_order_of_weight() {
        let placed = cloud(&["开源模型", "GPT-5", "推理"]);
        let list = list(&placed, search);
        let texts: Vec<String> = list
            .children
            .iter()
            .map(|item| crate::html::plain(std::slice::from_ref(item)))
            .collect();
        assert_eq!(texts, ["开源模型", "GPT-5", "推理"]);
        let Html::Element(item) = &list.children[1] else {
            panic!("an item is an element")
        };
        let Html::Element(link) = &item.children[0] else {
            panic!("an item holds a link")
        };
        assert_eq!(link.attrs, [("href", "../../../../?q=GPT-5".to_owned())]);
    }

    #[test]
    fn a_hundred_words_are_within_sixteen_kilobytes() {
        let texts: Vec<String> = (0..100)
            .map(|i| {
                if i > 66 {
                    format!("Olmo Think {i}")
                } else {
                    "开源模型生态"[..6 + i % 4 * 3].to_owned()
                }
            })
            .collect();
        let placed = cloud(&texts.iter().map(String::as_str).collect::<Vec<_>>());
        let printed = print(&[svg(&placed, Canvas::WIDE, search).into()]);
        assert!(printed.len() <= 16 * 1024, "{} bytes", printed.len());
    }
}
