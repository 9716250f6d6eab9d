//! Looking for words in past calls.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;

use crate::http::page::{Paging, page};
use crate::http::problem::Problem;
use crate::http::read::Asked;
use crate::http::session::CurrentUser;
use crate::store::{FoundLine, SearchWords, Store};
use crate::wire::{Found, FoundKind, Page};

/// What to look for.
#[derive(Deserialize)]
pub(in crate::http) struct Question {
    q: String,
}

/// Messages and captions with all of these words, from the calls that I took part in, newest first.
#[utoipa::path(
    get, path = "/search", operation_id = "search", tag = "calls",
    params(
        ("q" = String, Query, description = "Words, in any case, with or without accents", max_length = 200),
        Paging,
    ),
    responses((status = OK, description = "What was found", body = Page<Found>), Problem),
)]
pub(in crate::http) async fn search(
    State(store): State<Store>,
    CurrentUser(user): CurrentUser,
    Asked(Question { q }): Asked<Question>,
    Asked(paging): Asked<Paging>,
) -> Result<Json<Page<Found>>, Problem> {
    let slice = paging.slice()?;
    if q.chars().count() > QUESTION_CHARS {
        return Err(Problem::query_unusable("At most 200 characters can be looked for."));
    }
    Ok(Json(match SearchWords::parse(&q) {
        Some(words) => page(store.search(user.id, &words, slice).await?, found),
        // Nothing to look for is found nowhere.
        None => Page { items: Vec::new(), next: None },
    }))
}

fn found(line: FoundLine) -> Found {
    Found {
        kind: if line.is_transcript { FoundKind::Transcript } else { FoundKind::Message },
        call: line.call,
        room: line.room_code,
        name: line.display_name,
        text: line.text,
        at: line.created_at,
    }
}

const QUESTION_CHARS: usize = 200;
