//! How text is set: measured in a browser, on the report that tries everything that Markdown has.

use kanbao_archive::link::{Address, Route};
use kanbao_tests::browser::{Browser, Screen};
use kanbao_tests::pages::Reader;
use kanbao_tests::scenario::scenario;
use kanbao_tests::site::Site;
use kanbao_tests::{Outcome, ensure, ensure_eq, posts};
use serde_json::json;

use crate::shared;

/// The report that tries everything.
const REPORT: &str = "2025/12/03/twitter_ai_20251201_20251203";

fn setting(name: &str) -> Outcome<Site> {
    shared::build(&posts::setting(), name)
}

/// Characters in the first line of the longest paragraph without a mark of punctuation.
const HAN_IN_A_LINE: &str = "
    const plain = [...document.querySelectorAll('.prose > p')].filter((p) => /^\\p{Script=Han}+$/u.test(p.textContent));
    const text = plain.sort((a, b) => b.textContent.length - a.textContent.length)[0].firstChild;
    const range = document.createRange();
    const top = (at) => { range.setStart(text, at); range.setEnd(text, at + 1); return range.getBoundingClientRect().top; };
    let count = 1;
    while (count < text.length && top(count) === top(0)) count += 1;
    return count";

async fn choose(browser: &Browser, settings: serde_json::Value) -> Outcome {
    let script = "for (const [name, value] of Object.entries(arguments[0])) {
            document.documentElement.setAttribute(`data-${name}`, value);
        }";
    browser.eval(script, &[settings]).await
}

#[test]
fn a_line_holds_38_han_whatever_the_size() -> Outcome {
    let site = setting("setting-measure")?;
    let server = site.serve("/")?;
    scenario("measure", async |browser| {
        browser
            .set_screen(Screen {
                width: 1920,
                ..Screen::DESKTOP
            })
            .await?;
        Reader::at(browser, server.url()).report(REPORT).await?;
        for size in ["s", "m", "l", "xl"] {
            for (width, han) in [("narrow", 32), ("normal", 38), ("wide", 44)] {
                choose(browser, json!({ "size": size, "width": width })).await?;
                let found: usize = browser.eval(HAN_IN_A_LINE, &[]).await?;
                ensure_eq!(found, han, "size {size}, {width}");
            }
        }
        Ok(())
    })
}

#[test]
fn nothing_inside_a_line_makes_it_higher() -> Outcome {
    let site = setting("setting-rhythm")?;
    let server = site.serve("/")?;
    scenario("rhythm", async |browser| {
        for screen in [Screen::PHONE, Screen::DESKTOP] {
            browser.set_screen(screen).await?;
            Reader::at(browser, server.url()).report(REPORT).await?;
            for face in ["sans", "serif"] {
                choose(browser, json!({ "face": face })).await?;
                let script = "const blocks = [...document.querySelectorAll('.prose p, .footnotes li')];
                    return blocks.filter((p) => getComputedStyle(p).display !== 'inline' && !p.querySelector('button')).flatMap((p) => {
                        const lines = p.getBoundingClientRect().height / parseFloat(getComputedStyle(p).lineHeight);
                        return Math.abs(lines - Math.round(lines)) < .06 || p.querySelector('.image-missing') ? [] :
                            [`${lines.toFixed(2)} lines: ${p.textContent.slice(0, 30)}`];
                    })";
                let uneven: Vec<String> = browser.eval(script, &[]).await?;
                ensure!(uneven.is_empty(), "{face}, {} pixels: {uneven:#?}", screen.width);
            }
        }
        Ok(())
    })
}

#[test]
fn han_is_stressed_with_dots_and_letters_lean() -> Outcome {
    let site = setting("setting-stress")?;
    let server = site.serve("/")?;
    scenario("stress", async |browser| {
        Reader::at(browser, server.url()).report(REPORT).await?;
        let script = "return [...document.querySelectorAll('.prose em')].map((em) => {
                const style = getComputedStyle(em);
                return [/\\p{Script=Han}/u.test(em.textContent), style.fontStyle, style.textEmphasisStyle];
            })";
        let stressed: Vec<(bool, String, String)> = browser.eval(script, &[]).await?;
        ensure!(
            stressed.iter().any(|(is_han, ..)| *is_han) && stressed.iter().any(|(is_han, ..)| !is_han),
            "the report stresses no Han or no letters: {stressed:?}"
        );
        for (is_han, style, dots) in stressed {
            let wanted = if is_han {
                ("normal", true)
            } else {
                ("italic", false)
            };
            ensure_eq!((style.as_str(), dots != "none"), wanted, "Han: {is_han}");
        }
        Ok(())
    })
}

#[test]
fn each_block_is_set_in_the_faces_of_its_own_language() -> Outcome {
    let site = shared::samples()?;
    let server = site.serve("/")?;
    scenario("faces", async |browser| {
        let reader = Reader::at(browser, server.url());
        reader.settings().await?.choose("lang", "zh-Hant").await?;
        let is_set = "return document.documentElement.lang === 'zh-Hant'";
        browser.wait_for::<bool>("the language", is_set, &[]).await?;
        let newest = site.summaries().next().ok_or("the samples are empty")?;
        reader.report(&newest.id).await?;
        let family = "return getComputedStyle(document.querySelector(arguments[0])).fontFamily";
        for (selector, place) in [
            (".masthead a:last-child", "TC"),
            (".report h1", "SC"),
            (".report .point", "SC"),
            (".prose > p", "SC"),
        ] {
            let family: String = browser.eval(family, &[json!(selector)]).await?;
            let other = if place == "TC" { "SC" } else { "TC" };
            ensure!(
                family.contains(&format!(" {place}\"")) && !family.contains(&format!(" {other}\"")),
                "{selector} is set in {family}"
            );
        }
        Ok(())
    })
}

#[test]
fn size_width_and_face_apply_at_once_and_are_there_before_the_reader() -> Outcome {
    let site = shared::samples()?;
    let server = site.serve("/")?;
    scenario("type-settings", async |browser| {
        let reader = Reader::at(browser, server.url());
        let settings = reader.settings().await?;
        let look = "const style = getComputedStyle(document.querySelector('.preview'));
            const root = getComputedStyle(document.documentElement);
            return [style.fontSize, style.fontFamily.split(',')[0], root.getPropertyValue('--han').trim()]";
        let mut seen = vec![browser.eval::<Vec<String>>(look, &[]).await?];
        for (setting, value) in [("size", "xl"), ("face", "serif"), ("width", "wide")] {
            settings.choose(setting, value).await?;
            let before = seen.clone();
            let now = browser
                .wait(setting, async || {
                    let now = browser.eval::<Vec<String>>(look, &[]).await?;
                    Ok((!before.contains(&now)).then_some(now))
                })
                .await?;
            seen.push(now);
        }
        // The page's own script is enough: a browser in which the reader never starts shows the same.
        let script = json!({ "source": "delete window.WebAssembly" });
        browser
            .devtools("Page.addScriptToEvaluateOnNewDocument", script)
            .await?;
        let newest = site.summaries().next().ok_or("the samples are empty")?;
        reader
            .open(&Address::new(Route::Report(newest.id.clone())))
            .await?;
        let chosen = "const { app, size, face, width } = document.documentElement.dataset;
            return app === 'plain' && [size, face, width]";
        let chosen: Vec<String> = browser
            .wait_for("the page without the reader", chosen, &[])
            .await?;
        ensure_eq!(chosen, ["xl", "serif", "wide"], "what was chosen");
        Ok(())
    })
}
