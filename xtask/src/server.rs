//! A small static file server for one folder: GET and HEAD, every security header on every answer, and a log of what was asked for.

use crate::headers;
use std::fs;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// The longest request line and headers that are read.
const LONGEST_REQUEST: u64 = 64 * 1024;

/// How long a silent connection is kept.
const PATIENCE: Duration = Duration::from_secs(30);

/// One request as it was received.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    pub method: String,
    /// Path and query, as sent.
    pub path: String,
}

/// A running server. It stops when it is dropped.
pub struct Server {
    address: SocketAddr,
    log: Arc<Mutex<Vec<Request>>>,
    stopping: Arc<AtomicBool>,
    listener: Option<JoinHandle<()>>,
}

impl Server {
    /// Serves `folder` on this machine alone. Port 0 takes any free port.
    pub fn start(folder: &Path, port: u16) -> io::Result<Self> {
        let folder = fs::canonicalize(folder)?;
        let socket = TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
        let address = socket.local_addr()?;
        let log = Arc::new(Mutex::new(Vec::new()));
        let stopping = Arc::new(AtomicBool::new(false));
        let listener = thread::spawn({
            let (log, stopping) = (Arc::clone(&log), Arc::clone(&stopping));
            move || {
                for connection in socket.incoming() {
                    if stopping.load(Ordering::SeqCst) {
                        return;
                    }
                    let Ok(connection) = connection else { continue };
                    let (folder, log) = (folder.clone(), Arc::clone(&log));
                    thread::spawn(move || {
                        // A browser that hangs up halfway is its own affair.
                        let _ = answer(connection, &folder, &log);
                    });
                }
            }
        });
        Ok(Self { address, log, stopping, listener: Some(listener) })
    }

    /// The address a browser opens.
    pub fn url(&self) -> String {
        format!("http://{}/", self.address)
    }

