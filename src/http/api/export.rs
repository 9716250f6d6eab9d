//! Everything that is kept of somebody, as an archive to take along.

use std::fs::File;
use std::io::{self, Seek, Write};

use axum::body::Body;
use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse;
use chrono::Utc;
use serde::Serialize;
use tokio::task::spawn_blocking;
use tokio_util::io::ReaderStream;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::devices;
use super::record::{line, message};
use super::users::info;
use crate::http::note::note_own;
use crate::http::problem::Problem;
use crate::http::session::CurrentUser;
use crate::http::state::AppState;
use crate::store::Slice;

/// My account, my log-ins, my messages and my transcripts, each a JSON file with one object a line.
#[utoipa::path(
    get, path = "/me/export", operation_id = "export_me", tag = "accounts",
    responses(
        (status = OK, description = "A ZIP archive", content_type = "application/zip", body = Vec<u8>),
        Problem,
    ),
)]
pub(in crate::http) async fn export(
    State(state): State<AppState>,
    CurrentUser(user): CurrentUser,
) -> Result<impl IntoResponse, Problem> {
    let now = Utc::now();
    let mut archive = Archive::open()?;
    archive = archive.file("account.jsonl", vec![info(user.clone(), None)]).await?;
    let sessions = state.store.sessions_of(user.id, now).await?;
    let sessions = sessions.into_iter().map(|session| devices::info(session, None));
    archive = archive.file("sessions.jsonl", sessions.collect()).await?;
    // Page by page, so that much that was said takes no more memory than little.
    archive = archive.file::<()>("messages.jsonl", Vec::new()).await?;
    let mut slice = Slice::first(PAGE);
    loop {
        let page = state.store.messages_of(user.id, slice).await?;
        archive = archive.lines(page.items.into_iter().filter_map(message).collect()).await?;
        let Some(next) = page.next else { break };
        slice.after = Some(next);
    }
    archive = archive.file::<()>("transcripts.jsonl", Vec::new()).await?;
    let mut slice = Slice::first(PAGE);
    loop {
        let page = state.store.transcripts_of(user.id, slice).await?;
        archive = archive.lines(page.items.into_iter().filter_map(line).collect()).await?;
        let Some(next) = page.next else { break };
        slice.after = Some(next);
    }
    note_own(&state, &user, "account_exported", now).await?;
    let headers = [
        (CONTENT_TYPE, "application/zip".to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"glossa-{}.zip\"", now.format("%Y-%m-%d"))),
    ];
    Ok((headers, Body::from_stream(ReaderStream::new(archive.finish().await?))))
}

/// A ZIP archive in a file that has no name and goes with its last handle.
struct Archive(ZipWriter<File>);

impl Archive {
    fn open() -> Result<Self, Problem> {
        Ok(Self(ZipWriter::new(tempfile::tempfile().map_err(Problem::internal)?)))
    }

    /// Begins a file.
    async fn file<T: Serialize + Send + 'static>(self, name: &'static str, lines: Vec<T>) -> Result<Self, Problem> {
        self.with(move |zip| {
            zip.start_file(name, SimpleFileOptions::default())?;
            write_lines(zip, &lines)
        })
        .await
    }

    /// Goes on with the file that was begun last.
    async fn lines<T: Serialize + Send + 'static>(self, lines: Vec<T>) -> Result<Self, Problem> {
        self.with(move |zip| write_lines(zip, &lines)).await
    }

    async fn finish(self) -> Result<tokio::fs::File, Problem> {
        let finished = spawn_blocking(move || {
            let mut file = self.0.finish()?;
            file.rewind()?;
            Ok::<_, io::Error>(file)
        });
        let file = finished.await.map_err(Problem::internal)?.map_err(Problem::internal)?;
        Ok(tokio::fs::File::from_std(file))
    }

    /// Writes where waiting for a disk keeps nobody.
    async fn with(
        self,
        write: impl FnOnce(&mut ZipWriter<File>) -> io::Result<()> + Send + 'static,
    ) -> Result<Self, Problem> {
        let written = spawn_blocking(move || {
            let Self(mut zip) = self;
            write(&mut zip).map(|()| Self(zip))
        });
        written.await.map_err(Problem::internal)?.map_err(Problem::internal)
    }
}

fn write_lines<T: Serialize>(zip: &mut ZipWriter<File>, lines: &[T]) -> io::Result<()> {
    for line in lines {
        serde_json::to_writer(&mut *zip, line)?;
        zip.write_all(b"\n")?;
    }
    Ok(())
}

const PAGE: u64 = 500;
