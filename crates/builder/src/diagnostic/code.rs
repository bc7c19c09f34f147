//! The table of codes: every kind of problem, how grave it is, and what `kanbao check --explain` says of it.

use std::fmt;
use std::str::FromStr;

use super::Severity;

/// Writes the enum and its table in one place, so that a code cannot be without its explanation.
macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $name:ident = $code:literal, $severity:ident, $kind:literal, $explanation:literal;)+) => {
        /// A kind of problem. Codes are stable: one that is no longer used is not given to another problem.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub enum Code {
            $($(#[doc = $doc])+ $name,)+
        }

        impl Code {
            /// Every code, in order.
            pub const ALL: &[Code] = &[$(Code::$name,)+];

            /// The code as it is printed: `K012`.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Code::$name => $code,)+
                }
            }

            /// How grave this kind of problem is.
            pub fn severity(self) -> Severity {
                match self {
                    $(Code::$name => Severity::$severity,)+
                }
            }

            /// What problems of this kind are, in a few words: `missing images`.
            pub fn kind(self) -> &'static str {
                match self {
                    $(Code::$name => $kind,)+
                }
            }

            /// What it means, what was done and what to do, in a few sentences.
            pub fn explanation(self) -> &'static str {
                match self {
                    $(Code::$name => $explanation,)+
                }
            }
        }
    };
}

