use super::super::tests::bundle;
use super::*;
use crate::html::print;
use crate::library::Library;
use crate::link::Filter;
use crate::message::Language;

fn printed(offline: &Offline<'_>) -> String {
    let bundle = bundle();
    let (filter, library) = (Filter::default(), Library::default());
    let context = Context {
        bundle: &bundle,
        root: "./",
        messages: Language::ZhCn.messages(),
        filter: &filter,
        library: &library,
    };
    print(&super::offline(&context, offline))
}

fn progress() -> Progress {
    let tally = |here, all| Tally {
        here,
        all,
        here_bytes: 1_000_000 * u64::from(here),
        all_bytes: 1_000_000 * u64::from(all),
    };
    Progress {
        reports: tally(3, 9),
        images: tally(1, 5),
        search: Tally::default(),
        scans: true,
        files: 4,
    }
}

fn failure(what: What, reason: &str) -> Failure {
    let day = crate::model::Day::new(2025, 11, 30).unwrap();
    Failure {
        file: File {
            path: "assets/p.jpg".into(),
            bytes: 1,
            what,
            period: Some(Period::new(day, day)),
            reports: 0,
        },
        reason: reason.into(),
    }
}

fn view<'a>(
    phase: Phase,
    asked: &'a Order,
    order: Option<&'a Order>,
    failures: &'a [Failure],
) -> Offline<'a> {
    Offline {
        phase,
        asked,
        order,
        asked_progress: Some(progress()),
        progress: progress(),
        cost: &|order| match order.texts {
            Texts::All => [9_000_000, 5_000_000],
            _ => [2_000_000, 1_000_000],
        },
        failures,
        room: Room {
            storage: Some((84_000_000, 2_000_000_000)),
            persisted: Some(false),
        },
    }
}

/// What the buttons do, in order.
fn does(page: &str) -> Vec<&str> {
    let parts = page.split("data-offline=\"").skip(1);
    parts.filter_map(|part| part.split('"').next()).collect()
}

#[test]
fn what_is_here_already_costs_nothing_to_keep() {
    let everything = Order::everything();
    let asked_progress = Some(Progress::default());
    let page = printed(&Offline {
        asked_progress,
        ..view(Phase::Idle, &everything, None, &[])
    });
    assert!(
        page.contains("都在这里了，一直留着") && !page.contains("约 0"),
        "{page}"
    );
}

#[test]
fn each_choice_says_what_it_costs() {
    let everything = Order::everything();
    let page = printed(&view(Phase::Idle, &everything, None, &[]));
    assert!(
        page.contains("<td>3 篇 <small>3 MB</small></td><td>9 篇 <small>9 MB</small></td>"),
        "{page}"
    );
    assert!(
        page.contains("value=\"all\" checked><span>全部<small>14 MB</small>"),
        "{page}"
    );
    assert!(
        page.contains("value=\"days:30\"><span>最近 30 天<small>3 MB</small>"),
        "{page}"
    );
    assert!(page.contains("value=\"topic:finance\""), "{page}");
    assert!(page.contains("也要<small>5 MB</small>"), "{page}");
    assert_eq!(does(&page), ["start"]);
    // What is here already need not be fetched.
    assert!(page.contains("下载，约 10 MB"), "{page}");
    assert!(
        page.contains("这台设备上用了 84 MB，浏览器允许到约 2 GB。"),
        "{page}"
    );
    assert!(
        page.contains("没有答应长期保留") && page.contains("不另占地方"),
        "{page}"
    );
    assert!(!page.contains("<progress"), "{page}");
}

