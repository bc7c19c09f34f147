//! `kanbao cloud`: the word cloud of a post, or of many, as a picture of its own.

#[cfg(feature = "png")]
mod png;
mod source;
mod theme;

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::{fs, io};

use clap::{Args, ValueEnum};
use kanbao_archive::cloud::{self, Canvas, Placed, Word};
use kanbao_archive::html::print;
use kanbao_archive::model::Day;
use kanbao_archive::terms::score::{Score, weighted};
use serde::Serialize;

use super::build::{first_day, last_day, size as bytes_in_words};
use super::print::Printer;
use super::{Exit, Failure};
use source::{Filter, Source};
use theme::Theme;

/// Flags of `kanbao cloud`.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct CloudArgs {
    /// A post, a folder of posts, or a folder that `kanbao build` has written
    source: PathBuf,
    /// Where the picture is written; .svg or .png says as what. - prints SVG
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
    /// Count no report before this day: 2025-11-01, 2025-11, yesterday
    #[arg(long, value_name = "DAY", value_parser = first_day)]
    from: Option<Day>,
    /// Count no report after this day
    #[arg(long, value_name = "DAY", value_parser = last_day)]
    to: Option<Day>,
    /// Count the reports of this topic, by its key, and no others; may be given several times
    #[arg(long, value_name = "KEY")]
    topic: Vec<String>,
    /// Width and height in pixels (1200x630), or wide, square, tall
    #[arg(long, value_name = "SIZE", default_value = "wide", value_parser = canvas)]
    size: Canvas,
    /// Colours
    #[arg(long, value_enum, default_value_t = Theme::Light)]
    theme: Theme,
    /// Draw so many words, however small [default: as many as are legible]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=200))]
    words: Option<u16>,
    /// What makes a word large
    #[arg(long, value_enum, default_value_t = ScoreArg::Salient)]
    score: ScoreArg,
}

const EXAMPLES: &str = "\
Examples:
  kanbao cloud blog/_posts/2025-11-30-ai.md -o cloud.svg       one report
  kanbao cloud blog --from 2025-11 --to 2025-11 -o november.png --theme dark
  kanbao cloud site --topic ai --score distinctive -o ai.svg   what is said of AI alone
  kanbao cloud site --size 1200x630 --words 60 -o card.png     for previews in chats
  kanbao cloud site -o - | gzip > cloud.svgz";

/// What makes a word large.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
enum ScoreArg {
    /// That it is more frequent here than in general Chinese
    Salient,
    /// That it is more frequent here than in the archive's other reports
    Distinctive,
}

impl From<ScoreArg> for Score {
    fn from(score: ScoreArg) -> Self {
        match score {
            ScoreArg::Salient => Score::Salient,
            ScoreArg::Distinctive => Score::Distinctive,
        }
    }
}

/// The least and the most pixels of a side.
const SIDES: std::ops::RangeInclusive<u32> = 100..=4_096;

fn canvas(text: &str) -> Result<Canvas, String> {
    let named = match text {
        "wide" => Some(Canvas::WIDE),
        "square" => Some(Canvas::SQUARE),
        "tall" => Some(Canvas::TALL),
        _ => None,
    };
    if let Some(canvas) = named {
        return Ok(canvas);
    }
    let side = |text: &str| text.parse().ok().filter(|side| SIDES.contains(side));
    text.split_once(['x', '×', 'X'])
        .and_then(|(width, height)| {
            Some(Canvas {
                width: side(width)?,
                height: side(height)?,
            })
        })
        .ok_or_else(|| {
            format!(
                "no size: write 1200x630 (each from {} to {}), wide, square or tall",
                SIDES.start(),
                SIDES.end()
            )
        })
}

/// What a picture is written as.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Form {
    Svg,
    Png,
    /// SVG on standard output.
    Printed,
}

impl Form {
    fn of(output: &Path) -> Result<Self, Failure> {
        if output == Path::new("-") {
            return Ok(Form::Printed);
        }
        let extension = output.extension().unwrap_or_default().to_ascii_lowercase();
        match extension.to_str() {
            Some("svg") => Ok(Form::Svg),
            Some("png") => Ok(Form::Png),
            _ => Err(Failure::Usage(format!(
                "{} is neither .svg nor .png\n  help: name the picture cloud.svg or cloud.png, or print SVG with -o -",
                output.display()
            ))),
        }
    }
}

/// What was drawn, for programs.
#[derive(Serialize)]
struct Drawn<'a> {
    file: &'a Path,
    words: usize,
    reports: u32,
    width: u32,
    height: u32,
    bytes: usize,
}

