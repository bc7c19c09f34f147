//! Pictures of a server on this machine, and addresses that are never asked.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;
use std::thread;
use std::time::{Duration, Instant};

use super::*;
use crate::posts::image_kind::tests::png;

/// A server on this machine that answers by path, and what it was asked for.
fn server(answer: fn(&str) -> Vec<u8>) -> (String, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let root = format!("http://{}", listener.local_addr().unwrap());
    let asked = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&asked);
    thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
            let first = lines.next().unwrap().unwrap();
            while lines
                .next()
                .is_some_and(|line| line.is_ok_and(|line| !line.is_empty()))
            {}
            let path = first.split(' ').nth(1).unwrap().to_owned();
            log.lock().unwrap().push(path.clone());
            let _ = stream.write_all(&answer(&path));
        }
    });
    (root, asked)
}

fn ok(body: &[u8]) -> Vec<u8> {
    [
        format!(
            "HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
            body.len()
        )
        .as_bytes(),
        body,
    ]
    .concat()
}

fn moved(to: &str) -> Vec<u8> {
    format!("HTTP/1.1 302 Found\r\nLocation: {to}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        .into_bytes()
}

/// What is fetched in tests: from this machine, over plain HTTP, little and quickly; 127.0.0.2 stands for a private network.
fn fetcher(root: &Path) -> Fetcher {
    Fetcher {
        rules: Rules {
            scheme: "http",
            may_ask: |ip| ip == IpAddr::V4(Ipv4Addr::LOCALHOST),
            max_bytes: 2000,
            max_seconds: 2,
        },
        ..Fetcher::new(root)
    }
}

fn has_curl() -> bool {
    let found = Command::new("curl").arg("--version").output().is_ok();
    if !found {
        println!("skipped: there is no curl");
    }
    found
}

#[test]
fn a_picture_is_fetched_once_and_named_by_its_content() {
    if !has_curl() {
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let (root, asked) = server(|path| {
        if path == "/moved" {
            moved("/a%20b.jpg?x=1")
        } else {
            ok(&png())
        }
    });
    let fetch = fetcher(dir.path());
    let file = fetch.get(&format!("{root}/moved#there")).unwrap();
    let name = file.file_name().unwrap().to_string_lossy().into_owned();
    assert!(name.starts_with("moved.") && name.ends_with(".png"), "{name}");
    assert_eq!(fs::read(&file).unwrap(), png());
    fetch.get(&format!("{root}/moved")).unwrap();
    fetcher(dir.path()).get(&format!("{root}/moved")).unwrap();
    assert_eq!(*asked.lock().unwrap(), ["/moved", "/a%20b.jpg?x=1"]);
    let encoded = fetch.get(&format!("{root}/词 云.png")).unwrap();
    assert!(encoded.is_file());
}

#[test]
fn what_is_no_picture_too_much_too_slow_or_gone_is_refused() {
    if !has_curl() {
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let (root, _) = server(|path| match path {
        "/page" => ok(b"<html><script>1</script></html>"),
        "/svg" => ok(b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        "/large" => ok(&[0; 3000]),
        "/endless" => [
            b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n".as_slice(),
            &[0; 3000],
        ]
        .concat(),
        "/slow" => {
            thread::sleep(Duration::from_secs(4));
            ok(&png())
        }
        "/round" => moved("/round"),
        "/file" => moved("file:///etc/passwd"),
        "/inside" => moved("http://127.0.0.2:1/a.png"),
        "/name" => moved("http://localhost.invalid/a.png"),
        _ => b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".to_vec(),
    });
    let fetch = fetcher(dir.path());
    let start = Instant::now();
    for (path, why) in [
        ("/page", "no JPEG"),
        ("/svg", "SVG"),
        ("/large", ""),
        ("/endless", "larger"),
        ("/round", "more than 3 times"),
        ("/file", "only http"),
        ("/inside", "no address on the internet"),
        ("/name", "no host"),
        ("/gone", "404"),
        ("/slow", ""),
    ] {
        let said = fetch.get(&format!("{root}{path}")).unwrap_err();
        assert!(said.contains(why), "{path}: {said}");
    }
    assert!(start.elapsed() < Duration::from_secs(20));
    assert!(!dir.path().join(FOLDER).exists());
}

#[test]
fn only_https_and_hosts_of_the_internet_are_asked() {
    for src in [
        "http://example.com/a.png",
        "ftp://example.com/a.png",
        "file:///etc/passwd",
        "https://",
        "https://a@example.com/x",
        "https://a:b@example.com/x",
        "https://example.com:0/x",
        "https://example.com:99999/x",
        "https://exa mple.com/x",
        "https://[::1/x",
        "https://例.com/x",
        "https://example.com/\u{1}",
        "https://example.com\\@a.invalid/x",
        "--url https://example.com",
    ] {
        assert!(address(src, "https").is_err(), "{src}");
    }
    assert_eq!(
        address("//a.b/c d#e", "https").as_deref(),
        Ok("https://a.b/c%20d")
    );
    assert_eq!(
        address("HTTPS://a.b:8443/c", "https").as_deref(),
        Ok("HTTPS://a.b:8443/c")
    );
    let dir = tempfile::tempdir().unwrap();
    let fetch = Fetcher::new(dir.path());
    for host in [
        "127.0.0.1",
        "localhost",
        "0x7f.1",
        "2130706433",
        "[::1]",
        "[::ffff:10.0.0.1]",
        "169.254.169.254",
        "10.1.2.3",
    ] {
        assert!(fetch.get(&format!("https://{host}/a.png")).is_err(), "{host}");
    }
}

#[test]
fn addresses_of_the_internet_are_told_from_others() {
    let public = |ip: &str| is_public(ip.parse().unwrap());
    for ip in [
        "1.1.1.1",
        "93.184.216.34",
        "100.128.0.1",
        "2606:4700::1111",
        "2a00:1450::1",
        "::ffff:1.1.1.1",
    ] {
        assert!(public(ip), "{ip}");
    }
    for ip in [
        "0.0.0.0",
        "10.0.0.1",
        "100.64.0.1",
        "127.1.1.1",
        "169.254.169.254",
        "172.16.0.1",
        "192.0.0.1",
        "192.0.2.1",
        "192.168.1.1",
        "198.18.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::ffff:127.0.0.1",
        "64:ff9b::7f00:1",
        "fc00::1",
        "fe80::1",
        "ff02::1",
        "2001:db8::1",
        "2002:7f00:1::",
        "2001::1",
    ] {
        assert!(!public(ip), "{ip}");
    }
}
