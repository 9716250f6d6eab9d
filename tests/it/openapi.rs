//! The committed description of the API is what the server gives.

use std::fs;

/// Generated for the browser client, which makes its types of it.
const COMMITTED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/web-client/app/generated/openapi.json");

#[test]
fn the_committed_description_is_up_to_date() {
    let current = glossa::http::document().to_pretty_json().unwrap() + "\n";
    if std::env::var_os("GLOSSA_UPDATE").is_some() {
        fs::write(COMMITTED, current).unwrap();
        return;
    }
    let committed = fs::read_to_string(COMMITTED).unwrap_or_default();
    assert!(
        committed == current,
        "{COMMITTED} is stale: run `GLOSSA_UPDATE=1 cargo test --release --test it openapi` and commit it"
    );
}
