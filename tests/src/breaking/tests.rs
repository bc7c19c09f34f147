use std::io::{Read, Write};
use std::net::TcpStream;

use super::*;
use crate::posts;

const PAGE: &str = "0123456789";

fn host() -> (tempfile::TempDir, BreakingHost) {
    let files = [
        ("index.html", PAGE),
        ("404.html", "lost"),
        ("a/index.html", "a"),
        ("x.wasm", "\0asm"),
    ];
    let folder = posts::folder(&files).unwrap();
    let host = BreakingHost::serve(folder.path(), "/site/").unwrap();
    (folder, host)
}

/// The whole answer; empty where there is none.
fn get(host: &BreakingHost, path: &str) -> String {
    ask(host, path, "").unwrap_or_default()
}

fn ask(host: &BreakingHost, path: &str, headers: &str) -> io::Result<String> {
    let mut stream = TcpStream::connect(host.shared.address)?;
    write!(
        stream,
        "GET /site/{path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{headers}\r\n"
    )?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    Ok(answer)
}

fn broken(fault: Fault) -> String {
    let (_folder, host) = host();
    host.break_at(At::Path("/site/".into(), 0), fault);
    let answer = get(&host, "");
    assert!(host.has_broken());
    assert!(get(&host, "").ends_with(PAGE), "only the first request is broken");
    answer
}

#[test]
fn unbroken_it_is_a_static_host() {
    let (_folder, host) = host();
    let home = get(&host, "?q=1");
    assert!(home.starts_with("HTTP/1.1 200") && home.ends_with("\r\n\r\n0123456789"));
    assert!(home.contains("Content-Type: text/html; charset=utf-8\r\n"));
    assert!(home.contains("Cache-Control: max-age=600\r\n") && home.contains("Content-Length: 10\r\n"));
    assert!(get(&host, "x.wasm").contains("application/wasm"));
    assert!(get(&host, "a/").ends_with("\r\n\r\na") && get(&host, "%61/").ends_with("\r\n\r\na"));
    assert!(get(&host, "a").contains("Location: a/\r\n"));
    for nothing in ["b", "../x", "%2e%2e/x"] {
        let answer = get(&host, nothing);
        assert!(
            answer.starts_with("HTTP/1.1 404") && answer.ends_with("lost"),
            "{nothing}: {answer}"
        );
    }
    let tag = home.split("ETag: ").nth(1).unwrap().split('\r').next().unwrap();
    let again = ask(&host, "", &format!("If-None-Match: {tag}\r\n")).unwrap();
    assert!(again.starts_with("HTTP/1.1 304"));
}

#[test]
fn each_fault_is_what_it_says() {
    assert_eq!(broken(Fault::Drop), "");
    let dropped = broken(Fault::DropInBody);
    assert!(dropped.contains("chunked") && dropped.ends_with("\r\na\r\n01234"));
    let truncated = broken(Fault::Truncate);
    assert!(truncated.contains("Content-Length: 10\r\n") && truncated.ends_with("\r\n\r\n01234"));
    let shortened = broken(Fault::Shorten);
    assert!(shortened.contains("Content-Length: 5\r\n") && shortened.ends_with("\r\n\r\n01234"));
    let corrupt = broken(Fault::Corrupt);
    let body = corrupt.rsplit("\r\n").next().unwrap();
    assert!(body.len() == PAGE.len() && body != PAGE);
    assert!(broken(Fault::Status(500)).starts_with("HTTP/1.1 500"));
    let page = broken(Fault::Page);
    assert!(page.starts_with("HTTP/1.1 200") && page.contains("log in"));
    assert!(broken(Fault::Captive).contains("Location: http://localhost:"));
    assert!(broken(Fault::Delay(1)).ends_with(PAGE));
}

#[test]
fn requests_are_counted_and_written_down() {
    let (_folder, host) = host();
    host.break_at(At::Number(1), Fault::Drop);
    host.break_at(At::From(3), Fault::Status(500));
    host.break_at(At::Below("/site/a".into()), Fault::Page);
    for path in ["", "", "a/", "", ""] {
        get(&host, path);
    }
    let log = host.log();
    let statuses: Vec<u16> = log.iter().map(|asked| asked.status).collect();
    assert_eq!(statuses, [200, 0, 200, 500, 500]);
    let nths: Vec<usize> = log.iter().map(|asked| asked.nth).collect();
    assert_eq!(nths, [0, 1, 0, 2, 3]);
    assert_eq!(log[2].fault, Some(Fault::Page));
    host.forget();
    assert!(get(&host, "").ends_with(PAGE) && host.log().len() == 1);
}

#[test]
fn in_flight_mode_nobody_listens_and_hung_requests_end() {
    let (_folder, host) = host();
    host.break_at(At::Number(0), Fault::Hang);
    thread::scope(|scope| {
        let hung = scope.spawn(|| get(&host, ""));
        while host.log().is_empty() {
            thread::yield_now();
        }
        host.refuse();
        assert_eq!(hung.join().unwrap(), "");
    });
    assert!(TcpStream::connect(host.shared.address).is_err());
    host.accept().unwrap();
    assert!(get(&host, "").ends_with(PAGE));

    host.forget();
    host.break_at(At::Number(0), Fault::Stop);
    host.shared.lock().faults.remove(0);
    assert_eq!(get(&host, ""), "");
    assert!(TcpStream::connect(host.shared.address).is_err());
    host.mend().unwrap();
    assert!(get(&host, "").ends_with(PAGE));
}

#[test]
fn what_is_published_next_is_served_at_once_and_the_longest_base_path_counts() {
    let (_folder, host) = host();
    let newer = posts::folder(&[("index.html", "newer")]).unwrap();
    host.publish_at("/site/a/", newer.path());
    assert!(get(&host, "a/").ends_with("newer") && get(&host, "").ends_with(PAGE));
    host.publish(newer.path());
    assert!(get(&host, "").ends_with("newer"));
}
