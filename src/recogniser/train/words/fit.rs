//! Trains the network on lessons that are drawn, on a thread of their own, as they are needed.

use std::{collections::HashMap, sync::mpsc, thread};

use candle_core::{D, DType, Device, Result, Tensor, Var};
use candle_nn::{AdamW, Optimizer, ParamsAdamW, VarBuilder, ops::log_softmax};

use super::{
    super::{fit::one_cycle, random::Random},
    lessons::{LENGTH, Lesson, Lessons},
};
use crate::recogniser::words::{features::FEATURES, network::Network};

/// How the network is built and trained.
#[derive(Clone, Debug)]
pub(super) struct Recipe {
    pub(super) width: usize,
    pub(super) dilations: Vec<usize>,
    pub(super) scores: usize,
    pub(super) steps: usize,
    pub(super) batch: usize,
    pub(super) seed: u64,
}

/// Gives the tensors that [`Network::load`] reads.
pub(super) fn fit(
    recipe: &Recipe,
    lessons: &Lessons<'_>,
    tell: &mut dyn FnMut(&str),
) -> Result<HashMap<String, Tensor>> {
    let mut random = Random::new(recipe.seed);
    let variables = initial(recipe, &mut random)?;
    let tensors: HashMap<_, _> = variables.iter().map(|(name, var)| (name.clone(), var.as_tensor().clone())).collect();
    let vb = VarBuilder::from_tensors(tensors.clone(), DType::F32, &Device::Cpu);
    let network = Network::load(FEATURES, recipe.width, &recipe.dilations, recipe.scores, &vb)?;
    let mut in_order: Vec<_> = variables.into_iter().collect();
    in_order.sort_by(|(a, _), (b, _)| a.cmp(b));
    let parameters = ParamsAdamW { weight_decay: 0.02, ..ParamsAdamW::default() };
    let mut optimiser = AdamW::new(in_order.into_iter().map(|(_, var)| var).collect(), parameters)?;
    thread::scope(|scope| {
        let (sender, batches) = mpsc::sync_channel(AHEAD);
        scope.spawn(move || {
            for step in 0..recipe.steps {
                // Each batch has a seed of its own: who draws it when changes nothing.
                let mut random = Random::new(recipe.seed.wrapping_mul(0x9E37_79B9).wrapping_add(step as u64));
                let batch: Vec<Lesson> = (0..recipe.batch).map(|_| lessons.draw(&mut random)).collect();
                if sender.send(batch).is_err() {
                    break;
                }
            }
        });
        let mut mean = 0.0;
        for (step, batch) in batches.iter().enumerate() {
            optimiser.set_learning_rate(PEAK * one_cycle(step as f64 / recipe.steps as f64));
            let loss = loss(&network, &batch, &mut random)?;
            optimiser.backward_step(&loss)?;
            mean += loss.to_scalar::<f32>()? / TOLD as f32;
            if (step + 1) % TOLD == 0 {
                tell(&format!("batch {} of {}: loss {mean:.3}", step + 1, recipe.steps));
                mean = 0.0;
            }
        }
        Ok::<_, candle_core::Error>(())
    })?;
    tensors.into_iter().map(|(name, tensor)| Ok((name, tensor.detach().copy()?))).collect()
}

