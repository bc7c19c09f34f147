//! Takes pictures of every view: `shots SITE OUT [NAME]`, by way of `cargo xtask shots`; or the README's own:
//! `shots SITE OUT --readme`, by way of `cargo xtask pictures`.

use std::path::{Path, PathBuf};
use std::{env, fs};

use kanbao_archive::link::{Address, Route};
use kanbao_tests::browser::{Browser, Screen};
use kanbao_tests::site::Site;
use kanbao_tests::{Failure, Outcome};

/// A page to take pictures of.
struct View {
    name: &'static str,
    address: Address,
    /// A script that is true when the page is complete.
    complete: &'static str,
}

/// The reader runs and shows something; pictures and fonts are there.
const READY: &str = "return document.documentElement.dataset.app === 'ready' &&
    document.querySelector('main[data-view]') !== null && document.fonts.status === 'loaded' &&
    [...document.images].every((image) => image.complete || image.loading === 'lazy')";

/// The same, and the search is done.
const SEARCHED: &str = "const results = document.querySelector('#kb-results');
    return document.documentElement.dataset.app === 'ready' && results !== null && results.dataset.state === 'done'";

fn main() -> Outcome {
    let mut arguments = env::args_os().skip(1).map(PathBuf::from);
    let (Some(site), Some(out)) = (arguments.next(), arguments.next()) else {
        return Err("usage: shots SITE OUT [NAME]".into());
    };
    let wanted = arguments
        .next()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    let site = Site::open(&site)?;
    let server = site.serve("/")?;
    fs::create_dir_all(&out)?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    if wanted == "--readme" {
        return runtime.block_on(take_for_readme(&site, &server.url(), &out));
    }
    runtime.block_on(take_all(&site, &server.url(), &out, &wanted))
}

/// The four pictures of the README, small enough to live in the repository.
async fn take_for_readme(site: &Site, root: &str, out: &Path) -> Outcome {
    let browser = Browser::start().await?;
    for (file, name, theme, screen) in [
        ("home.webp", "home", "light", Screen::DESKTOP),
        ("report.webp", "report", "light", Screen::DESKTOP),
        ("search.webp", "search", "light", Screen::DESKTOP),
        ("phone.webp", "report", "dark", Screen::PHONE),
    ] {
        let views = views(site)?;
        let view = views
            .iter()
            .find(|view| view.name == name)
            .ok_or("there is no such view")?;
        show(&browser, root, view, theme, screen).await?;
        let path = out.join(file);
        fs::write(&path, browser.small_picture().await?)?;
        println!("{}", path.display());
    }
    Ok(())
}

/// Takes every picture whose name contains `wanted`.
async fn take_all(site: &Site, root: &str, out: &Path, wanted: &str) -> Outcome {
    let browser = Browser::start().await?;
    for view in views(site)? {
        for theme in ["light", "dark", "sepia"] {
            if theme == "sepia" && view.name != "home" {
                continue;
            }
            for (width, screen) in [("390", Screen::PHONE), ("1440", Screen::DESKTOP)] {
                let name = format!("{}-{theme}-{width}", view.name);
                if name.contains(wanted) {
                    take(&browser, root, &view, theme, screen, &out.join(name)).await?;
                }
            }
        }
    }
    Ok(())
}

fn views(site: &Site) -> Outcome<Vec<View>> {
    let newest = site
        .summaries()
        .next()
        .ok_or_else(|| Failure::from("the site has no reports"))?;
    let search = |q| Address::new(Route::Search).with_q(q);
    let view = |name, address, complete| View {
        name,
        address,
        complete,
    };
    Ok(vec![
        view("home", Address::default(), READY),
        view("report", Address::report(&newest.id), READY),
        view("report-marked", Address::report(&newest.id).with_q("模型"), READY),
        view("search", search("开源模型"), SEARCHED),
        view("search-empty", Address::new(Route::Search), READY),
        view("search-none", search("蛋炒饭的第九种做法"), SEARCHED),
        view("clouds", Address::new(Route::Clouds), READY),
        view("settings", Address::new(Route::Settings), READY),
        view(
            "not-found",
            Address::report("1999/01/01/nothing-here"),
            "return document.readyState === 'complete'",
        ),
    ])
}

/// Takes what the screen shows, and beside it the whole page.
async fn take(
    browser: &Browser,
    root: &str,
    view: &View,
    theme: &str,
    screen: Screen,
    file: &Path,
) -> Outcome {
    show(browser, root, view, theme, screen).await?;
    if theme == "sepia" {
        browser
            .eval::<()>("document.documentElement.dataset.theme = 'sepia'", &[])
            .await?;
    }
    for (suffix, whole_page) in [("", false), ("-whole", true)] {
        let path = file.with_file_name(format!(
            "{}{suffix}.png",
            file.file_name().unwrap_or_default().to_string_lossy()
        ));
        fs::write(&path, browser.picture(whole_page).await?)?;
        println!("{}", path.display());
    }
    Ok(())
}

/// Opens a view and waits until it is complete.
async fn show(browser: &Browser, root: &str, view: &View, theme: &str, screen: Screen) -> Outcome {
    browser.set_screen(screen).await?;
    browser
        .set_system_theme(if theme == "dark" { "dark" } else { "light" })
        .await?;
    browser.open(&view.address.href(root)).await?;
    browser.wait_for::<bool>(view.name, view.complete, &[]).await?;
    Ok(())
}
