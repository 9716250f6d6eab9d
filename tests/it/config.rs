//! Settings, as the command takes them.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::{TempDir, tempdir};

#[test]
fn flags_go_before_environment_before_file_before_defaults() {
    let folder = with_file("data = \"from-file\"\nlisten = \"127.0.0.1:1\"\nmedia = \"127.0.0.1:3\"\n");
    let shown = Glossa::in_folder(folder.path())
        .env("GLOSSA_LISTEN", "127.0.0.1:2")
        .env("GLOSSA_MEDIA", "127.0.0.1:4")
        .run(&["config", "show", "--media", "127.0.0.1:5"]);
    insta::assert_snapshot!(text(&shown.stdout));
    assert!(shown.status.success());
}

#[test]
fn a_misspelt_key_is_refused_by_name_and_file() {
    let folder = with_file("lisen = \"127.0.0.1:1\"\n");
    assert_eq!(
        Glossa::in_folder(folder.path()).refusal(&["config", "show"]),
        "glossa: glossa.toml: there is no setting \"lisen\"; is \"listen\" meant?\n"
    );
    let elsewhere = tempdir().unwrap();
    let file = folder.path().join("glossa.toml");
    assert_eq!(
        Glossa::in_folder(elsewhere.path()).refusal(&["--config", file.to_str().unwrap()]),
        format!("glossa: {}: there is no setting \"lisen\"; is \"listen\" meant?\n", file.display())
    );
}

#[test]
fn a_misspelt_variable_is_refused_by_name() {
    let folder = tempdir().unwrap();
    assert_eq!(
        Glossa::in_folder(folder.path()).env("GLOSSA_LISEN", "127.0.0.1:1").refusal(&[]),
        "glossa: GLOSSA_LISEN: there is no setting \"lisen\"; is \"listen\" meant?\n"
    );
}

#[test]
fn a_value_that_cannot_be_is_refused_with_its_place() {
    let folder = with_file("listen = \"nowhere\"\n");
    let refusal = Glossa::in_folder(folder.path()).refusal(&["serve"]);
    assert!(refusal.starts_with("glossa: glossa.toml: the setting \"listen\": "), "{refusal}");
    let refusal = Glossa::in_folder(tempdir().unwrap().path()).env("GLOSSA_LOG", "xml").refusal(&["serve"]);
    assert!(refusal.starts_with("glossa: GLOSSA_LOG: the setting \"log\": "), "{refusal}");
    let broken = with_file("listen = \n");
    let refusal = Glossa::in_folder(broken.path()).refusal(&[]);
    assert!(refusal.starts_with("glossa: glossa.toml: "), "{refusal}");
}

#[test]
fn a_file_that_was_asked_for_must_be_there() {
    let folder = tempdir().unwrap();
    let refusal = Glossa::in_folder(folder.path()).refusal(&["--config", "missing.toml"]);
    assert!(refusal.starts_with("glossa: missing.toml: "), "{refusal}");
}

#[test]
fn the_settings_are_shown_without_the_password() {
    let folder = tempdir().unwrap();
    let shown = Glossa::in_folder(folder.path()).run(&[
        "config",
        "show",
        "--database-url",
        "postgres://glossa:s3cret@db.example/glossa",
    ]);
    let shown = text(&shown.stdout);
    assert!(shown.contains("postgres://glossa:***@db.example/glossa"), "{shown}");
    assert!(!shown.contains("s3cret"), "{shown}");
}

#[test]
fn a_port_that_is_taken_is_said_plainly() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let addr = taken.local_addr().unwrap().to_string();
    let folder = tempdir().unwrap();
    let refusal = Glossa::in_folder(folder.path()).refusal(&["--listen", &addr]);
    assert!(refusal.starts_with(&format!("glossa: cannot listen on {addr}: ")), "{refusal}");
    assert!(!folder.path().join("data").exists());
}

#[test]
fn the_help_teaches() {
    let folder = tempdir().unwrap();
    insta::assert_snapshot!(text(&Glossa::in_folder(folder.path()).run(&["--help"]).stdout));
}

/// The command, in a folder of its own.
struct Glossa(Command);

impl Glossa {
    fn in_folder(folder: &Path) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_glossa"));
        command.current_dir(folder);
        for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("GLOSSA_")) {
            command.env_remove(name);
        }
        Self(command)
    }

    fn env(mut self, name: &str, value: &str) -> Self {
        self.0.env(name, value);
        self
    }

    fn run(mut self, arguments: &[&str]) -> Output {
        self.0.args(arguments).output().unwrap()
    }

    /// What it says when it refuses to start.
    #[track_caller]
    fn refusal(self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert!(!output.status.success(), "{output:?}");
        text(&output.stderr)
    }
}

fn with_file(content: &str) -> TempDir {
    let folder = tempdir().unwrap();
    fs::write(folder.path().join("glossa.toml"), content).unwrap();
    folder
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}