impl CloudArgs {
    pub(super) fn run(&self, printer: &Printer) -> Result<Exit, Failure> {
        // Wrong usage is said before an archive is read.
        let form = Form::of(&self.output)?;
        let filter = Filter::new(self.from, self.to, &self.topic)?;
        let source = Source::read(&self.source, printer)?;
        let (placed, reports) = self.lay_out(&source, &filter, printer)?;
        let face = theme::families(&source.language);
        let style = self.theme.style(face);
        let svg = print(&[cloud::picture(&placed, self.inner(), self.margin(), &style).into()]);
        let bytes = match form {
            Form::Printed => {
                // A program that has read enough is no reason to fail.
                let _ = writeln!(io::stdout(), "{svg}");
                return Ok(Exit::Done);
            }
            Form::Svg => svg.into_bytes(),
            Form::Png => png(&svg, &placed, face, printer)?,
        };
        fs::write(&self.output, &bytes).map_err(|error| Failure::Io(self.output.clone(), error))?;
        let Canvas { width, height } = self.size;
        printer.line(&format!(
            "{}: {} words of {reports} {}, {width} × {height}, {}",
            self.output.display(),
            placed.len(),
            if reports == 1 { "report" } else { "reports" },
            bytes_in_words(bytes.len() as u64)
        ));
        printer.json(&Drawn {
            file: &self.output,
            words: placed.len(),
            reports,
            width,
            height,
            bytes: bytes.len(),
        });
        Ok(Exit::Done)
    }

    /// The words in their places, and the number of reports that they are from.
    fn lay_out(
        &self,
        source: &Source,
        filter: &Filter,
        printer: &Printer,
    ) -> Result<(Vec<Placed>, u32), Failure> {
        let terms = &source.terms;
        let sum = terms.sum(source.chosen(filter)?.into_iter(), None);
        let rest = terms.rest(&sum);
        if self.score == ScoreArg::Distinctive && rest.words == 0 {
            printer.warning(
                "there are no other reports to compare with: words are drawn as with --score salient",
            );
        }
        let canvas = self.inner();
        let at_most = self.words.map_or_else(|| cloud::words_for(canvas), usize::from);
        let words = weighted(terms, &sum, Some(&rest), self.score.into(), at_most);
        let words: Vec<Word> = words
            .into_iter()
            .map(|word| Word {
                text: word.text.to_string(),
                weight: word.weight,
            })
            .collect();
        if words.is_empty() {
            return Err(Failure::Usage(format!(
                "there is no word to draw in {}: its terms are too few or too common\n  \
                 help: take more reports",
                self.source.display()
            )));
        }
        let placed = match self.words {
            Some(_) => cloud::layout(&words, canvas),
            None => cloud::compose(&words, canvas),
        };
        Ok((placed, sum.reports))
    }

    /// Pixels that stay free on every side.
    fn margin(&self) -> u32 {
        self.size.width.min(self.size.height) / 20
    }

    fn inner(&self) -> Canvas {
        Canvas {
            width: self.size.width - 2 * self.margin(),
            height: self.size.height - 2 * self.margin(),
        }
    }
}

#[cfg(feature = "png")]
fn png(svg: &str, placed: &[Placed], face: &str, printer: &Printer) -> Result<Vec<u8>, Failure> {
    let fonts = png::Fonts::of_system();
    let missing = fonts.missing(placed.iter().flat_map(|word| word.text.chars()), face);
    let listed = |chars: &[char]| chars.iter().take(12).collect::<String>();
    let (han, others): (Vec<char>, Vec<char>) = missing.into_iter().partition(|c| theme::is_han(*c));
    if !han.is_empty() {
        return Err(Failure::Usage(format!(
            "no font on this machine has {}\n  help: install one with Chinese (Debian: sudo apt-get install fonts-noto-cjk), \
             or write .svg, which is drawn with the fonts of whoever looks at it",
            listed(&han)
        )));
    }
    if !others.is_empty() {
        printer.warning(&format!(
            "no font on this machine has {}: boxes stand there",
            listed(&others)
        ));
    }
    fonts
        .draw(svg)
        .map_err(|error| Failure::Usage(format!("the picture could not be drawn: {error}")))
}

#[cfg(not(feature = "png"))]
fn png(_: &str, _: &[Placed], _: &str, _: &Printer) -> Result<Vec<u8>, Failure> {
    Err(Failure::Usage(
        "this kanbao was built without PNG\n  help: write .svg, or build kanbao with its feature `png`"
            .into(),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_pixels_or_shapes() {
        let wanted = Canvas {
            width: 1_200,
            height: 630,
        };
        for text in ["1200x630", "1200×630", "1200X630"] {
            assert_eq!(canvas(text), Ok(wanted), "{text}");
        }
        assert_eq!(canvas("tall"), Ok(Canvas::TALL));
        for odd in [
            "",
            "1200",
            "0x10",
            "99x500",
            "1200x9999",
            "axb",
            "1200x630x2",
            "large",
        ] {
            assert!(canvas(odd).is_err(), "{odd}");
        }
    }

    #[test]
    fn the_extension_says_what_a_picture_is() {
        let form = |name: &str| Form::of(Path::new(name)).ok();
        assert_eq!(form("a/b.SVG"), Some(Form::Svg));
        assert_eq!(form("cloud.png"), Some(Form::Png));
        assert_eq!(form("-"), Some(Form::Printed));
        assert_eq!([form("cloud.jpg"), form("cloud"), form("svg")], [None; 3]);
    }
}
