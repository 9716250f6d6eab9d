//! Words that are signed: from performances, from drawn pictures, from models that are damaged.

use std::{process::Command, sync::Arc, time::Duration};

use glossa::{
    notation::{dictionary, handshapes},
    recogniser::{
        Model, Reader,
        features::Outline,
        folder::{FolderError, ModelFolder},
        train::{
            signs::{Generator, Person},
            words::streams,
        },
        words::{Sighting, WordReader, WordsModel},
    },
    signer::{SkinTone, camera::Camera, portrait::Portrait},
};

fn bundled() -> &'static weights::Model {
    weights::MODELS.iter().find(|model| model.name == "words-ase").expect("it is embedded")
}

fn parse(config: &str, weights: &[u8]) -> Result<WordsModel, FolderError> {
    WordsModel::parse(&ModelFolder { name: "mine".to_owned(), config: config.into(), weights: weights.into() })
}

#[test]
fn signs_of_people_whom_training_never_drew_are_read_and_idle_hands_are_not() {
    let model = Arc::new(WordsModel::bundled().expect("a model is embedded"));
    let read = streams(&model, dictionary().unwrap(), handshapes().unwrap(), 20);
    let (precision, recall) = (read.precision(), read.recall());
    println!("precision {precision:.3}, recall {recall:.3} of {} signs", read.signed);
    assert!(precision > 0.9 && recall > 0.2, "precision {precision}, recall {recall}");
    assert!(read.delay(0.5) < 0.4 && read.delay(0.95) < 0.9, "{} s, {} s", read.delay(0.5), read.delay(0.95));
    for (what, minutes, told) in read.empty {
        assert!(told as f32 <= 4.0 * minutes, "{told} words in {minutes} minutes of {what}");
    }
}

/// What is read of a drawn person who makes a sign, from pixels on.
fn drawn(name: &str, person: &Person, seed: u64) -> Vec<String> {
    let sign = dictionary().unwrap().iter().find(|sign| sign.name.as_str() == name).expect("it is in the dictionary");
    let act = Generator::new(handshapes().unwrap()).act(&sign.variants[0], person, seed);
    let mut portrait = Portrait::new(Camera::webcam(640, 480), SkinTone::ALL[1], seed);
    let mut reader = Reader::new(&Model::bundled().and_then(Model::hearing_words).expect("models are embedded"));
    let mut heard = Vec::new();
    let frames = (act.length() * 15.0) as u32 + 10;
    for frame in 0..frames {
        let time = frame as f32 / 15.0;
        let picture = portrait.picture(&act.at(time.min(act.length())));
        heard.extend(reader.read_picture(&picture, Duration::from_secs_f32(time)).unwrap());
    }
    heard.extend(reader.finish());
    heard.into_iter().filter(|it| it.last && !it.text.is_empty()).map(|it| it.text).collect()
}

#[test]
fn a_drawn_sign_is_read_as_its_word_from_either_hand() {
    let right = Person::textbook();
    let left = Person { left_handed: true, ..Person::textbook() };
    for (person, seed) in [(right, 3), (left, 4)] {
        let read = drawn("thank-you", &person, seed);
        assert_eq!(read, ["THANK YOU"]);
    }
}

#[test]
fn a_model_that_somebody_elses_program_trained_is_loaded_and_reads() {
    let out = tempfile::tempdir().unwrap();
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/words/train.py");
    let status = Command::new("python3").arg(script).arg(out.path()).status().expect("Python runs");
    assert!(status.success());
    let model = Arc::new(WordsModel::open(out.path()).unwrap());
    let mut reader = WordReader::new(Arc::clone(&model));
    let hand = Outline(std::array::from_fn(|k| [0.01 * k as f32, -0.02 * k as f32]));
    let told: Vec<_> = (0..60)
        .flat_map(|step| {
            let shown = (20..40).contains(&step).then(|| hand.clone());
            reader.see(Duration::from_millis(67) * step, &Sighting { hands: [None, shown], body: None })
        })
        .map(|told| model.config().words[told.word].text.clone())
        .collect();
    assert_eq!(told, ["HAND"]);
}

#[test]
fn a_damaged_model_is_refused_with_the_reason() {
    let bundled = bundled();
    assert!(parse(bundled.config, bundled.weights).is_ok());
    let refusal =
        |config: &str, weights: &[u8]| parse(config, weights).err().map(|error| error.to_string()).unwrap_or_default();
    let cut = refusal(bundled.config, &bundled.weights[..1000]);
    assert!(cut.starts_with("mine/model.safetensors does not fit its config.json"), "{cut}");
    let narrower = refusal(&bundled.config.replace("\"width\": 128", "\"width\": 127"), bundled.weights);
    assert!(narrower.contains("shape mismatch"), "{narrower}");
    let mut config: serde_json::Value = serde_json::from_str(bundled.config).unwrap();
    config["words"].as_array_mut().unwrap().pop();
    assert!(refusal(&config.to_string(), bundled.weights).contains("shape mismatch"));
    config["words"] = serde_json::json!([]);
    assert!(refusal(&config.to_string(), bundled.weights).contains("words"));
    let huge = refusal(&bundled.config.replace("\"width\": 128", "\"width\": 4000000000"), bundled.weights);
    assert!(huge.contains("1 to 1024 are possible"), "{huge}");
    let other = refusal(&bundled.config.replace("signs-causal-convolutions", "tea-leaves"), bundled.weights);
    assert!(other.contains("tea-leaves"), "{other}");
}

#[test]
fn a_file_that_promises_a_huge_tensor_is_refused() {
    let header = br#"{"input.weight":{"dtype":"F32","shape":[4294967295,4294967295],"data_offsets":[0,4]}}"#;
    let mut file = (header.len() as u64).to_le_bytes().to_vec();
    file.extend(header);
    file.extend([0; 4]);
    assert!(matches!(parse(bundled().config, &file), Err(FolderError::Weights { .. })));
}
