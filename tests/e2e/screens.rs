//! What every view keeps to on every screen: nothing wider than the window, nothing too small to hit, the focus always to
//! be seen, colours that the system forces.

use kanbao_tests::browser::{Browser, Key, Screen};
use kanbao_tests::scenario::scenario;
use kanbao_tests::views::{Sites, View, views};
use kanbao_tests::{Outcome, ensure, ensure_eq};

use crate::shared;

/// The narrowest screen that WCAG asks for (1.4.10): a window of 1280 pixels at 400 %.
const NARROW: Screen = Screen {
    width: 320,
    height: 640,
    is_phone: true,
};

/// Tab stops looked at on a view; the lists go on in the same way.
const STOPS: usize = 40;

/// Shows every view on a screen and collects what a look at it finds.
fn on_every_view(
    name: &str,
    screen: Screen,
    look: impl AsyncFn(&Browser, &View) -> Outcome<Vec<String>>,
) -> Outcome {
    let site = shared::samples()?;
    let folder = tempfile::tempdir()?;
    let sites = Sites::build(site, folder.path())?;
    scenario(name, async |browser| {
        // One of the sites has lost its data.
        browser.expect_errors();
        browser.set_screen(screen).await?;
        let mut found = Vec::new();
        for view in views(site)? {
            let root = sites.root(view.archive).ok_or("a site is not there")?;
            let undo = view.show(browser, root).await?;
            let lines = look(browser, &view).await?;
            found.extend(lines.into_iter().map(|line| format!("{}: {line}", view.name)));
            undo.undo(browser).await?;
        }
        for line in &found {
            println!("{line}");
        }
        ensure!(found.is_empty(), "{} to mend", found.len());
        Ok(())
    })
}

/// What sticks out of the window to the right. (What scrolls by itself, or is drawn for screen readers alone, does not.)
const WIDER_THAN_THE_WINDOW: &str = "
    const width = document.documentElement.clientWidth;
    const scrolls = (element) => {
        for (let e = element.parentElement; e; e = e.parentElement) {
            if (getComputedStyle(e).overflowX !== 'visible') return true;
        }
        return false;
    };
    const wide = [...document.querySelectorAll('body *')].filter((element) => {
        const box = element.getBoundingClientRect();
        return box.width > 1 && box.right > width + 1 && !scrolls(element);
    });
    const names = wide.slice(0, 4).map((e) => `${e.localName}.${e.className.baseVal ?? e.className} “${e.textContent.slice(0, 20)}”`);
    const extra = document.documentElement.scrollWidth - width;
    return extra > 0 && names.length === 0 ? [`the page scrolls ${extra} pixels sideways`] : names";

#[test]
fn nothing_is_wider_than_a_narrow_window() -> Outcome {
    on_every_view("screens-320", NARROW, async |browser, _| {
        browser.eval(WIDER_THAN_THE_WINDOW, &[]).await
    })
}

#[test]
fn text_of_twice_the_size_still_fits() -> Outcome {
    on_every_view("screens-200", Screen::PHONE, async |browser, _| {
        // What a browser's own setting for the size of text does.
        let script = "document.documentElement.style.fontSize = '200%'";
        browser.eval::<()>(script, &[]).await?;
        browser.eval(WIDER_THAN_THE_WINDOW, &[]).await
    })
}

#[test]
fn controls_are_large_enough_for_a_finger() -> Outcome {
    on_every_view("screens-targets", Screen::PHONE, async |browser, _| {
        // Links inside running text are as large as their words (WCAG 2.5.8 excepts them).
        let script = "const controls = [...document.querySelectorAll(
                'button, summary, .tabs a, .choice, .bottom-bar a, .masthead a, .action, .row-link, .facet a, ' +
                '[role=gridcell] > *, .neighbours a, .point > a, .hit-link, .clear-filter, .show-more')];
            return controls.flatMap((control) => {
                const box = control.getBoundingClientRect();
                const spreads = ['::before', '::after'].map((part) => getComputedStyle(control, part))
                    .some((style) => style.content !== 'none' && style.position === 'absolute');
                if (spreads || !control.checkVisibility({ visibilityProperty: true })) return [];
                return box.height >= 43.5 && box.width >= 24 ? [] :
                    [`${control.localName}.${control.className} “${control.textContent.slice(0, 12)}” is ` +
                        `${box.width.toFixed(0)} × ${box.height.toFixed(0)}`];
            })";
        browser.eval(script, &[]).await
    })
}

/// What has the focus, with what is wrong about how that shows; `null` where the page itself has it.
const FOCUS: &str = "
    const e = document.activeElement;
    if (!e || e === document.body || e === document.documentElement) return null;
    // Inside a date's box the focus is on a button of the browser's, which shows it itself.
    if (!e.matches(':focus')) return [];
    const ring = (style) => style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
    // A choice's own box is drawn by the word beside it; the box of a search shows a caret.
    const drawn = [getComputedStyle(e), getComputedStyle(e, '::after')];
    if (e.matches('.choice input')) drawn.push(getComputedStyle(e.nextElementSibling));
    // An edge of the histogram's range is a line, which gets twice as thick.
    const line = e.querySelector(':scope > .handle-line');
    if (line && parseFloat(getComputedStyle(line).strokeWidth) >= 40) return [];
    const name = `${e.localName}.${e.className.baseVal ?? e.className} “${e.textContent.slice(0, 12)}”`;
    const faults = [];
    if (!e.matches('input[type=search], input[type=text]') && !drawn.some(ring)) faults.push(`${name} shows no focus`);
    const box = e.getBoundingClientRect();
    const bar = document.querySelector('.bottom-bar');
    const foot = bar && bar.offsetParent === null && getComputedStyle(bar).display !== 'none' &&
        !bar.contains(e) ? bar.getBoundingClientRect().top : innerHeight;
    if (box.bottom <= 0 || box.top >= foot) faults.push(`${name} is out of sight at ${box.top.toFixed(0)}`);
    return faults";

