//! A server's data, kept and laid out again by the command.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use glossa::config::TlsMode;
use glossa::store::Store;

use crate::server::Server;

#[tokio::test]
async fn a_backup_of_a_running_server_is_laid_out_again() {
    let server = Server::start_with(|config| config.tls = TlsMode::SelfSigned).await;
    server.admin().await;
    let folder = tempfile::tempdir().unwrap();
    let (file, data) = (folder.path().join("kept.zip"), folder.path().join("data"));
    succeeds(&glossa(&["backup", text(&file), "--data", text(server.data())]).await);
    server.user("later").await;

    succeeds(&glossa(&["restore", text(&file), "--data", text(&data)]).await);
    let restored = Store::open_in(&data).await.unwrap();
    assert!(restored.user_by_name("admin").await.unwrap().is_some());
    assert!(restored.user_by_name("later").await.unwrap().is_none());
    assert_eq!(fs::read(data.join("tls/key.pem")).unwrap(), fs::read(server.data().join("tls/key.pem")).unwrap());
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;

        let rights = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((rights(&file), rights(&data), rights(&data.join("glossa.db"))), (0o600, 0o700, 0o600));
    }
}

#[tokio::test]
async fn nothing_is_written_over() {
    let server = Server::start().await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("kept.zip");
    succeeds(&glossa(&["backup", text(&file), "--data", text(server.data())]).await);
    assert!(refusal(&glossa(&["backup", text(&file), "--data", text(server.data())]).await).contains("cannot be made"));
    assert!(refusal(&glossa(&["restore", text(&file), "--data", text(server.data())]).await).contains("is not empty"));
    let inside = server.data().join("kept.zip");
    let refused = glossa(&["backup", text(&inside), "--data", text(server.data())]).await;
    assert!(refusal(&refused).contains("would be lost with it"));
}

#[tokio::test]
async fn a_database_is_copied_by_the_command() {
    let server = Server::start().await;
    server.admin().await;
    let folder = tempfile::tempdir().unwrap();
    let from = format!("sqlite:{}", server.data().join("glossa.db").display());
    let to = format!("sqlite:{}", folder.path().join("copy.db").display());
    succeeds(&glossa(&["db", "copy", "--from", &from, "--to", &to]).await);
    let copy = Store::open(&to).await.unwrap();
    assert!(copy.user_by_name("admin").await.unwrap().is_some());
    assert!(refusal(&glossa(&["db", "copy", "--from", &from, "--to", &to]).await).contains("not empty"));
    let missing = format!("sqlite:{}", folder.path().join("missing.db").display());
    refusal(&glossa(&["db", "copy", "--from", &missing, "--to", &to]).await);
    assert!(!folder.path().join("missing.db").exists());
}

async fn glossa(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_glossa"));
    command.args(arguments);
    tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap()
}

#[track_caller]
fn succeeds(output: &Output) {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[track_caller]
fn refusal(output: &Output) -> String {
    assert!(!output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}
