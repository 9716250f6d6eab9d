//! Runs a network in another process, by the runtime that its authors publish.

use std::{
    fs,
    io::{self, BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
};

/// A Python process that waits to be told to run its network.
pub(super) struct Rival {
    process: Child,
    orders: ChildStdin,
    times: BufReader<ChildStdout>,
}

impl Rival {
    pub(super) fn start(name: &str, file: &[u8]) -> io::Result<Self> {
        let python = environment()?;
        let path = scratch().join(format!("{}.tflite", name.replace(' ', "_")));
        fs::write(&path, file)?;
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bench/landmarks/rival.py");
        let mut process = Command::new(python)
            .arg(script)
            .arg(path)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let missing = || io::Error::other("a pipe to Python is missing");
        let orders = process.stdin.take().ok_or_else(missing)?;
        let times = BufReader::new(process.stdout.take().ok_or_else(missing)?);
        Ok(Self { process, orders, times })
    }

    /// Runs the network once; how many milliseconds that took by the process's own clock.
    pub(super) fn run(&mut self) -> io::Result<f64> {
        self.orders.write_all(b"\n")?;
        let mut line = String::new();
        self.times.read_line(&mut line)?;
        line.trim().parse().map_err(|_| io::Error::other("Python does not answer with a time"))
    }
}

impl Drop for Rival {
    fn drop(&mut self) {
        // An error means that it has ended already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Makes a virtual environment with the runtime in it, once.
fn environment() -> io::Result<PathBuf> {
    let folder = scratch().join("ai-edge-litert");
    let python = folder.join("bin/python");
    let done = folder.join("ready");
    if !done.exists() {
        succeed(Command::new("python3").args(["-m", "venv"]).arg(&folder))?;
        succeed(Command::new(&python).args(["-m", "pip", "install", "--quiet", RUNTIME]))?;
        fs::write(done, "")?;
    }
    Ok(python)
}

fn succeed(command: &mut Command) -> io::Result<()> {
    let status = command.status()?;
    if status.success() { Ok(()) } else { Err(io::Error::other(format!("{command:?} ended with {status}"))) }
}

fn scratch() -> &'static Path {
    Path::new(env!("CARGO_TARGET_TMPDIR"))
}

/// Of that release are the recorded outputs that our tests compare with.
const RUNTIME: &str = "ai-edge-litert==2.3.0";
