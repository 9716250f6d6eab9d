//! Perceptrons that score the features of a hand: several, trained apart, whose scores are averaged.

use candle_core::{D, Result, Tensor};
use candle_nn::{Linear, Module, VarBuilder, linear, ops::softmax};

/// An ensemble of perceptrons over standardised features.
pub struct Network {
    mean: Tensor,
    scale: Tensor,
    members: Vec<Perceptron>,
    features: usize,
}

/// Fully connected layers with ReLU between.
pub struct Perceptron {
    layers: Vec<Linear>,
}

impl Network {
    /// Reads `mean` and `scale` of the features, then `members.{m}.layers.{l}.{weight,bias}`.
    pub fn load(features: usize, hidden: &[usize], scores: usize, members: usize, vb: &VarBuilder<'_>) -> Result<Self> {
        let member = |member: usize| Perceptron::load(features, hidden, scores, &vb.pp("members").pp(member));
        Ok(Self {
            mean: vb.get(features, "mean")?,
            scale: vb.get(features, "scale")?,
            members: (0..members).map(member).collect::<Result<_>>()?,
            features,
        })
    }

    /// Probabilities `[n, scores]` for features `[n, features]`.
    pub fn forward(&self, features: &Tensor) -> Result<Tensor> {
        let input = features.broadcast_sub(&self.mean)?.broadcast_mul(&self.scale)?;
        let votes: Vec<Tensor> =
            self.members.iter().map(|member| softmax(&member.forward(&input)?, D::Minus1)).collect::<Result<_>>()?;
        Tensor::stack(&votes, 0)?.mean(0)
    }

    /// Probabilities for one hand or window.
    pub fn score(&self, features: &[f32]) -> Result<Vec<f32>> {
        let features = Tensor::from_slice(features, (1, self.features), self.mean.device())?;
        self.forward(&features)?.squeeze(0)?.to_vec1()
    }
}

impl Perceptron {
    pub fn load(features: usize, hidden: &[usize], scores: usize, vb: &VarBuilder<'_>) -> Result<Self> {
        let sizes: Vec<usize> = [&[features], hidden, &[scores]].concat();
        let layer = |layer: usize| linear(sizes[layer], sizes[layer + 1], vb.pp("layers").pp(layer));
        Ok(Self { layers: (0..sizes.len() - 1).map(layer).collect::<Result<_>>()? })
    }

    /// Like [`Module::forward`]; `after` sees what each hidden layer gives and may change it.
    pub fn forward_through(&self, input: &Tensor, mut after: impl FnMut(Tensor) -> Result<Tensor>) -> Result<Tensor> {
        let mut signal = input.clone();
        for (place, layer) in self.layers.iter().enumerate() {
            signal = layer.forward(&signal)?;
            if place + 1 < self.layers.len() {
                signal = after(signal.relu()?)?;
            }
        }
        Ok(signal)
    }
}

impl Module for Perceptron {
    /// Logits `[n, scores]`.
    fn forward(&self, input: &Tensor) -> Result<Tensor> {
        self.forward_through(input, Ok)
    }
}