/// Cross-entropy of the steps that matter, with the likelihood that recorded signs are read somewhere.
fn loss(network: &Network, batch: &[Lesson], random: &mut Random) -> Result<Tensor> {
    let rows = batch.len();
    let features: Vec<f32> = batch.iter().flat_map(|lesson| lesson.features.iter().flatten().copied()).collect();
    let features = Tensor::from_vec(features, (rows, LENGTH, FEATURES), &Device::Cpu)?;
    let logits = network.forward_through(&features, |signal| drop_out(&signal, random))?;
    let logs = log_softmax(&logits, D::Minus1)?;
    let targets: Vec<u32> = batch.iter().flat_map(|it| it.targets.iter().map(|(target, _)| *target as u32)).collect();
    let targets = Tensor::from_vec(targets, (rows, LENGTH, 1), &Device::Cpu)?;
    let right = logs.gather(&targets, 2)?.squeeze(2)?;

    let weights: Vec<f32> = batch.iter().flat_map(|it| it.targets.iter().map(|(_, weight)| *weight)).collect();
    let whole = weights.iter().sum::<f32>().max(1.0);
    let weights = Tensor::from_vec(weights, (rows, LENGTH), &Device::Cpu)?;
    let smooth = (logs.mean(D::Minus1)? * &weights)?.sum_all()?;
    let told = (&right * &weights)?.sum_all()?;
    let mut loss = ((told * f64::from(1.0 - SMOOTHING))? + (smooth * f64::from(SMOOTHING))?)?
        .affine(-1.0 / f64::from(whole), 0.0)?;

    let mut somewhere = vec![0.0; rows * LENGTH];
    let mut bags = Vec::new();
    for (row, lesson) in batch.iter().enumerate() {
        let Some(range) = &lesson.somewhere else { continue };
        bags.push(row as u32);
        let share = 1.0 / range.len().max(1) as f32;
        somewhere[row * LENGTH..][range.clone()].fill(share);
    }
    if !bags.is_empty() {
        let count = bags.len();
        let bags = Tensor::from_vec(bags, count, &Device::Cpu)?;
        let shares = Tensor::from_vec(somewhere, (rows, LENGTH), &Device::Cpu)?.index_select(&bags, 0)?;
        let likely = (right.index_select(&bags, 0)?.exp()? * shares)?.sum(1)?;
        let read = (likely + 1e-3)?.log()?.sum_all()?.neg()?;
        loss = (loss + (read * (f64::from(RECORDED) / rows as f64))?)?;
    }
    Ok(loss)
}

/// Weights after He et al. 2015; a block begins by changing little.
fn initial(recipe: &Recipe, random: &mut Random) -> Result<HashMap<String, Var>> {
    let width = recipe.width;
    let mut layers = vec![("input".to_owned(), FEATURES, width, 1.0)];
    for block in 0..recipe.dilations.len() {
        layers.push((format!("blocks.{block}.taps"), 3 * width, width, 1.0));
        layers.push((format!("blocks.{block}.mix"), width, width, 0.3));
    }
    layers.push(("output".to_owned(), width, recipe.scores, 0.5));
    let mut variables = HashMap::new();
    for (name, from, to, gain) in layers {
        let deviation = gain * (2.0 / from as f32).sqrt();
        let weights: Vec<f32> = (0..from * to).map(|_| random.normal(deviation)).collect();
        variables.insert(format!("{name}.weight"), Var::from_vec(weights, (to, from), &Device::Cpu)?);
        variables.insert(format!("{name}.bias"), Var::zeros(to, DType::F32, &Device::Cpu)?);
    }
    Ok(variables)
}

/// The same numbers are dropped at every step of a lesson: what is dropped at one can't be read from the next.
fn drop_out(signal: &Tensor, random: &mut Random) -> Result<Tensor> {
    let (rows, _, width) = signal.dims3()?;
    let keep = 1.0 / (1.0 - DROPOUT);
    let mask: Vec<f32> = (0..rows * width).map(|_| if random.chance(DROPOUT) { 0.0 } else { keep }).collect();
    signal.broadcast_mul(&Tensor::from_vec(mask, (rows, 1, width), signal.device())?)
}

const PEAK: f64 = 2e-3;
const DROPOUT: f32 = 0.12;
/// How much of each target is spread over all scores.
const SMOOTHING: f32 = 0.05;
/// How much a recorded take matters beside the steps that are told.
const RECORDED: f32 = 1.0;
/// Batches that are drawn before they are needed.
const AHEAD: usize = 4;
/// Batches between two lines of progress.
const TOLD: usize = 250;
