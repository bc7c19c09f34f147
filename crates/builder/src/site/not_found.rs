//! `404.html`: hosts serve it at any depth, so it stands alone and its script finds the way home.

use kanbao_archive::html::{el, print, text};
use kanbao_archive::message::Language;
use kanbao_archive::model::Site;

use super::policy;

/// The page. `home` is the address of the home page for browsers that run no scripts: a path on the host.
/// In a `partial` site some reports have no page of their own, so the script hands the address to the reader.
pub(crate) fn page(site: &Site, home: &str, partial: bool) -> String {
    let messages = Language::from_tag(&site.language).messages();
    let title = format!("{} — {}", messages.not_found, site.title);
    let head = [
        el("meta").attr("charset", "utf-8").into(),
        el("meta")
            .attr("name", "viewport")
            .attr("content", "width=device-width, initial-scale=1")
            .into(),
        el("meta")
            .attr("http-equiv", "Content-Security-Policy")
            .attr("content", policy::of_not_found())
            .into(),
        el("meta")
            .attr("name", "robots")
            .attr("content", "noindex")
            .into(),
        el("title").child(text(title)).into(),
    ];
    let main = el("main")
        .attr("data-view", "not-found")
        .child(el("h1").text(messages.not_found))
        .child(el("p").text(messages.not_found_hint))
        .child(
            el("a")
                .attr("id", "home")
                .attr("href", home)
                .text(messages.to_home),
        );
    let html = print(&[el("html")
        .attr("lang", messages.tag)
        .flag("data-partial", partial)
        .into()]);
    format!(
        "<!doctype html>\n{}<head>{}<style>{}</style></head><body>{}<script>{}</script></body></html>\n",
        html.trim_end_matches("</html>"),
        print(&head),
        policy::NOT_FOUND_STYLE.text,
        print(&[main.into()]),
        policy::FIND_ROOT.text,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_loads_nothing_and_its_script_finds_the_link() {
        let page = page(
            &Site {
                title: "<看报>".into(),
                language: "zh-CN".into(),
                ..Site::default()
            },
            "/kanbao/",
            false,
        );
        assert!(
            page.contains("<a id=\"home\" href=\"/kanbao/\">") && page.contains("getElementById(\"home\")")
        );
        assert!(!page.contains("src=") && !page.contains("<link"), "{page}");
        assert!(!page.contains("<html lang=\"zh-CN\" data-partial"));
        assert!(page.contains("&lt;看报&gt;</title>"));
    }
}
