//! Still pictures: the same hands as MediaPipe, at the same places.

use glossa::{recogniser::Hand, video::Picture};
use serde::Deserialize;

use super::hands::{Recorded, quantile, read_json, tracker};
use crate::sign_data;

#[derive(Deserialize)]
struct Reference {
    images: Vec<Image>,
}

#[derive(Deserialize)]
struct Image {
    image: String,
    width: usize,
    height: usize,
    hands_full: Vec<RecordedHand>,
    hands_lite: Vec<RecordedHand>,
}

#[derive(Deserialize)]
struct RecordedHand {
    label: String,
    landmarks: Vec<[f32; 3]>,
    world: Vec<[f32; 3]>,
}

#[test]
fn hands_in_pictures_are_where_mediapipe_finds_them() {
    let Some(folder) = sign_data::folder("hands_in_pictures_are_where_mediapipe_finds_them") else { return };
    let reference: Reference = read_json(&folder.join("reference/landmarks.json.gz"));
    for name in ["full", "lite"] {
        let mut tracker = tracker(name);
        let (mut distances, mut world, mut more) = (Vec::new(), Vec::new(), 0);
        for image in &reference.images {
            let rgb = image::open(folder.join("reference/images").join(&image.image)).expect("a picture").to_rgb8();
            let picture = Picture { width: image.width, height: image.height, rgb: rgb.into_raw() };
            let hands = tracker.detect(&picture).expect("a sound picture");
            let recorded = if name == "full" { &image.hands_full } else { &image.hands_lite };
            if recorded.is_empty() {
                // MediaPipe makes no second try with a border.
                more += hands.len();
                continue;
            }
            assert_eq!(hands.len(), recorded.len(), "{} {name}", image.image);
            for theirs in recorded {
                let landmarks = Recorded { label: &theirs.label, landmarks: &theirs.landmarks };
                let distance = |hand: &Hand| landmarks.distance(hand, [image.width, image.height]);
                let ours = hands.iter().min_by(|one, other| distance(one).total_cmp(&distance(other)));
                let ours = ours.expect("at least one hand");
                assert!(landmarks.is_same_side(ours), "{} {name}", image.image);
                distances.push(distance(ours));
                let errors = theirs
                    .world
                    .iter()
                    .zip(&ours.world)
                    .flat_map(|(theirs, ours)| theirs.iter().zip(ours).map(|(theirs, ours)| (theirs - ours).abs()));
                world.push(errors.fold(0.0, f32::max));
            }
        }
        let hands = distances.len();
        let mean = distances.iter().sum::<f32>() / hands as f32;
        let (most, world) = (quantile(&mut distances, 1.0), quantile(&mut world, 1.0));
        println!(
            "{name}: {hands} hands, distance mean {mean:.1e}, most {most:.1e}; world most {world:.1e} m; {more} more with a border"
        );
        assert!(mean < 5e-5 && most < 5e-4, "{name}: {mean} {most}");
        assert!(world < 1e-3, "{name}: {world}");
    }
}
