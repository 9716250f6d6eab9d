//! The browser client, embedded as it was built.

use include_dir::{Dir, include_dir};

/// `index.html`, hashed assets and their compressed siblings (`.br`, `.gz`).
pub static DIST: Dir<'static> = include_dir!("$OUT_DIR/dist");
