//! Trains one ensemble of perceptrons on examples that are drawn as they are needed.

use std::collections::HashMap;

use candle_core::{D, DType, Device, Result, Tensor, Var};
use candle_nn::{AdamW, Optimizer, ParamsAdamW, VarBuilder, ops::log_softmax};

use super::random::Random;
use crate::recogniser::spelling::network::Perceptron;

/// How an ensemble is built and trained.
#[derive(Clone, Debug)]
pub(super) struct Recipe {
    pub(super) features: usize,
    pub(super) hidden: Vec<usize>,
    pub(super) scores: usize,
    pub(super) members: usize,
    pub(super) steps: usize,
    pub(super) batch: usize,
    pub(super) seed: u64,
}

/// What a network learns from.
pub(super) struct Example {
    pub(super) features: Vec<f32>,
    /// The one that should be highest.
    pub(super) score: usize,
}

/// Gives the tensors that `Network::load` reads.
pub(super) fn fit(recipe: &Recipe, draw: &mut dyn FnMut(&mut Random) -> Example) -> Result<HashMap<String, Tensor>> {
    let mut random = Random::new(recipe.seed);
    let (mean, scale) = standardisation(recipe, draw, &mut random)?;
    let mut tensors = HashMap::new();
    for member in 0..recipe.members {
        let weights = fit_member(recipe, draw, &mut random, &mean, &scale)?;
        tensors.extend(weights.into_iter().map(|(name, tensor)| (format!("members.{member}.{name}"), tensor)));
    }
    tensors.insert("mean".to_owned(), mean);
    tensors.insert("scale".to_owned(), scale);
    Ok(tensors)
}

/// Mean and reciprocal deviation of each feature.
fn standardisation(
    recipe: &Recipe,
    draw: &mut dyn FnMut(&mut Random) -> Example,
    random: &mut Random,
) -> Result<(Tensor, Tensor)> {
    let (features, _) = batch(recipe, SAMPLE, draw, random)?;
    let mean = features.mean(0)?;
    let variance = features.broadcast_sub(&mean)?.sqr()?.mean(0)?;
    // A feature that hardly varies must not become a lens for noise.
    let scale = (variance.sqrt()? + 0.05)?.recip()?;
    Ok((mean, scale))
}

fn fit_member(
    recipe: &Recipe,
    draw: &mut dyn FnMut(&mut Random) -> Example,
    random: &mut Random,
    mean: &Tensor,
    scale: &Tensor,
) -> Result<HashMap<String, Tensor>> {
    let variables = initial(recipe, random)?;
    let tensors: HashMap<_, _> = variables.iter().map(|(name, var)| (name.clone(), var.as_tensor().clone())).collect();
    let vb = VarBuilder::from_tensors(tensors.clone(), DType::F32, &Device::Cpu);
    let perceptron = Perceptron::load(recipe.features, &recipe.hidden, recipe.scores, &vb)?;
    let mut in_order: Vec<_> = variables.into_iter().collect();
    in_order.sort_by(|(a, _), (b, _)| a.cmp(b));
    let parameters = ParamsAdamW { weight_decay: 0.01, ..ParamsAdamW::default() };
    let mut optimiser = AdamW::new(in_order.into_iter().map(|(_, var)| var).collect(), parameters)?;
    for step in 0..recipe.steps {
        optimiser.set_learning_rate(PEAK_RATE * one_cycle(step as f64 / recipe.steps as f64));
        let (features, targets) = batch(recipe, recipe.batch, draw, random)?;
        let input = features.broadcast_sub(mean)?.broadcast_mul(scale)?;
        let logits = perceptron.forward_through(&input, |signal| drop_out(&signal, random))?;
        let loss = (targets * log_softmax(&logits, D::Minus1)?)?.sum(D::Minus1)?.mean(0)?.neg()?;
        optimiser.backward_step(&loss)?;
    }
    tensors.into_iter().map(|(name, tensor)| Ok((name, tensor.detach().copy()?))).collect()
}

