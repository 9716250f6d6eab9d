//! Builds the browser client with Vite, so that `cargo build` is all it takes.
//!
//! `WEB_CLIENT_DIST=dir` embeds a ready build instead: then neither Node nor network is needed.

use std::{
    env, fs, io,
    path::{Path, PathBuf},
    process::Command,
};

fn main() {
    println!("cargo::rerun-if-env-changed=WEB_CLIENT_DIST");
    for source in SOURCES {
        println!("cargo::rerun-if-changed={source}");
    }
    if let Err(reason) = build() {
        println!("cargo::error={reason}");
    }
}

fn build() -> Result<(), String> {
    let dist = PathBuf::from(env::var_os("OUT_DIR").ok_or("OUT_DIR is not set")?).join("dist");
    if dist.exists() {
        fs::remove_dir_all(&dist).map_err(|error| format!("{} cannot be removed: {error}", dist.display()))?;
    }
    if let Some(ready) = env::var_os("WEB_CLIENT_DIST") {
        let ready = PathBuf::from(ready);
        println!("cargo::rerun-if-changed={}", ready.display());
        return copy(&ready, &dist).map_err(|error| format!("{} cannot be embedded: {error}", ready.display()));
    }
    install()?;
    let out = dist.to_str().ok_or("OUT_DIR is not UTF-8")?;
    npm(&["run", "build", "--", "--outDir", out, "--emptyOutDir"])
}

/// Runs `npm ci` when the lock file differs from the one that node_modules was installed from.
fn install() -> Result<(), String> {
    let stamp = Path::new("node_modules/.package-lock.installed.json");
    let wanted = fs::read("package-lock.json").map_err(|error| format!("package-lock.json cannot be read: {error}"))?;
    if fs::read(stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    npm(&["ci", "--no-audit", "--no-fund"])?;
    fs::write(stamp, wanted).map_err(|error| format!("{} cannot be written: {error}", stamp.display()))
}

fn npm(arguments: &[&str]) -> Result<(), String> {
    let output = Command::new("npm").args(arguments).output().map_err(|error| {
        format!("npm cannot be run ({error}): install Node 20.19 or newer, or set WEB_CLIENT_DIST to a built client.")
    })?;
    if output.status.success() {
        return Ok(());
    }
    // Only the last lines: a build script's error is one line of Cargo's output.
    let text = [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat();
    let lines: Vec<_> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    let tail = lines[lines.len().saturating_sub(12)..].join(" | ");
    Err(format!("`npm {}` failed with {}: {tail}", arguments.join(" "), output.status))
}

fn copy(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

const SOURCES: &[&str] = &[
    "app",
    "build.rs",
    "index.html",
    "package-lock.json",
    "package.json",
    "public",
    "scripts",
    "svelte.config.js",
    "tsconfig.json",
    "vite.config.ts",
];