async fn walk(browser: &Browser) -> Outcome<Vec<String>> {
    let mut faults: Vec<String> = Vec::new();
    for _ in 0..STOPS {
        browser.press(Key::Tab).await?;
        let found: Option<Vec<String>> = browser.eval(FOCUS, &[]).await?;
        let Some(found) = found else { break };
        for fault in found {
            if !faults.contains(&fault) {
                faults.push(fault);
            }
        }
    }
    Ok(faults)
}

#[test]
fn the_focus_is_seen_wherever_the_keyboard_goes() -> Outcome {
    on_every_view("screens-focus", Screen::DESKTOP, async |browser, _| {
        walk(browser).await
    })
}

#[test]
fn the_focus_is_never_behind_the_bar() -> Outcome {
    on_every_view("screens-focus-phone", Screen::PHONE, async |browser, _| {
        walk(browser).await
    })
}

#[test]
fn the_first_tab_stop_leads_past_the_masthead() -> Outcome {
    let site = shared::samples()?;
    let server = site.serve("/")?;
    scenario("skip-link", async |browser| {
        kanbao_tests::pages::Reader::at(browser, server.url())
            .home()
            .await?;
        browser.press(Key::Tab).await?;
        let shown = "const link = document.activeElement;
            return link.matches('.skip-link') && getComputedStyle(link).clipPath === 'none' && link.getBoundingClientRect().top >= 0";
        browser
            .wait_for::<bool>("the link that skips", shown, &[])
            .await?;
        browser.press(Key::Enter).await?;
        let there = "return document.activeElement.id === 'kb-main'";
        browser
            .wait_for::<bool>("the focus on the content", there, &[])
            .await?;
        browser.press(Key::Tab).await?;
        let inside = "return document.activeElement.closest('main') !== null";
        ensure!(
            browser.eval::<bool>(inside, &[]).await?,
            "the next stop is before the content"
        );
        Ok(())
    })
}

#[test]
fn what_is_chosen_shows_in_forced_colours() -> Outcome {
    let site = shared::samples()?;
    let folder = tempfile::tempdir()?;
    let sites = Sites::build(site, folder.path())?;
    scenario("forced-colours", async |browser| {
        browser.expect_errors();
        browser.set_features(&[("forced-colors", "active")]).await?;
        for view in views(site)? {
            let root = sites.root(view.archive).ok_or("a site is not there")?;
            let undo = view.show(browser, root).await?;
            // A chosen one and its neighbour must differ in a line that is drawn: colours alone say nothing here.
            let script = "const canvas = getComputedStyle(document.documentElement).backgroundColor;
                const lines = (element) => {
                    const drawn = (style) => ['Top', 'Right', 'Bottom', 'Left'].map((side) =>
                        parseFloat(style[`border${side}Width`]) > 0 && style[`border${side}Style`] !== 'none' &&
                        style[`border${side}Color`] !== canvas && style[`border${side}Color`] !== 'rgba(0, 0, 0, 0)')
                        .concat(style.outlineStyle !== 'none' && style.outlineColor !== canvas);
                    return String(drawn(getComputedStyle(element)));
                };
                const pairs = [
                    ['.tabs a[aria-current]', '.tabs a:not([aria-current])'],
                    ['.contents a[aria-current=true]', '.contents a:not([aria-current])'],
                    ['[aria-selected=true] > *', '[role=gridcell]:not([aria-selected]) > *'],
                    ['.choice input:checked + span', '.choice input:not(:checked) + span'],
                ];
                return pairs.filter(([chosen, other]) => {
                    const [a, b] = [document.querySelector(chosen), document.querySelector(other)];
                    return a && b && lines(a) === lines(b);
                }).map(([chosen]) => chosen)";
            let alike: Vec<String> = browser.eval(script, &[]).await?;
            ensure_eq!(
                alike,
                Vec::<String>::new(),
                "{}: looks like what is not chosen",
                view.name
            );
            let mark = "const mark = document.querySelector('mark');
                return mark === null || getComputedStyle(mark).backgroundColor !==
                    getComputedStyle(document.documentElement).backgroundColor";
            ensure!(
                browser.eval::<bool>(mark, &[]).await?,
                "{}: marks are not seen",
                view.name
            );
            undo.undo(browser).await?;
        }
        browser.set_features(&[]).await?;
        Ok(())
    })
}

#[test]
fn nothing_moves_for_those_who_asked_for_less_motion() -> Outcome {
    let site = shared::samples()?;
    let server = site.serve("/")?;
    scenario("reduced-motion", async |browser| {
        browser
            .set_features(&[("prefers-reduced-motion", "reduce")])
            .await?;
        kanbao_tests::pages::Reader::at(browser, server.url())
            .home()
            .await?;
        let script = "return [...document.querySelectorAll('*')].filter((element) => {
                const style = getComputedStyle(element);
                return style.animationName !== 'none' || parseFloat(style.transitionDuration) > 0 ||
                    style.scrollBehavior === 'smooth';
            }).length";
        ensure_eq!(browser.eval::<usize>(script, &[]).await?, 0, "elements that move");
        Ok(())
    })
}