/// Weights after He et al. 2015, from our own stream of random numbers: Candle's has no seed on CPUs.
fn initial(recipe: &Recipe, random: &mut Random) -> Result<HashMap<String, Var>> {
    let sizes: Vec<usize> = [&[recipe.features], recipe.hidden.as_slice(), &[recipe.scores]].concat();
    let mut variables = HashMap::new();
    for (layer, size) in sizes.windows(2).enumerate() {
        let (from, to) = (size[0], size[1]);
        let deviation = (2.0 / from as f32).sqrt();
        let weights: Vec<f32> = (0..from * to).map(|_| random.normal(deviation)).collect();
        let weight = Var::from_vec(weights, (to, from), &Device::Cpu)?;
        variables.insert(format!("layers.{layer}.weight"), weight);
        variables.insert(format!("layers.{layer}.bias"), Var::zeros(to, DType::F32, &Device::Cpu)?);
    }
    Ok(variables)
}

/// Features `[count, features]` with smoothed targets `[count, scores]`.
fn batch(
    recipe: &Recipe,
    count: usize,
    draw: &mut dyn FnMut(&mut Random) -> Example,
    random: &mut Random,
) -> Result<(Tensor, Tensor)> {
    let mut features = Vec::with_capacity(count * recipe.features);
    let mut targets = vec![SMOOTHING / recipe.scores as f32; count * recipe.scores];
    for row in 0..count {
        let Example { features: example, score } = draw(random);
        features.extend(example);
        targets[row * recipe.scores + score] += 1.0 - SMOOTHING;
    }
    Ok((
        Tensor::from_vec(features, (count, recipe.features), &Device::Cpu)?,
        Tensor::from_vec(targets, (count, recipe.scores), &Device::Cpu)?,
    ))
}

fn drop_out(signal: &Tensor, random: &mut Random) -> Result<Tensor> {
    let keep = 1.0 / (1.0 - DROPOUT);
    let mask: Vec<f32> = (0..signal.elem_count()).map(|_| if random.chance(DROPOUT) { 0.0 } else { keep }).collect();
    signal * Tensor::from_vec(mask, signal.shape(), signal.device())?
}

/// Share of the highest learning rate at a share of the training: up for a third, then down along a cosine (Smith 2018).
pub(super) fn one_cycle(progress: f64) -> f64 {
    let height = if progress < 0.3 {
        0.04 + 0.96 * progress / 0.3
    } else {
        0.5 + 0.5 * ((progress - 0.3) / 0.7 * std::f64::consts::PI).cos()
    };
    height.max(1e-3)
}

const PEAK_RATE: f64 = 3e-3;
const DROPOUT: f32 = 0.1;
/// How much of each target is spread over all scores.
const SMOOTHING: f32 = 0.05;
/// Examples from which the features' mean and deviation are taken.
const SAMPLE: usize = 4096;

#[cfg(test)]
mod tests {
    use super::*;

    fn recipe() -> Recipe {
        Recipe { features: 2, hidden: vec![32], scores: 2, members: 2, steps: 1500, batch: 64, seed: 7 }
    }

    /// Inside or outside a circle.
    fn draw(random: &mut Random) -> Example {
        let (x, y) = (random.uniform(-1.0, 1.0), random.uniform(-1.0, 1.0));
        Example { features: vec![x, y], score: usize::from(x.hypot(y) > 0.75) }
    }

    #[test]
    fn a_ring_is_learned_the_same_way_twice() {
        let [one, two] = [(); 2].map(|()| fit(&recipe(), &mut draw).unwrap());
        for (name, tensor) in &one {
            let difference = (tensor - &two[name]).unwrap().abs().unwrap().sum_all().unwrap();
            assert_eq!(difference.to_scalar::<f32>().unwrap(), 0.0, "{name}");
        }
        let vb = VarBuilder::from_tensors(one, DType::F32, &Device::Cpu);
        let network = crate::recogniser::spelling::network::Network::load(2, &[32], 2, 2, &vb).unwrap();
        let mut random = Random::new(99);
        let right = (0..500).filter(|_| {
            let Example { features, score } = draw(&mut random);
            let scores = network.score(&features).unwrap();
            (scores[1] > 0.5) == (score == 1)
        });
        assert!(right.count() > 460);
    }
}
