//! A network as one Candle operation.

use std::cell::RefCell;

use candle_core::{CpuStorage, CustomOp1, Device, Layout, Shape, Tensor};

use super::{
    LandmarkError,
    engine::{Engine, Scratch},
    plan::Plan,
    tflite::Graph,
};

/// A landmark network, ready to run.
#[derive(Debug)]
pub struct Network {
    engine: Engine,
}

impl Network {
    /// Reads a `.tflite` file; `outputs` are the wanted ones, by their place in the file.
    pub fn parse(file: &[u8], outputs: &[usize]) -> Result<Self, LandmarkError> {
        Ok(Self { engine: Engine::new(&Plan::lower(&Graph::parse(file)?, outputs)?) })
    }

    /// Elements of the input: rows of pixels of channels.
    pub fn input_len(&self) -> usize {
        self.engine.input_len()
    }

    /// Elements of all outputs together.
    pub fn output_len(&self) -> usize {
        self.engine.output_len()
    }

    /// Runs the network on an image of `input_len` elements; all outputs come one after the other.
    pub fn forward(&self, image: Vec<f32>, scratch: &mut Scratch) -> Result<Vec<f32>, LandmarkError> {
        let length = image.len();
        let image = Tensor::from_vec(image, length, &Device::Cpu)?;
        let outputs = image.apply_op1_no_bwd(&Forward { engine: &self.engine, scratch: RefCell::new(scratch) })?;
        Ok(outputs.to_vec1()?)
    }
}

/// One run of a network.
struct Forward<'a> {
    engine: &'a Engine,
    /// The operation is borrowed while it runs, its scratch space is written.
    scratch: RefCell<&'a mut Scratch>,
}

impl CustomOp1 for Forward<'_> {
    fn name(&self) -> &'static str {
        "landmark network"
    }

    fn cpu_fwd(&self, storage: &CpuStorage, layout: &Layout) -> candle_core::Result<(CpuStorage, Shape)> {
        let Some((start, end)) = layout.contiguous_offsets() else { candle_core::bail!("the input is not contiguous") };
        let input = &storage.as_slice::<f32>()?[start..end];
        if input.len() != self.engine.input_len() {
            candle_core::bail!("the network takes {} elements, not {}", self.engine.input_len(), input.len());
        }
        let output = self.engine.run(input, &mut self.scratch.borrow_mut());
        let shape = Shape::from(output.len());
        Ok((CpuStorage::F32(output), shape))
    }
}
