//! Our engine against the outputs that another runtime computed for one fixed input.

use std::{fs, path::PathBuf};

use glossa::recogniser::landmark::{engine::Scratch, network::Network};
use serde::Deserialize;

use crate::sign_data;

#[derive(Deserialize)]
struct Reference {
    models: Vec<Model>,
}

#[derive(Deserialize)]
struct Model {
    model: String,
    outputs: Vec<Output>,
}

#[derive(Deserialize)]
struct Output {
    shape: Vec<usize>,
    /// Every `k`-th element is in `values`.
    k: usize,
    values: Vec<f32>,
}

#[test]
fn networks_compute_what_another_runtime_computes() {
    let Some(folder) = sign_data::folder("networks_compute_what_another_runtime_computes") else { return };
    let json = fs::read(folder.join("reference/networks.json")).expect("networks.json is part of the data");
    compare(&serde_json::from_slice(&json).expect("networks.json has the known form"));
}

#[test]
fn the_lite_body_network_computes_what_another_runtime_computes() {
    compare(&serde_json::from_str(include_str!("pose_lite.json")).expect("the same form"));
}

fn compare(reference: &Reference) {
    for model in &reference.models {
        let Some(file) = network(&model.model) else { continue };
        let outputs: Vec<usize> = (0..model.outputs.len()).collect();
        let network = Network::parse(&file, &outputs).expect("a published network");
        let mut scratch = Scratch::default();
        // Twice: the second run finds every buffer as the first left it.
        network.forward(input(network.input_len()), &mut scratch).expect("a run");
        let all = network.forward(input(network.input_len()), &mut scratch).expect("a run");
        let mut start = 0;
        for (index, output) in model.outputs.iter().enumerate() {
            let length = output.shape.iter().product::<usize>();
            let ours = all[start..start + length].iter().step_by(output.k);
            let (mut error, mut largest) = (0f32, 0f32);
            for (ours, theirs) in ours.zip(&output.values) {
                error = error.max((ours - theirs).abs());
                largest = largest.max(theirs.abs());
            }
            println!("{} output {index}: error {error:.1e} of {largest:.1e}", model.model);
            assert!(
                error <= tolerance(&model.model, index) * largest.max(1.0),
                "{} output {index}: {error}",
                model.model
            );
            start += length;
        }
        assert_eq!(start, all.len());
    }
}

/// The rule that the references state.
fn input(length: usize) -> Vec<f32> {
    (0..length).map(|i| (i * 7919 % 1000) as f32 / 1000.0).collect()
}

/// The bundled networks; others, named by their files, from the folder `MORE_NETWORKS`.
pub(super) fn network(name: &str) -> Option<Vec<u8>> {
    let name = name.rsplit_once('/').map_or(name, |(_, name)| name);
    let bundled = match name {
        "hand_landmark_full.tflite" => weights::nets::HAND_FULL,
        "hand_landmark_lite.tflite" => weights::nets::HAND_LITE,
        "palm_detection_full.tflite" => weights::nets::PALM_FULL,
        "palm_detection_lite.tflite" => weights::nets::PALM_LITE,
        "pose_detection.tflite" => weights::nets::POSE_DETECTION,
        "pose_landmark_lite.tflite" => weights::nets::POSE_LITE,
        _ => {
            let file = std::env::var_os("MORE_NETWORKS").and_then(|dir| fs::read(PathBuf::from(dir).join(name)).ok());
            if file.is_none() {
                println!("left out: {name} (MORE_NETWORKS names no folder that holds it)");
            }
            return file;
        }
    };
    Some(bundled.to_vec())
}

/// Share of the largest element that rounding in another order may cost. Noise makes the full pose
/// network ill-conditioned: other runtimes differ from each other as much. Of the lite one this is
/// true of the mask, which nobody here looks at.
fn tolerance(name: &str, output: usize) -> f32 {
    match (name, output) {
        _ if name.ends_with("pose_landmark_full.tflite") => 2e-3,
        ("pose_landmark_lite.tflite", 2) => 1e-3,
        ("pose_landmark_lite.tflite", _) => 1e-5,
        _ => 3e-6,
    }
}
