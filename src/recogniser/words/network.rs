//! A causal temporal convolution network: scores of each step from what came up to it.

use std::collections::VecDeque;

use candle_core::{Result, Tensor};
use candle_nn::{Linear, Module, VarBuilder, linear};

/// Residual blocks of dilated convolutions (van den Oord et al. 2016; Bai et al. 2018), as matrix products.
pub struct Network {
    input: Linear,
    blocks: Vec<Block>,
    output: Linear,
}

/// What each block still needs of the steps before: a step costs the same however far the network looks back.
#[derive(Clone, Debug, Default)]
pub struct Memory(Vec<VecDeque<Tensor>>);

struct Block {
    /// Over this step with two before, `dilation` apart.
    taps: Linear,
    mix: Linear,
    dilation: usize,
}

impl Network {
    /// Reads `input`, `blocks.B.taps`, `blocks.B.mix`, `output`, each `weight` `[out, in]` with `bias`.
    pub fn load(
        features: usize,
        width: usize,
        dilations: &[usize],
        scores: usize,
        vb: &VarBuilder<'_>,
    ) -> Result<Self> {
        let block = |(place, &dilation): (usize, &usize)| {
            let vb = vb.pp("blocks").pp(place);
            Ok(Block {
                taps: linear(3 * width, width, vb.pp("taps"))?,
                mix: linear(width, width, vb.pp("mix"))?,
                dilation,
            })
        };
        Ok(Self {
            input: linear(features, width, vb.pp("input"))?,
            blocks: dilations.iter().enumerate().map(block).collect::<Result<_>>()?,
            output: linear(width, scores, vb.pp("output"))?,
        })
    }

    /// Logits `[n, steps, scores]` for features `[n, steps, features]`; before the first step is nothing.
    pub fn forward(&self, features: &Tensor) -> Result<Tensor> {
        self.forward_through(features, Ok)
    }

    /// Logits `[n, scores]` of the next step of `n` sequences, for its features `[n, features]`.
    pub fn step(&self, features: &Tensor, memory: &mut Memory) -> Result<Tensor> {
        memory.0.resize_with(self.blocks.len(), VecDeque::new);
        let mut signal = self.input.forward(features)?.relu()?;
        for (block, before) in self.blocks.iter().zip(&mut memory.0) {
            signal = (&signal + block.step(&signal, before)?)?;
        }
        self.output.forward(&signal)
    }

    /// Like [`Self::forward`]; `after` sees what each layer gives and may change it.
    pub fn forward_through(
        &self,
        features: &Tensor,
        mut after: impl FnMut(Tensor) -> Result<Tensor>,
    ) -> Result<Tensor> {
        let mut signal = after(self.input.forward(features)?.relu()?)?;
        for block in &self.blocks {
            signal = (&signal + block.forward(&signal, &mut after)?)?;
        }
        self.output.forward(&signal)
    }
}

impl Block {
    fn forward(&self, signal: &Tensor, after: &mut impl FnMut(Tensor) -> Result<Tensor>) -> Result<Tensor> {
        let taps = Tensor::cat(&[signal, &late(signal, self.dilation)?, &late(signal, 2 * self.dilation)?], 2)?;
        self.mix.forward(&after(self.taps.forward(&taps)?.relu()?)?)
    }

    /// `before` holds the newest steps, the oldest first.
    fn step(&self, signal: &Tensor, before: &mut VecDeque<Tensor>) -> Result<Tensor> {
        let ago = |steps: usize| match before.len().checked_sub(steps).and_then(|place| before.get(place)) {
            Some(tensor) => Ok(tensor.clone()),
            None => signal.zeros_like(),
        };
        let taps = Tensor::cat(&[signal, &ago(self.dilation)?, &ago(2 * self.dilation)?], 1)?;
        before.push_back(signal.clone());
        if before.len() > 2 * self.dilation {
            before.pop_front();
        }
        self.mix.forward(&self.taps.forward(&taps)?.relu()?)
    }
}

/// So many steps later, with nothing at first.
fn late(signal: &Tensor, steps: usize) -> Result<Tensor> {
    let length = signal.dim(1)?;
    if steps >= length {
        return signal.zeros_like();
    }
    signal.narrow(1, 0, length - steps)?.pad_with_zeros(1, steps, 0)
}

/// How many steps a score looks back to, itself included.
pub fn reach(dilations: &[usize]) -> usize {
    1 + 2 * dilations.iter().sum::<usize>()
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use candle_core::{DType, Device};

    use super::*;

    const DILATIONS: [usize; 3] = [1, 2, 4];

    fn network() -> Network {
        let mut tensors = HashMap::new();
        let mut layer = |name: &str, from: usize, to: usize| {
            let values =
                |count: usize, pace: f32| (0..count).map(|k| (k as f32 * pace).sin() * 0.3).collect::<Vec<_>>();
            let weight = Tensor::from_vec(values(from * to, 1.3), (to, from), &Device::Cpu).unwrap();
            let bias = Tensor::from_vec(values(to, 0.7), to, &Device::Cpu).unwrap();
            tensors.extend([(format!("{name}.weight"), weight), (format!("{name}.bias"), bias)]);
        };
        layer("input", 3, 8);
        for block in 0..DILATIONS.len() {
            layer(&format!("blocks.{block}.taps"), 24, 8);
            layer(&format!("blocks.{block}.mix"), 8, 8);
        }
        layer("output", 8, 4);
        Network::load(3, 8, &DILATIONS, 4, &VarBuilder::from_tensors(tensors, DType::F32, &Device::Cpu)).unwrap()
    }

    fn scores(steps: &[[f32; 3]]) -> Vec<Vec<f32>> {
        let input = Tensor::from_vec(steps.concat(), (1, steps.len(), 3), &Device::Cpu).unwrap();
        network().forward(&input).unwrap().squeeze(0).unwrap().to_vec2().unwrap()
    }

    fn steps(count: usize) -> Vec<[f32; 3]> {
        (0..count).map(|step| std::array::from_fn(|k| (step as f32 * 0.9 + k as f32).cos())).collect()
    }

    #[test]
    fn what_comes_later_changes_nothing_before() {
        let mut other = steps(30);
        other[20] = [9.0; 3];
        let (before, after) = (scores(&steps(30)), scores(&other));
        assert_eq!(before[..20], after[..20]);
        assert_ne!(before[20], after[20]);
    }

    #[test]
    fn step_by_step_it_scores_the_same() {
        let (network, mut memory) = (network(), Memory::default());
        for (features, whole) in steps(40).into_iter().zip(scores(&steps(40))) {
            let features = Tensor::from_slice(&features, (1, 3), &Device::Cpu).unwrap();
            let step: Vec<f32> = network.step(&features, &mut memory).unwrap().squeeze(0).unwrap().to_vec1().unwrap();
            assert!(step.iter().zip(&whole).all(|(a, b)| (a - b).abs() < 1e-4), "{step:?}, {whole:?}");
        }
    }

    #[test]
    fn what_was_longer_ago_than_its_reach_is_not_seen() {
        let mut other = steps(40);
        other[10] = [9.0; 3];
        let (before, after) = (scores(&steps(40)), scores(&other));
        let last = 10 + reach(&DILATIONS) - 1;
        assert_ne!(before[last], after[last]);
        assert_eq!(before[last + 1], after[last + 1]);
    }
}