codes! {
    /// A file or folder could not be read.
    Unreadable = "K001", Error, "files that cannot be read",
        "The file or folder could not be read: it was removed while the posts were read, its permissions forbid it, \
         or it is a symbolic link that leads nowhere. It was left out.";
    /// The text is not UTF-8.
    NotUtf8 = "K002", Error, "files that are not UTF-8",
        "Posts are read as UTF-8. A byte was found that cannot be part of UTF-8 text, often because the file was \
         saved as GBK, GB18030, Big5 or UTF-16, or was cut in the middle of a character. The post was left out, since \
         guessing would publish wrong characters. Save the file as UTF-8.";
    /// Control characters were removed.
    ControlCharacters = "K003", Warning, "control characters",
        "The text holds control characters such as NUL, which show nothing and break search. They were removed and \
         the post was kept. Tabs and line ends are not meant by this.";
    /// The file is empty.
    EmptyFile = "K004", Error, "empty files",
        "The file holds no text at all, often because a script was interrupted while writing it. It was left out.";
    /// There is nothing but front matter.
    EmptyBody = "K005", Error, "posts without text",
        "After the front matter there is no text, so there is nothing to read. The post was left out. A post that is \
         not ready yet can say `published: false`.";
    /// The file is Markdown but no post.
    NotAPost = "K006", Note, "files about a folder",
        "Files such as README.md and index pages without a date describe a folder; they are no reports and were left \
         out. Give the file a date in its front matter or name to publish it.";
    /// A symbolic link that is not followed.
    LinkNotFollowed = "K007", Warning, "symbolic links",
        "Symbolic links to folders are not followed, since they can lead in circles, and links to files outside the \
         folder of posts are not followed, so that a build publishes nothing that is not in it. Copy the files, or \
         give the folder itself to kanbao.";

    /// The front matter has no end.
    UnterminatedFrontMatter = "K010", Error, "front matter without an end",
        "The post begins with `---` (YAML) or `+++` (TOML), but the line that ends the front matter is missing. \
         What belongs to it could only be guessed, so the post was left out. Put the same line after the last key.";
    /// The front matter is not valid YAML or TOML.
    InvalidFrontMatter = "K011", Error, "invalid front matter",
        "The front matter is not valid YAML (between `---`) or TOML (between `+++`). The post was left out. Common \
         causes: a value with a colon and a space in it that is not in quotes, a tab used to indent, a quote that \
         is not closed.";
    /// A key occurs twice.
    DuplicateKey = "K012", Error, "keys given twice",
        "The same key is given twice, so which value is meant could only be guessed. The post was left out. Remove \
         one of the two.";
    /// A value has the wrong shape.
    WrongValue = "K013", Error, "values of the wrong kind",
        "The value has another shape than its key needs: a list where one text is expected, or a text where true or \
         false is expected. The post was left out.";
    /// The front matter is too large.
    FrontMatterTooLarge = "K014", Error, "front matter that is too large",
        "The front matter is larger than 64 KiB, is nested too deep, or expands to far more than is written (a \
         \"YAML bomb\"). The post was left out.";

    /// There is no date anywhere.
    NoDate = "K020", Error, "posts without a date",
        "A report belongs to a day. Neither the front matter (`date`) nor the file's name (`2025-11-21-name.md`) nor \
         a folder's name (`2025-11-21/`) says which. The post was left out.";
    /// The date cannot be understood.
    UnknownDate = "K021", Error, "dates of unknown form",
        "The value is not a date in a form that is known, such as `2025-11-21 10:01:26 +0800`, `2025-11-21`, \
         `2025-11-21T10:01:26Z`, `2025/11/21` or `Fri, 21 Nov 2025 10:01:26 +0800`. The post was left out.";
    /// There is no such day or time.
    ImpossibleDate = "K022", Error, "impossible dates",
        "The date has the right form, but there is no such day or time: 30 February, month 13, 25 o'clock. The post \
         was left out, since any other day could only be guessed.";
    /// The post is dated in the future.
    FutureDate = "K023", Note, "posts dated in the future",
        "The post's date has not come yet, so it was left out; it will appear in a build after that time. `--future` \
         includes such posts now.";
    /// The date and the file's name disagree.
    DateDisagrees = "K024", Warning, "dates that disagree",
        "The front matter and the file's name, or `date` and `posttime`, give different days. The post was kept; its \
         day is the one of `date`, in that date's own offset. Where a script writes UTC for a reader in another time \
         zone, let it write the offset (`+0800`).";
    /// The title's period and the date disagree.
    PeriodDisagrees = "K025", Warning, "titles and dates that disagree",
        "The title names the days that a report covers, and they do not go together with its date: the report would \
         be older than what it covers, or much younger, or its first day comes after its last. The post was kept as it is.";
    /// The text states other days than the title.
    CoverageDisagrees = "K026", Warning, "titles and texts that disagree",
        "The text says that the report covers other days than its title does. The post was kept; the report shows \
         the days of the text as what it covers.";

    /// The address cannot be used.
    UnusableId = "K030", Warning, "permalinks that cannot be used",
        "The permalink cannot be the address of a page: it leads outside the site (`..`), holds characters that \
         Windows or web hosts refuse, is a name that Windows reserves, or is an address that the site itself uses. \
         The post was kept at the address that follows from its date and file name.";
    /// Two posts have the same address.
    DuplicateId = "K031", Warning, "addresses wanted twice",
        "Two posts have the same address (small and capital letters are the same to Windows and macOS). Both were \
         kept: the first by path keeps the address, each other gets `~` and six digits that follow from its path.";

    /// An image is missing.
    ImageMissing = "K040", Warning, "missing images",
        "The text names an image that is not there. The post was kept; its page draws a stand-in, and a word cloud is \
         drawn from the report's own terms. Put the file beside the post, or name its folder in \
         `[build] image_dirs`; the next build finds it.";
    /// An image lies outside the folder of posts.
    ImageOutside = "K041", Warning, "images outside the folder",
        "The path of the image leads out of the folder of posts. Such files are never published, so that a build \
         cannot disclose what the publisher did not put there. Copy the image into the folder.";
    /// An image is damaged.
    ImageBroken = "K042", Warning, "damaged images",
        "The file is there, but it is not an image of a known type (JPEG, PNG, GIF, WebP, AVIF, SVG) or is damaged. \
         It was treated as missing.";
    /// An image is on another server.
    ImageRemote = "K043", Warning, "images on other servers",
        "The image is on another server. The post was kept; the reading room loads nothing from other servers, so that it \
         works offline and discloses nothing of its readers, and its page draws a stand-in. Copy the image into the folder.";
    /// An image has an address that cannot be published.
    ImageAddress = "K044", Warning, "images without a path",
        "The address of the image is not a file's path: `data:`, `file:`, a drive letter. The post was kept; its page \
         draws a stand-in. Save the image as a file beside the post.";

    /// The settings cannot be read.
    InvalidConfig = "K050", Error, "settings that cannot be read",
        "kanbao.toml is not valid TOML (or _config.yml not valid YAML), so none of its settings were used.";
    /// A setting is unknown.
    UnknownSetting = "K051", Error, "unknown settings",
        "The table or key is not one that kanbao.toml can have. Look for a spelling mistake; the nearest known name \
         is given. The setting was not used.";
    /// A setting has a value that it cannot have.
    InvalidSetting = "K052", Error, "settings with a wrong value",
        "The value is not one that this key can have. The setting was not used.";

    /// A section whose name is not known.
    UnknownSection = "K060", Note, "unknown section headings",
        "The heading stands in most reports of a stretch of days, as names of sections do, but the table that says \
         what sections are does not know it. The text is published as it is; lanes, which show one kind of section \
         across days, leave it out. Say in `[reports.section_aliases]` of kanbao.toml what it is, or that it is \
         \"other\". Headings that name the subject of one day are not meant by this.";

    /// A template tag that is not understood.
    UnknownTag = "K070", Warning, "unknown tags",
        "The text holds a tag of another generator: Liquid (`{% … %}`, `{{ … }}`) or a shortcode (`{{< … >}}`). Code blocks, \
         images, comments, raw text, links between posts and addresses of the site are understood; this one is not, and \
         it was kept as text. Write what it should show as Markdown.";
    /// A link leads to no report.
    DeadLink = "K071", Warning, "links that lead nowhere",
        "The link names a post or an address of this site, and there is no such report: it was renamed, left out, or is a page \
         that only the former site had. The post was kept; the link is shown as its text. The nearest name, where there \
         is one, stands under the caret.";
    /// A link leads to a file that is not published.
    LinkToFile = "K072", Warning, "links to files",
        "The link leads to a file in the folder of posts that is no report. Only reports and the images that they show are published, \
         so that a build discloses nothing else. The post was kept; the link is shown as its text.";

    /// A report given as JSON cannot be read.
    InvalidReport = "K080", Error, "reports of JSON that cannot be read",
        "A report of the file given with `--bundle` lacks its day or its text, or a value has another shape than docs/BUNDLE.md \
         describes. It was left out; the number after `#` says which one it is, counted from 1.";
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The text is not one of the codes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct UnknownCode;

impl fmt::Display for UnknownCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (first, last) = (Code::Unreadable, Code::InvalidReport);
        write!(
            f,
            "expected a code between {first} and {last}, as diagnostics print it"
        )
    }
}

