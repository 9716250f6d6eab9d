//! Our kernels against Candle's operations, on the published networks or on damaged ones.

use proptest::prelude::*;
use weights::nets;

use super::*;
use crate::recogniser::landmark::{composed::Composed, tflite::Graph};

fn plan(file: &[u8], outputs: &[usize]) -> Plan {
    Plan::lower(&Graph::parse(file).expect("a published network"), outputs).expect("a published network")
}

fn image(length: usize) -> Vec<f32> {
    (0..length).map(|i| (i * 7919 % 1000) as f32 / 1000.0).collect()
}

/// Rounding in another order may cost that share of the largest element.
fn assert_close(one: &[f32], other: &[f32], share: f32) {
    assert_eq!(one.len(), other.len());
    let largest = one.iter().fold(1f32, |largest, element| largest.max(element.abs()));
    for (index, (one, other)) in one.iter().zip(other).enumerate() {
        assert!((one - other).abs() <= share * largest, "element {index}: {one} and {other}");
    }
}

#[test]
fn both_executors_agree() {
    for (file, outputs, share) in [
        (nets::HAND_LITE, &[0, 1, 2, 3][..], ROUNDING),
        (nets::PALM_LITE, &[0, 1], ROUNDING),
        (nets::POSE_DETECTION, &[0, 1], ROUNDING),
        // Noise, which is what the image is, makes this network ill-conditioned.
        (nets::POSE_LITE, &[0, 1, 3], 25.0 * ROUNDING),
    ] {
        let plan = plan(file, outputs);
        let engine = Engine::new(&plan);
        let image = image(engine.input_len());
        let composed = Composed::new(&plan).forward(&image).expect("a run");
        assert_close(&engine.run(&image, &mut Scratch::default()), &composed, share);
    }
}

#[test]
fn portable_and_wide_kernels_agree() {
    let plan = plan(nets::PALM_LITE, &[0, 1]);
    let portable = Engine::with_isa(&plan, Isa::PORTABLE);
    let image = image(portable.input_len());
    let outputs = portable.run(&image, &mut Scratch::default());
    assert_close(&outputs, &Engine::new(&plan).run(&image, &mut Scratch::default()), ROUNDING);
}

#[test]
#[cfg(target_arch = "x86_64")]
fn a_processor_of_this_century_gets_the_wide_kernels() {
    let has = std::arch::is_x86_feature_detected!("avx2") && std::arch::is_x86_feature_detected!("fma");
    assert_eq!(Isa::detect().is_wide(), has);
}

#[test]
fn a_second_run_finds_nothing_of_the_first() {
    let plan = plan(nets::HAND_LITE, &[0, 1, 2, 3]);
    let engine = Engine::new(&plan);
    let mut scratch = Scratch::default();
    let image = image(engine.input_len());
    let first = engine.run(&image, &mut scratch);
    engine.run(&vec![1e6; image.len()], &mut scratch);
    assert_eq!(engine.run(&image, &mut scratch), first);
}

#[test]
fn additions_and_activations_cost_no_steps_of_their_own() {
    let steps = |file, outputs| plan(file, outputs).steps.len();
    assert_eq!(steps(nets::HAND_FULL, &[0, 1, 2, 3]), 52);
    assert_eq!(steps(nets::PALM_FULL, &[0, 1]), 75);
    assert_eq!(steps(nets::POSE_DETECTION, &[0, 1]), 86);
    // What is not asked for is not computed.
    assert_eq!(steps(nets::POSE_LITE, &[0, 1, 2, 3, 4]), 99);
    assert_eq!(steps(nets::POSE_LITE, &[0, 1, 3]), 81);
    assert_eq!(steps(nets::HAND_FULL, &[0, 1]), 50);
}

const ROUNDING: f32 = 4e-6;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// Bytes are changed where the structure is: in front, where the tables of a file lie, and
    /// behind, where the operators are.
    #[test]
    fn a_damaged_file_is_an_error_and_no_panic(
        sparse in any::<bool>(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), any::<bool>()), 1..8),
        length in prop::option::weighted(0.2, any::<prop::sample::Index>()),
    ) {
        let (file, outputs) =
            if sparse { (nets::POSE_DETECTION, &[0, 1][..]) } else { (nets::HAND_LITE, &[0, 1, 2, 3][..]) };
        let mut file = file.to_vec();
        let structure = 40_000;
        for (index, byte, front) in changes {
            let at = index.index(structure);
            let at = if front { at } else { file.len() - 1 - at };
            file[at] = byte;
        }
        if let Some(length) = length {
            file.truncate(length.index(file.len()));
        }
        if let Ok(plan) = Graph::parse(&file).map_err(drop).and_then(|graph| Plan::lower(&graph, outputs).map_err(drop)) {
            let engine = Engine::new(&plan);
            engine.run(&vec![0.5; engine.input_len()], &mut Scratch::default());
        }
    }
}
