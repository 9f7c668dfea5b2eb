//! Debian's headless Chromium, driven over its DevTools pipe: it trusts the nation's root as the root page tells a person to make it.

use std::{
    io::{BufRead as _, BufReader, Write as _},
    path::Path,
    process::{Child, ChildStdin, Command, Stdio},
    sync::mpsc::{Receiver, channel},
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use tempfile::TempDir;

/// How long a test waits for what must come.
const PATIENCE: Duration = Duration::from_secs(60);
/// How long to wait before looking again.
const MOMENT: Duration = Duration::from_millis(25);
/// The DevTools pipe is file descriptors 3 and 4; ours are 0 and 1.
const START: &str = "exec \"$0\" \"$@\" 3<&0 4>&1 0</dev/null 1>/dev/null 2>/dev/null";

/// A browser with one page.
pub(crate) struct Chromium {
    child: Child,
    to: Option<ChildStdin>,
    from: Receiver<Value>,
    session: String,
    next: u64,
    _home: TempDir,
}

impl Chromium {
    /// A browser that trusts this root, where there is one on this machine. In CI none may be missing.
    pub(crate) fn start(root_pem: &str) -> Option<Self> {
        for program in ["chromium", "certutil"] {
            let found = Command::new(program)
                .arg("--help")
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .status();
            if found.is_err() {
                assert!(
                    std::env::var_os("CI").is_none(),
                    "{program} is not here; `cargo xtask test` installs it"
                );
                eprintln!("{program} is not here: no real browser looked at the console");
                return None;
            }
        }
        let home = tempfile::tempdir().unwrap();
        trust(home.path(), root_pem);
        let root = Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout == b"0\n");
        let mut child = Command::new("sh")
            .args([
                "-c",
                START,
                "chromium",
                "--headless",
                "--remote-debugging-pipe",
                "--disable-gpu",
                "--no-first-run",
            ])
            .args([
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--hide-scrollbars",
            ])
            .args(root.then_some("--no-sandbox"))
            .arg(format!("--user-data-dir={}", home.path().join("profile").display()))
            .env("HOME", home.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let (to, out) = (child.stdin.take(), child.stdout.take().unwrap());
        let (send, from) = channel();
        std::thread::spawn(move || {
            let messages = BufReader::new(out).split(0).map_while(Result::ok);
            messages
                .filter_map(|bytes| serde_json::from_slice(&bytes).ok())
                .try_for_each(|message: Value| send.send(message))
        });
        let mut browser = Self {
            child,
            to,
            from,
            session: String::new(),
            next: 0,
            _home: home,
        };
        let target = browser.call("Target.createTarget", json!({"url": "about:blank"}));
        let attached = browser.call("Target.attachToTarget", json!({"targetId": target["targetId"], "flatten": true}));
        browser.session = attached["sessionId"].as_str().unwrap().to_owned();
        browser.call("Page.enable", json!({}));
        Some(browser)
    }

    /// What a command of the DevTools protocol gives.
    pub(crate) fn call(&mut self, method: &str, parameters: Value) -> Value {
        let answer = self.ask(method, parameters);
        assert!(answer["error"].is_null(), "{method}: {answer}");
        answer["result"].clone()
    }

    /// Opens an address and waits until the page has been read.
    pub(crate) fn open(&mut self, address: &str) {
        let answer = self.call("Page.navigate", json!({"url": address}));
        assert!(answer["errorText"].is_null(), "{address}: {answer}");
        self.wait(&format!(
            "location.href.startsWith({}) && document.readyState === 'complete'",
            json!(address)
        ));
    }

    /// The value of an expression in the page.
    pub(crate) fn value(&mut self, expression: &str) -> Value {
        let parameters = json!({"expression": expression, "awaitPromise": true, "returnByValue": true, "userGesture": true});
        let answer = self.call("Runtime.evaluate", parameters);
        assert!(answer["exceptionDetails"].is_null(), "{expression}: {answer}");
        answer["result"]["value"].clone()
    }

    /// Returns when the condition holds in the page, also over navigations.
    pub(crate) fn wait(&mut self, condition: &str) {
        let started = Instant::now();
        loop {
            // A page that is being left has no answer; the next one will.
            let answer = self.ask(
                "Runtime.evaluate",
                json!({"expression": format!("!!({condition})"), "returnByValue": true}),
            );
            if answer["result"]["result"]["value"] == true {
                return;
            }
            assert!(
                started.elapsed() < PATIENCE,
                "{condition} did not come: {answer} {}",
                self.value("document.body.innerText")
            );
            // Until something happens in the browser, or a moment has passed.
            let _ = self.from.recv_timeout(MOMENT);
        }
    }

    fn ask(&mut self, method: &str, parameters: Value) -> Value {
        self.next += 1;
        let mut message = json!({"id": self.next, "method": method, "params": parameters});
        if !self.session.is_empty() {
            message["sessionId"] = json!(self.session);
        }
        let to = self.to.as_mut().unwrap();
        to.write_all(format!("{message}\0").as_bytes()).unwrap();
        to.flush().unwrap();
        loop {
            let answer = self.from.recv_timeout(PATIENCE).unwrap_or_else(|why| panic!("{method}: {why}"));
            if answer["id"] == self.next {
                return answer;
            }
        }
    }

    /// Does something that leads to another page, and waits for that page.
    pub(crate) fn go(&mut self, action: &str) {
        self.value("document.documentElement.dataset.left = 'yes'; 1");
        self.value(&format!("{{ {action}; }} 1"));
        self.wait("!document.documentElement.dataset.left && document.readyState === 'complete'");
    }

    /// Presses a key as a person does.
    pub(crate) fn press(&mut self, key: &str) {
        let (code, text) = match key {
            "Tab" => (9, ""),
            "Enter" => (13, "\r"),
            "Space" => (32, " "),
            other => panic!("no code for {other}"),
        };
        let key = if key == "Space" { " " } else { key };
        let down = json!({"type": "keyDown", "key": key, "windowsVirtualKeyCode": code, "text": text});
        self.call("Input.dispatchKeyEvent", down);
        self.call(
            "Input.dispatchKeyEvent",
            json!({"type": "keyUp", "key": key, "windowsVirtualKeyCode": code}),
        );
    }

    pub(crate) fn type_text(&mut self, text: &str) {
        self.call("Input.insertText", json!({"text": text}));
    }

    /// A window of that many pixels.
    pub(crate) fn resize(&mut self, width: u32, height: u32) {
        let size = json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": false});
        self.call("Emulation.setDeviceMetricsOverride", size);
    }

    /// What the person prefers, such as `prefers-color-scheme: dark`.
    pub(crate) fn prefer(&mut self, features: &[(&str, &str)]) {
        let features: Vec<_> = features.iter().map(|(name, value)| json!({"name": name, "value": value})).collect();
        self.call("Emulation.setEmulatedMedia", json!({"features": features}));
    }

    /// A picture of the whole page, where somebody asked for pictures by naming a folder.
    pub(crate) fn picture(&mut self, name: &str) {
        use base64::Engine as _;
        let Some(folder) = std::env::var_os("ETALON_PICTURES") else {
            return;
        };
        let size = self.call("Page.getLayoutMetrics", json!({}))["cssContentSize"].clone();
        let clip = json!({"x": 0, "y": 0, "width": size["width"], "height": size["height"], "scale": 1});
        let taken = self.call("Page.captureScreenshot", json!({"captureBeyondViewport": true, "clip": clip}));
        let bytes = base64::engine::general_purpose::STANDARD
            .decode(taken["data"].as_str().unwrap())
            .unwrap();
        std::fs::write(Path::new(&folder).join(format!("{name}.png")), bytes).unwrap();
    }
}

impl Drop for Chromium {
    fn drop(&mut self) {
        // It ends when its pipe does; its profile is deleted after that.
        self.to = None;
        if self.child.try_wait().ok().flatten().is_none() {
            let _ = self.child.kill();
        }
        let _ = self.child.wait();
    }
}

/// As the root page says for Chromium on Linux.
fn trust(home: &Path, root_pem: &str) {
    let store = home.join(".pki/nssdb");
    std::fs::create_dir_all(&store).unwrap();
    let file = home.join("etalon-root.pem");
    std::fs::write(&file, root_pem).unwrap();
    let database = format!("sql:{}", store.display());
    for arguments in [
        vec!["-N", "--empty-password"],
        vec!["-A", "-t", "C,,", "-n", "etalon-root", "-i", file.to_str().unwrap()],
    ] {
        let output = Command::new("certutil").args(["-d", &database]).args(&arguments).output().unwrap();
        assert!(
            output.status.success(),
            "certutil {arguments:?}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
}
