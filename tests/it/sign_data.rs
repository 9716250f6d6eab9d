//! Finds the recordings of real people that a clone may lack.

use std::path::PathBuf;

/// A row of `clips/clips.csv`.
#[derive(serde::Deserialize)]
pub(crate) struct Clip {
    pub(crate) file: String,
    pub(crate) expected_text: String,
    /// `test` clips are for the final score only; nothing is tuned on them.
    pub(crate) split: String,
    pub(crate) frames: usize,
    #[serde(rename = "md5_of_yuv420p_frames")]
    pub(crate) md5: String,
}

/// The folder that `SIGN_DATA` names; without it the calling test says that it was left out.
pub(crate) fn folder(test: &str) -> Option<PathBuf> {
    let folder = std::env::var_os("SIGN_DATA").map(PathBuf::from);
    if folder.is_none() {
        println!("left out: {test} (SIGN_DATA is not set)");
    }
    folder
}

/// The recorded clips, each with its path.
pub(crate) fn clips(test: &str) -> Vec<(Clip, PathBuf)> {
    let Some(folder) = folder(test).map(|folder| folder.join("clips")) else {
        return Vec::new();
    };
    let mut table = csv::Reader::from_path(folder.join("clips.csv")).expect("clips.csv lists the clips");
    let rows = table.deserialize().map(|row| row.expect("a row of clips.csv"));
    rows.map(|clip: Clip| (folder.join(&clip.file), clip)).map(|(path, clip)| (clip, path)).collect()
}
