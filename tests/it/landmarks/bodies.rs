//! Still pictures: the same bodies as MediaPipe, at the same places.

use std::sync::Arc;

use glossa::{
    recogniser::{
        Body,
        landmark::{BodyNetworks, BodyTracker},
    },
    video::Picture,
};
use serde::Deserialize;

use super::{
    hands::{quantile, read_json},
    networks::network,
};
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
    /// An empty list where nobody was found.
    pose_full: serde_json::Value,
}

impl Image {
    fn body(&self) -> Option<RecordedBody> {
        let is_body = self.pose_full.is_object();
        is_body.then(|| RecordedBody::deserialize(&self.pose_full).expect("the known form"))
    }
}

/// x and y as shares of the picture's width and height, z as one of its width, visibility.
#[derive(Deserialize)]
struct RecordedBody {
    landmarks: Vec<[f32; 4]>,
}

impl RecordedBody {
    /// Of each point that is wanted: its distance to ours as a share of the shoulders' distance.
    fn distances(&self, body: &Body, image: &Image, wanted: impl Fn(usize) -> bool) -> Vec<f32> {
        let place = |index: usize| {
            let [x, y, ..] = self.landmarks[index];
            [x * image.width as f32, y * image.height as f32]
        };
        let distance = |one: [f32; 2], other: [f32; 2]| (one[0] - other[0]).hypot(one[1] - other[1]);
        let shoulders = distance(place(11), place(12));
        let ours = |index: usize| [body.points[index][0], body.points[index][1]];
        (0..33).filter(|&index| wanted(index)).map(|index| distance(place(index), ours(index)) / shoulders).collect()
    }
}

/// The reference's pictures with the bodies that we find in them, by a landmark network.
fn bodies(test: &str, landmarks: &[u8]) -> Option<Vec<(Image, Option<Body>)>> {
    let folder = sign_data::folder(test)?;
    let networks = BodyNetworks::parse(weights::nets::POSE_DETECTION, landmarks).expect("published networks");
    let mut tracker = BodyTracker::new(Arc::new(networks));
    let reference: Reference = read_json(&folder.join("reference/landmarks.json.gz"));
    let found = reference.images.into_iter().map(|image| {
        let rgb = image::open(folder.join("reference/images").join(&image.image)).expect("a picture").to_rgb8();
        let picture = Picture { width: image.width, height: image.height, rgb: rgb.into_raw() };
        let body = tracker.detect(&picture).expect("a sound picture");
        (image, body)
    });
    Some(found.collect())
}

#[test]
fn bodies_in_pictures_are_where_mediapipe_finds_them() {
    let Some(full) = network("pose_landmark_full.tflite") else { return };
    let Some(bodies) = bodies("bodies_in_pictures_are_where_mediapipe_finds_them", &full) else { return };
    let (mut distances, mut visibility, mut depths) = (Vec::new(), 0f32, 0f32);
    for (image, ours) in &bodies {
        assert_eq!(ours.is_some(), image.body().is_some(), "{}", image.image);
        let (Some(ours), Some(theirs)) = (ours, image.body()) else { continue };
        distances.extend(theirs.distances(ours, image, |_| true));
        for (index, [_, _, z, seen]) in theirs.landmarks.iter().enumerate() {
            visibility = visibility.max((seen - ours.visibility[index]).abs());
            depths = depths.max((z - ours.points[index][2] / image.width as f32).abs());
        }
    }
    let mean = distances.iter().sum::<f32>() / distances.len() as f32;
    let [p95, most] = [0.95, 1.0].map(|share| quantile(&mut distances, share));
    println!(
        "full: {} points, distance mean {mean:.1e}, p95 {p95:.1e}, most {most:.1e}; \
         visibility most {visibility:.1e}, depth most {depths:.1e}",
        distances.len()
    );
    assert!(mean < 2e-3 && p95 < 6e-3, "{mean} {p95}");
    assert!(visibility < 1e-2, "{visibility}");
}

#[test]
fn the_lite_network_puts_visible_places_near_those_of_the_full_one() {
    let test = "the_lite_network_puts_visible_places_near_those_of_the_full_one";
    let Some(bodies) = bodies(test, weights::nets::POSE_LITE) else { return };
    let (mut distances, mut both, mut one) = (Vec::new(), 0, 0);
    for (image, ours) in &bodies {
        let (Some(ours), Some(theirs)) = (ours, image.body()) else {
            one += usize::from(ours.is_some() || image.body().is_some());
            continue;
        };
        both += 1;
        let seen = |index: usize| theirs.landmarks[index][3] > 0.9 && ours.visibility[index] > 0.9;
        if AT_A_DESK.iter().any(|source| image.image.contains(source)) {
            distances.extend(theirs.distances(ours, image, |index| Body::PLACES.contains(&index) && seen(index)));
        }
    }
    let mean = distances.iter().sum::<f32>() / distances.len() as f32;
    let [median, p95, most] = [0.5, 0.95, 1.0].map(|share| quantile(&mut distances, share));
    println!(
        "lite: {both} bodies, {one} of one network only, {} points, distance mean {mean:.3}, median {median:.3}, \
         p95 {p95:.3}, most {most:.3} of the shoulders' distance",
        distances.len()
    );
    assert!(one * 10 <= both, "{one} of {both}");
    assert!(median < 0.06 && p95 < 0.15, "{median} {p95}");
}

/// Sources whose pictures show a person; on the others' close-ups of hands any body is a guess.
const AT_A_DESK: [&str; 2] = ["hawkcodesz", "meyyappan"];
