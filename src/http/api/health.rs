//! Whether the server lives, whether it can serve: for whoever watches over it.

use axum::extract::State;

use crate::http::problem::Problem;
use crate::store::Store;

/// The process answers.
pub(in crate::http) async fn live() -> &'static str {
    "live\n"
}

/// The database answers, too.
pub(in crate::http) async fn ready(State(store): State<Store>) -> Result<&'static str, Problem> {
    match store.has_administrator().await {
        Ok(_) => Ok("ready\n"),
        Err(error) => {
            tracing::error!(%error, "the database does not answer");
            Err(Problem::not_ready("The database does not answer."))
        }
    }
}
