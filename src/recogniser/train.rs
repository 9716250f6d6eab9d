//! Trains the fingerspelling model on licensed landmarks with synthetic ones in between.

mod camera;
mod corpus;
mod fit;
mod handshapes;
mod landmark_error;
mod person;
mod random;
mod records;
mod shapes;
mod synthetic;

use std::path::PathBuf;

/// Why a model could not be trained.
#[derive(Debug, thiserror::Error)]
pub enum TrainError {
    /// Tensors did not fit together.
    #[error("training failed: {0}")]
    Compute(#[from] candle_core::Error),
    /// A file of the data folder holds something else than the data folder's README says.
    #[error("{} is damaged: {reason}", path.display())]
    Damaged { path: PathBuf, reason: String },
    /// A file of the data folder could not be read.
    #[error("{} cannot be read: {source}", path.display())]
    Read { path: PathBuf, source: std::io::Error },
}

/// Temporary entry for experiments.
pub fn lab(data: &std::path::Path) -> Result<(), TrainError> {
    use candle_nn::VarBuilder;
    use shapes::*;

    use crate::recogniser::spelling::{alphabet::Alphabet, network::Network};
    let corpus = corpus::Corpus::read(data)?;
    let alphabet = Alphabet::new([
        "", "A", "B", "C", "D", "E", "F9", "G", "H", "I", "K", "L", "M", "N", "O0", "P", "Q", "R", "S", "T", "U", "V2",
        "W6", "X", "Y", "1", "3", "4", "5", "7", "8",
    ]);
    let env = |name: &str, default: f32| std::env::var(name).ok().and_then(|v| v.parse().ok()).unwrap_or(default);
    let synthetic = synthetic::Synthetic::new();
    let held: Vec<String> = std::env::var("HOLD")
        .unwrap_or("t32rahman,seeeeeeel,longhongvo23,borisgraudt,signn,nejohnson2,13lack13lood,traduttore".into())
        .split(',')
        .map(str::to_owned)
        .collect();
    let mut all = Vec::new();
    for hold in &held {
        let mut random = random::Random::new(1);
        let started = std::time::Instant::now();
        let sources = corpus.sources.iter().filter(|s| {
            s.source.split != "test" && s.name() != hold && (s.name() != "traduttore" || env("TRAD", 1.0) > 0.0)
        });
        let mix = Mix { synthetic: env("SYN", 0.3), nothing: env("NONE", 0.1) };
        let pool = Shapes::new(&alphabet, &synthetic, sources, mix, &mut random);
        let recipe = fit::Recipe {
            features: crate::recogniser::features::SHAPE_FEATURES,
            hidden: vec![256, 128],
            scores: alphabet.len(),
            members: env("MEM", 1.0) as usize,
            steps: env("STEPS", 1000.0) as usize,
            batch: 384,
            seed: env("SEED", 1.0) as u64,
        };
        let tensors = fit::fit(&recipe, &mut |random| pool.draw(random))?;
        let vb = VarBuilder::from_tensors(tensors, candle_core::DType::F32, &candle_core::Device::Cpu);
        let net = Network::load(recipe.features, &recipe.hidden, recipe.scores, recipe.members, &vb)?;
        for s in corpus.sources.iter().filter(|s| s.name() == hold) {
            let mut shown: Vec<(char, crate::recogniser::features::Outline)> =
                s.stills.iter().map(|s| (s.meaning, s.outline.clone())).collect();
            for take in &s.takes {
                if let Some(m) = take.meaning {
                    shown.extend(take.frames.iter().flatten().step_by(5).map(|o| (m, o.clone())));
                }
            }
            let letters: Vec<bool> = (0..alphabet.len()).map(|k| alphabet.letter(k).is_some()).collect();
            let mut per =
                std::collections::BTreeMap::<char, (usize, usize, std::collections::BTreeMap<String, usize>)>::new();
            let (mut right, mut total, mut none, mut digit) = (0, 0, 0, 0);
            for chunk in shown.chunks(500) {
                let x: Vec<f32> = chunk.iter().flat_map(|(_, o)| o.features()).collect();
                let x = candle_core::Tensor::from_vec(x, (chunk.len(), recipe.features), &candle_core::Device::Cpu)?;
                let p = net.forward(&x)?.to_vec2::<f32>()?;
                for ((m, _), p) in chunk.iter().zip(&p) {
                    let Some(want) = alphabet.place(*m) else { continue };
                    let best = (0..p.len()).filter(|&k| letters[k]).max_by(|&a, &b| p[a].total_cmp(&p[b])).unwrap();
                    let any = (0..p.len()).max_by(|&a, &b| p[a].total_cmp(&p[b])).unwrap();
                    none += usize::from(any == 0);
                    digit += usize::from(any != 0 && !letters[any]);
                    total += 1;
                    right += usize::from(best == want);
                    let e = per.entry(*m).or_default();
                    e.0 += 1;
                    e.1 += usize::from(best == want);
                    if best != want {
                        *e.2.entry(alphabet.letter(best).unwrap().to_string()).or_default() += 1;
                    }
                }
            }
            let acc = right as f32 / total as f32;
            all.push(acc);
            println!(
                "{hold}: d24 {acc:.3} none {:.3} digit {:.3} n {total} in {:.0} s",
                none as f32 / total as f32,
                digit as f32 / total as f32,
                started.elapsed().as_secs_f32()
            );
            for (m, (n, r, wrong)) in per {
                if (r as f32) < 0.75 * n as f32 {
                    println!("   {m} {:.2} {wrong:?}", r as f32 / n as f32);
                }
            }
        }
    }
    println!("MEAN {:.4}", all.iter().sum::<f32>() / all.len() as f32);
    Ok(())
}