    /// Every request so far, oldest first.
    pub fn requests(&self) -> Vec<Request> {
        self.log.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Serves until the process is ended.
    pub fn wait(mut self) {
        if let Some(listener) = self.listener.take() {
            let _ = listener.join();
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let Some(listener) = self.listener.take() else {
            return;
        };
        self.stopping.store(true, Ordering::SeqCst);
        // Wakes the listener, which is waiting for a connection.
        if TcpStream::connect(self.address).is_ok() {
            let _ = listener.join();
        }
    }
}

/// What is sent back.
struct Response {
    status: &'static str,
    content_type: &'static str,
    cache: &'static str,
    body: Vec<u8>,
}

impl Response {
    fn message(status: &'static str) -> Self {
        Self { status, content_type: "text/plain; charset=utf-8", cache: "no-cache", body: format!("{status}\n").into_bytes() }
    }
}

fn answer(mut connection: TcpStream, folder: &Path, log: &Mutex<Vec<Request>>) -> io::Result<()> {
    connection.set_read_timeout(Some(PATIENCE))?;
    connection.set_write_timeout(Some(PATIENCE))?;
    let Some(request) = read_request(&connection)? else {
        return Ok(());
    };
    let response = match request.method.as_str() {
        "GET" | "HEAD" => file(folder, &request.path),
        _ => Response::message("405 Method Not Allowed"),
    };
    let wants_body = request.method != "HEAD";
    log.lock().unwrap_or_else(PoisonError::into_inner).push(request);

    let mut head = format!(
        "HTTP/1.1 {}\r\nContent-Type: {}\r\nContent-Length: {}\r\nCache-Control: {}\r\nConnection: close\r\n",
        response.status,
        response.content_type,
        response.body.len(),
        response.cache
    );
    for (name, value) in headers::security() {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head.push_str("\r\n");
    connection.write_all(head.as_bytes())?;
    if wants_body {
        connection.write_all(&response.body)?;
    }
    connection.flush()
}

/// Reads the request line and passes over the headers; nothing here depends on them. `None`: no request came.
fn read_request(connection: &TcpStream) -> io::Result<Option<Request>> {
    let mut reader = BufReader::new(connection.take(LONGEST_REQUEST));
    let mut first = String::new();
    reader.read_line(&mut first)?;
    let mut header = String::new();
    while reader.read_line(&mut header)? > 2 {
        header.clear();
    }
    let mut words = first.split_whitespace();
    let (Some(method), Some(path)) = (words.next(), words.next()) else {
        return Ok(None);
    };
    Ok(Some(Request { method: method.to_owned(), path: path.to_owned() }))
}

fn file(folder: &Path, path: &str) -> Response {
    let found = locate(folder, path).and_then(|file| Some((fs::read(&file).ok()?, file)));
    let Some((body, file)) = found else {
        return Response::message("404 Not Found");
    };
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    Response { status: "200 OK", content_type: content_type(&name), cache: headers::cache_control(&name), body }
}

/// The file that a request's path names, if it is one inside `folder`.
fn locate(folder: &Path, path: &str) -> Option<PathBuf> {
    let path = decoded(path.split(['?', '#']).next()?)?;
    let mut file = folder.to_path_buf();
    for part in path.strip_prefix('/')?.split('/') {
        let unsafe_part = part.starts_with('.') || part.contains(['\\', ':', '\0']);
        if unsafe_part {
            return None;
        }
        file.push(part);
    }
    if file.is_dir() {
        file.push("index.html");
    }
    // A link may point anywhere; what is served may not.
    let file = fs::canonicalize(file).ok()?;
    (file.starts_with(folder) && file.is_file()).then_some(file)
}

/// Resolves `%C3%A6` and the like.
fn decoded(path: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let Some((&byte, tail)) = rest.split_first() {
        if byte != b'%' {
            bytes.push(byte);
            rest = tail;
            continue;
        }
        let digits = str::from_utf8(tail.get(..2)?).ok()?;
        bytes.push(u8::from_str_radix(digits, 16).ok()?);
        rest = &tail[2..];
    }
    String::from_utf8(bytes).ok()
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map_or("", |(_, extension)| extension) {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "json" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "woff2" => "font/woff2",
        "txt" | "md" => "text/plain; charset=utf-8",
        "csv" => "text/csv; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder of its own for one test, removed with it: `dist` with `index.html`, `app.wasm` and `under/æ.css`, and beside it a file that
    /// must stay unseen.
    struct Folder(PathBuf);

    impl Folder {
        fn new(name: &str) -> Self {
            let outer = std::env::temp_dir().join(format!("stamdatatjek-{name}-{}", std::process::id()));
            let inner = outer.join("dist");
            fs::create_dir_all(inner.join("under")).expect("a folder");
            fs::write(outer.join("secret.txt"), "secret").expect("a file");
            fs::write(inner.join("index.html"), "<h1>Hej</h1>").expect("a file");
            fs::write(inner.join("app.wasm"), [0, 97, 115, 109]).expect("a file");
            fs::write(inner.join("under").join("æ.css"), "p{}").expect("a file");
            Self(outer)
        }

        fn serve(&self) -> Server {
            Server::start(&self.0.join("dist"), 0).expect("a server")
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    fn ask(server: &Server, method: &str, path: &str) -> String {
        let mut connection = TcpStream::connect(server.address).expect("a connection");
        write!(connection, "{method} {path} HTTP/1.1\r\nHost: x\r\n\r\n").expect("a request");
        let mut bytes = Vec::new();
        connection.read_to_end(&mut bytes).expect("an answer");
        String::from_utf8_lossy(&bytes).into_owned()
    }

    #[test]
    fn serves_files_with_their_type() {
        let folder = Folder::new("types");
        let server = folder.serve();
        for (path, kind) in [
            ("/", "text/html; charset=utf-8"),
            ("/index.html?x=1", "text/html; charset=utf-8"),
            ("/app.wasm", "application/wasm"),
            ("/under/%C3%A6.css", "text/css; charset=utf-8"),
        ] {
            let answer = ask(&server, "GET", path);
            assert!(answer.starts_with("HTTP/1.1 200 OK"), "{path}: {answer}");
            assert!(answer.contains(&format!("Content-Type: {kind}\r\n")), "{path}: {answer}");
        }
        assert!(ask(&server, "GET", "/").ends_with("<h1>Hej</h1>"));
        assert!(ask(&server, "HEAD", "/").ends_with("\r\n\r\n"));
    }

    #[test]
    fn every_answer_carries_every_header() {
        let folder = Folder::new("headers");
        let server = folder.serve();
        for (method, path, status) in [("GET", "/", "200"), ("GET", "/none", "404"), ("POST", "/", "405")] {
            let answer = ask(&server, method, path);
            assert!(answer.starts_with(&format!("HTTP/1.1 {status}")), "{answer}");
            for (name, value) in headers::security() {
                assert!(answer.contains(&format!("\r\n{name}: {value}\r\n")), "{method} {path}: {name}");
            }
        }
    }

    #[test]
    fn nothing_outside_the_folder_is_served() {
        let folder = Folder::new("outside");
        let server = folder.serve();
        for path in [
            "/../secret.txt",
            "/%2e%2e/secret.txt",
            "/under/../../secret.txt",
            "/..%2fsecret.txt",
            "/..%5csecret.txt",
            "//etc/passwd",
            "/%",
            "secret.txt",
        ] {
            let answer = ask(&server, "GET", path);
            assert!(answer.starts_with("HTTP/1.1 404"), "{path}: {answer}");
        }
    }

    #[test]
    fn requests_are_written_down() {
        let folder = Folder::new("log");
        let server = folder.serve();
        ask(&server, "GET", "/a?b=c");
        ask(&server, "POST", "/");
        let seen: Vec<String> = server.requests().into_iter().map(|request| format!("{} {}", request.method, request.path)).collect();
        assert_eq!(seen, ["GET /a?b=c", "POST /"]);
    }
}
