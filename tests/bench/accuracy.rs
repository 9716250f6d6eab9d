//! How well signing is read: recorded words of test signers, single letters and digits of others.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use glossa::{
    recogniser::{Model, Reader, spelling::SpellingModel, train},
    video::recording,
};

use crate::report::{Goal, left_out, report};

pub(crate) fn measure() {
    let name = "accuracy on recorded signers";
    let Some(data) = std::env::var_os("SIGN_DATA").map(PathBuf::from) else {
        return left_out(name, "SIGN_DATA is not set");
    };
    if !data.join("clips/clips.csv").exists() {
        return left_out(name, "SIGN_DATA holds no clips/clips.csv");
    }
    words(&data);
    let model = Arc::new(SpellingModel::bundled().expect("the bundled model"));
    for (name, percent) in train::held_out(&data, &model).expect("sound landmarks") {
        report(&name, f64::from(percent), "%", None);
    }
}

/// A row of `clips/clips.csv`.
#[derive(serde::Deserialize)]
struct Clip {
    file: String,
    expected_text: String,
    split: String,
}

/// The test signers' clips through the whole recogniser.
fn words(data: &Path) {
    let model = Model::bundled().expect("the bundled model");
    let mut table = csv::Reader::from_path(data.join("clips/clips.csv")).expect("clips.csv lists the clips");
    let clips = table.deserialize().map(|row| row.expect("a row of clips.csv"));
    let (mut errors, mut characters) = (0, 0);
    for Clip { file, expected_text, .. } in clips.filter(|clip: &Clip| clip.split == "test") {
        let text = read(&model, &data.join("clips").join(file));
        let wrong = train::character_errors(&expected_text, &text);
        println!("{expected_text:8} was read as {text:12} {wrong} errors");
        errors += wrong;
        characters += expected_text.chars().count();
    }
    let right = 100.0 * (1.0 - errors as f64 / characters.max(1) as f64);
    report("characters of test signers, doubled letters apart", right, "%", Some(Goal::AtLeast(85.0)));
}

fn read(model: &Model, clip: &Path) -> String {
    let mut reader = Reader::new(model);
    let mut heard = Vec::new();
    for picture in recording::open(clip, 15).expect("a sound clip") {
        let picture = picture.expect("a sound frame");
        heard.extend(reader.read_picture(&picture.picture, picture.at).expect("a picture can be read"));
    }
    heard.extend(reader.finish());
    let words = heard.into_iter().filter(|word| word.last && !word.text.is_empty());
    words.map(|word| word.text).collect::<Vec<_>>().join(" ")
}