impl std::error::Error for UnknownCode {}

impl FromStr for Code {
    type Err = UnknownCode;

    /// Reads a code in either case.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Code::ALL
            .iter()
            .copied()
            .find(|code| code.as_str().eq_ignore_ascii_case(text))
            .ok_or(UnknownCode)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_ascending_and_readable() {
        for pair in Code::ALL.windows(2) {
            assert!(
                pair[0].as_str() < pair[1].as_str(),
                "{} is not before {}",
                pair[0],
                pair[1]
            );
        }
        for &code in Code::ALL {
            assert_eq!(code.as_str().parse(), Ok(code));
            assert_eq!(code.as_str().to_lowercase().parse(), Ok(code));
            assert!(code.explanation().ends_with('.'), "{code}");
            assert!(
                !code.explanation().contains("  "),
                "{code}: a line continuation lost its backslash"
            );
        }
        assert_eq!("K999".parse::<Code>(), Err(UnknownCode));
    }

    #[test]
    fn what_was_done_fits_the_severity() {
        for &code in Code::ALL {
            let left_out = ["left out", "was not used", "were used"]
                .iter()
                .any(|words| code.explanation().contains(words));
            match code.severity() {
                Severity::Error => assert!(left_out, "{code} is an error: say that something was left out"),
                Severity::Warning => assert!(!code.explanation().contains("The post was left out"), "{code}"),
                Severity::Note => {}
            }
        }
    }
}
