//! Searching, and reading on from a result.

use kanbao_archive::link::{Address, Route};
use kanbao_archive::model::Body;
use kanbao_archive::text::searchable;
use kanbao_tests::pages::{Hit, Reader};
use kanbao_tests::scenario::scenario;
use kanbao_tests::{Outcome, ensure, ensure_eq};

use crate::shared;

/// A query with the number of samples whose text contains it as it stands.
fn stated(q: &str) -> Outcome<usize> {
    let site = shared::samples()?;
    let q = q.to_lowercase();
    let count = site.bundle.reports.iter().filter(|r| holds(&r.body, &q)).count();
    ensure!(count > 0, "no sample contains {q}");
    Ok(count)
}

fn holds(body: &Body, q: &str) -> bool {
    let text = searchable(&body.document.read(), &[]);
    let mut passages = text.passages.iter();
    passages.any(|passage| passage.text.to_lowercase().contains(q))
}

/// Whether a mark is what was searched, but for letter case, spaces, and the form of its characters (開 for 开).
fn is_match(mark: &str, q: &str) -> bool {
    let letters = |text: &str| -> Vec<char> {
        text.to_lowercase()
            .chars()
            .filter(|c| !c.is_whitespace())
            .collect()
    };
    let (mark, q) = (letters(mark), letters(q));
    mark.len() == q.len()
        && mark
            .iter()
            .zip(&q)
            .all(|(a, b)| a == b || !a.is_ascii() && !b.is_ascii())
}

fn finds(name: &str, q: &str) -> Outcome {
    let site = shared::samples()?;
    let server = site.serve("/")?;
    scenario(name, async |browser| {
        let root = server.url();
        let reader = Reader::at(browser, root.as_str());
        let search = reader.search().await?;
        search.type_query(q).await?;
        let total = search.total(q).await?;
        ensure!(
            total >= stated(q)?,
            "{q}: {total} found, {} contain it",
            stated(q)?
        );
        let hits = search.hits().await?;
        ensure!(!hits.is_empty(), "{q}: no result is shown");
        for Hit { id, marks } in &hits {
            ensure!(!marks.is_empty(), "{q}: nothing is marked in the excerpt of {id}");
            ensure!(
                marks.iter().all(|mark| is_match(mark, q)),
                "{q}: {id} marks {marks:?}"
            );
        }

        let address = Address::new(Route::Search).with_q(q).href(&root);
        browser
            .wait_for::<bool>(
                "the query in the address",
                "return location.href === arguments[0]",
                &[address.into()],
            )
            .await?;
        browser.reload().await?;
        let search = reader.showing_search().await?;
        ensure_eq!(search.total(q).await?, total, "{q} after a reload");
        ensure_eq!(search.hits().await?, hits, "{q} after a reload");

        search.open(&hits[0].id).await?;
        let report = reader.showing_report(&hits[0].id).await?;
        browser
            .wait("a mark in the window", async || {
                Ok(report.has_mark_in_view().await?.then_some(()))
            })
            .await?;
        let marks = report.marks().await?;
        ensure!(
            marks.iter().all(|mark| is_match(mark, q)),
            "{q}: the report marks {marks:?}"
        );

        browser.back().await?;
        let search = reader.showing_search().await?;
        ensure_eq!(search.total(q).await?, total, "{q} after going back");
        ensure_eq!(search.query().await?, q, "the box after going back");
        Ok(())
    })
}

#[test]
fn a_chinese_phrase_is_found_marked_and_opened() -> Outcome {
    finds("search-chinese", "开源模型")
}

#[test]
fn a_latin_name_is_found_marked_and_opened() -> Outcome {
    finds("search-latin", "Olmo 3")
}

#[test]
fn an_empty_search_offers_examples_and_a_vain_one_says_so() -> Outcome {
    let site = shared::samples()?;
    let server = site.serve("/")?;
    scenario("search-nothing", async |browser| {
        let search = Reader::at(browser, server.url()).search().await?;
        let script = "return document.querySelectorAll('#kb-results a[href*=\"q=\"]').length > 0";
        browser.wait_for::<bool>("examples", script, &[]).await?;
        let q = "蛋炒饭的第九种做法";
        search.type_query(q).await?;
        ensure_eq!(search.total(q).await?, 0, "results");
        let said: String = browser
            .eval("return document.querySelector('#kb-results').innerText", &[])
            .await?;
        ensure!(said.contains(q), "nothing found says {said}");
        Ok(())
    })
}