#[test]
fn there_is_one_thing_to_do_in_every_state() {
    let everything = Order::everything();
    let failures = [failure(What::Images, "404")];
    for (phase, failures, expected, has_bar) in [
        (Phase::Counting, &[][..], &[][..], false),
        (Phase::Running, &[], &["pause", "cancel"], true),
        (Phase::Elsewhere, &[], &["pause", "cancel"], true),
        (Phase::Waiting, &[], &["pause", "cancel"], true),
        (Phase::Verifying(1, 2), &[], &["pause", "cancel"], true),
        (Phase::Paused, &[], &["resume", "cancel"], true),
        (Phase::Full, &[], &["resume", "cancel"], true),
        (Phase::Evicted, &[], &["resume", "cancel"], false),
        (Phase::Done([9, 9, 5, 5]), &[], &["cancel"], false),
        (Phase::Done([9, 9, 4, 5]), &failures, &["resume", "cancel"], false),
    ] {
        let page = printed(&view(phase, &everything, Some(&everything), failures));
        assert_eq!(does(&page), expected, "{phase:?}");
        assert_eq!(page.contains("<progress"), has_bar, "{phase:?}");
        let state = format!("role=\"status\" data-state=\"{}\"", phase.name());
        assert!(page.contains(&state), "{page}");
    }
    // Whoever asks for something else may have it at once.
    let other = Order::default();
    assert_eq!(
        does(&printed(&view(Phase::Running, &other, Some(&everything), &[]))),
        ["start"]
    );
}

#[test]
fn how_far_it_has_come_is_said_in_numbers() {
    let everything = Order::everything();
    let page = printed(&view(Phase::Running, &everything, Some(&everything), &[]));
    assert!(
        page.contains("<progress max=\"14000000\" value=\"4000000\""),
        "{page}"
    );
    assert!(page.contains("报告 3/9，图片 1/5，4 MB / 14 MB"), "{page}");
    let page = printed(&view(
        Phase::Verifying(24, 99),
        &everything,
        Some(&everything),
        &[],
    ));
    assert!(page.contains("<progress max=\"99\" value=\"24\""), "{page}");
    let page = printed(&view(
        Phase::Done([365, 365, 360, 365]),
        &everything,
        Some(&everything),
        &[],
    ));
    assert!(
        page.contains("365/365 篇报告、360/365 张图片，已核对。"),
        "{page}"
    );
}

#[test]
fn files_that_did_not_come_are_named_with_the_reason() {
    let everything = Order::everything();
    let mut failures = vec![
        failure(What::Images, "404"),
        failure(What::Reports, "html"),
        failure(What::Search, "mismatch"),
        failure(What::Lists, "offline"),
    ];
    let page = printed(&view(
        Phase::Done([0; 4]),
        &everything,
        Some(&everything),
        &failures,
    ));
    for said in [
        "4 个文件没有下到",
        "11月30日的图片：服务器回答 404",
        "11月30日的报告：服务器给的是网页",
        "搜索用的文件：内容和目录里写的不一致",
        "目录：没有连上",
    ] {
        assert!(page.contains(said), "{said} in {page}");
    }
    failures.resize(300, failure(What::Images, "500"));
    let page = printed(&view(
        Phase::Done([0; 4]),
        &everything,
        Some(&everything),
        &failures,
    ));
    assert!(page.contains("300 个文件没有下到") && page.matches("<li").count() == LISTED);
}

#[test]
fn where_nothing_can_be_kept_there_are_no_dead_buttons() {
    let everything = Order::everything();
    for (cannot, said) in [
        (Cannot::Insecure, "https"),
        (Cannot::Refused, "无痕窗口"),
        (Cannot::File, "这份文件本身"),
    ] {
        let page = printed(&view(Phase::Unable(cannot), &everything, None, &[]));
        assert!(page.contains(said), "{page}");
        assert!(!page.contains("<button") && !page.contains("<input"), "{page}");
    }
}

#[test]
fn before_all_is_given_up_the_focus_is_on_what_changes_nothing() {
    let bundle = bundle();
    let (filter, library) = (Filter::default(), Library::default());
    for language in Language::ALL {
        let context = Context {
            bundle: &bundle,
            root: "./",
            messages: language.messages(),
            filter: &filter,
            library: &library,
        };
        let dialog = print(&[confirm_giving_up(&context, 41_000_000).into()]);
        assert!(dialog.contains("41 MB"), "{dialog}");
        assert_eq!(does(&dialog), ["stop", "forget"]);
        assert_eq!(
            dialog.matches("<button type=\"submit\" autofocus>").count(),
            1,
            "{dialog}"
        );
    }
}
