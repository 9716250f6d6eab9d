//! How well signing is read: recorded words of test signers, single letters and digits of others.

use std::{path::Path, sync::Arc};

use glossa::{
    recogniser::{Model, Reader, spelling::SpellingModel, train},
    video::recording,
};

use crate::figures::Figures;

/// A row of `clips/clips.csv`.
#[derive(serde::Deserialize)]
struct Clip {
    file: String,
    expected_text: String,
    split: String,
}

pub(crate) fn run(data: &Path, figures: &mut Figures) -> anyhow::Result<()> {
    let model = Model::bundled()?;
    let clips = data.join("clips");
    let (mut errors, mut characters) = (0, 0);
    for clip in csv::Reader::from_path(clips.join("clips.csv"))?.deserialize() {
        let clip: Clip = clip?;
        if clip.split != "test" {
            continue;
        }
        let read = read(&model, &clips.join(&clip.file))?;
        let wrong = train::character_errors(&clip.expected_text, &read);
        println!("{:8} {read:12} {wrong}", clip.expected_text);
        errors += wrong;
        characters += clip.expected_text.chars().count();
    }
    let right = 100.0 * (1.0 - errors as f64 / characters.max(1) as f64);
    figures.add("characters of the test signers' clips, doubled letters apart", right, "%", Some(85.0));
    let spelling = Arc::new(SpellingModel::bundled()?);
    for (name, value) in train::held_out(data, &spelling)? {
        figures.add(&name, f64::from(value), "%", None);
    }
    Ok(())
}

fn read(model: &Model, path: &Path) -> anyhow::Result<String> {
    let mut reader = Reader::new(model);
    let mut heard = Vec::new();
    for picture in recording::open(path, 15)? {
        let picture = picture?;
        heard.extend(reader.read_picture(&picture.picture, picture.at)?);
    }
    heard.extend(reader.finish());
    let words = heard.into_iter().filter(|word| word.last && !word.text.is_empty());
    Ok(words.map(|word| word.text).collect::<Vec<_>>().join(" "))
}
