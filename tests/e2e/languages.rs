//! The languages of the interface: every view speaks one at a time, the browser's to begin with.

use std::collections::BTreeSet;
use std::path::PathBuf;

use kanbao_archive::text::is_han;
use kanbao_builder::fold;
use kanbao_tests::browser::{Browser, Screen};
use kanbao_tests::pages::Reader;
use kanbao_tests::scenario::scenario;
use kanbao_tests::site::Site;
use kanbao_tests::views::{Archive, Words, views_of};
use kanbao_tests::{Outcome, ensure, ensure_eq};
use serde_json::json;

use crate::shared;

/// Characters that both ways of writing have, although one of them also stands for another there.
const IN_BOTH: &str = "出只回址布搜照系面表制占台向了家志合升松游才核留吃同";

/// All that a view says, seen or only heard, but for the reports' own words: the seal, the names of languages, and the
/// sample of text in the settings.
const SAID: &str = "
    const own = '.seal, .preview, label:has([name=lang])';
    const said = [document.title];
    for (const element of document.querySelectorAll('body *:not(script, style, noscript)')) {
        if (element.closest(own)) continue;
        for (const name of ['aria-label', 'aria-description', 'aria-valuetext', 'title', 'placeholder', 'alt', 'abbr']) {
            if (element.hasAttribute(name)) said.push(element.getAttribute(name));
        }
        for (const node of element.childNodes) if (node.nodeType === 3) said.push(node.data);
    }
    return said.map((text) => text.trim()).filter((text) => text !== '')";

fn english(name: &str) -> Outcome<Site> {
    let posts = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures/english");
    shared::build(&posts, name)
}

/// What every view of the English archive says in a language, with the view's name.
fn said_in(language: &str) -> Outcome<Vec<(&'static str, String)>> {
    let site = english(&format!("english-{language}"))?;
    let server = site.serve("/")?;
    let words = Words {
        found: "bonds",
        marked: "bonds",
        not_found: "porcelain",
        asked: "bondz",
        terms: ["bonds", "porcelain", "compute"],
    };
    let mut all = Vec::new();
    scenario(&format!("language-{language}"), async |browser| {
        browser.open(&server.url()).await?;
        let keep = "localStorage.setItem('kanbao:/:settings', JSON.stringify({ lang: arguments[0] }))";
        browser.eval::<()>(keep, &[json!(language)]).await?;
        for screen in [Screen::PHONE, Screen::DESKTOP] {
            browser.set_screen(screen).await?;
            let views = views_of(&site, words)?;
            for view in views.iter().filter(|view| view.archive == Archive::Samples) {
                let undo = view.show(browser, &server.url()).await?;
                let said: Vec<String> = browser.eval(SAID, &[]).await?;
                ensure!(said.len() > 8, "{} says next to nothing: {said:?}", view.name);
                all.extend(said.into_iter().map(|text| (view.name, text)));
                undo.undo(browser).await?;
            }
        }
        Ok(())
    })?;
    Ok(all)
}

#[test]
fn nothing_is_left_untranslated_in_english() -> Outcome {
    let han: BTreeSet<_> = said_in("en")?
        .into_iter()
        .filter(|(_, text)| text.chars().any(is_han))
        .collect();
    ensure!(han.is_empty(), "Han in the English interface: {han:#?}");
    Ok(())
}

#[test]
fn simplified_and_traditional_are_not_mixed() -> Outcome {
    let every: String = ('\u{4E00}'..='\u{9FFF}').collect();
    let table = fold::table(std::iter::once(every.as_str()));
    let simplified = |c: char| table.fold_str(&c.to_string());
    // What some traditional character becomes, and is not traditional itself.
    let results: BTreeSet<char> = every
        .chars()
        .filter_map(|c| {
            let to = simplified(c);
            (to != c.to_string())
                .then_some(to)
                .and_then(|to| to.chars().next())
        })
        .filter(|c| !IN_BOTH.contains(*c))
        .collect();
    let wrong: BTreeSet<_> = said_in("zh-Hant")?
        .into_iter()
        .filter_map(|(_, text)| Some((text.chars().find(|c| results.contains(c))?, text)))
        .collect();
    ensure!(
        wrong.is_empty(),
        "simplified characters in the traditional interface: {wrong:#?}"
    );
    let said = said_in("zh-CN")?;
    ensure!(
        said.iter().any(|(_, text)| text.chars().any(is_han)),
        "the Chinese interface has no Han"
    );
    let wrong: BTreeSet<_> = said
        .into_iter()
        .filter(|(_, text)| text.chars().any(|c| is_han(c) && simplified(c) != c.to_string()))
        .collect();
    ensure!(
        wrong.is_empty(),
        "traditional characters in the simplified interface: {wrong:#?}"
    );
    Ok(())
}

/// Makes the browser ask for these languages, as its own settings do.
async fn ask_for(browser: &Browser, languages: &str) -> Outcome {
    let agent: String = browser.eval("return navigator.userAgent", &[]).await?;
    let parameters = json!({ "userAgent": agent, "acceptLanguage": languages });
    browser
        .devtools("Emulation.setUserAgentOverride", parameters)
        .await?;
    Ok(())
}

#[test]
fn the_browser_says_which_language_until_somebody_chooses() -> Outcome {
    let site = shared::samples()?;
    let server = site.serve("/")?;
    scenario("browser-language", async |browser| {
        let reader = Reader::at(browser, server.url());
        let language = "return document.documentElement.lang";
        for (asked, spoken) in [
            ("zh-TW,zh,en", "zh-Hant"),
            ("fr-FR,en-GB,zh", "en"),
            ("zh-CN,en", "zh-CN"),
            // Nothing that there is: the archive's own.
            ("fr-FR", "zh-CN"),
        ] {
            ask_for(browser, asked).await?;
            reader.home().await?;
            let found: String = browser.eval(language, &[]).await?;
            ensure_eq!(found, spoken, "asked for {asked}");
        }
        reader.settings().await?.choose("lang", "en").await?;
        let is_set = "return document.documentElement.lang === 'en'";
        browser.wait_for::<bool>("English", is_set, &[]).await?;
        reader.home().await?;
        let found: String = browser.eval(language, &[]).await?;
        ensure_eq!(found, "en", "after English was chosen");
        Ok(())
    })
}
