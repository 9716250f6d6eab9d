//! Runs a plan on the CPU with our own kernels.

mod memory;
mod task;

use memory::Memory;
use task::Task;

use super::{
    kernels::{Isa, View, ViewMut},
    plan::Plan,
};

/// A network ready to run; immutable, shared by all callers.
#[derive(Debug)]
pub struct Engine {
    isa: Isa,
    tasks: Vec<Task>,
    memory: Memory,
}

/// The values of one caller's run; kept between runs so that none of them allocates.
#[derive(Debug, Default)]
pub struct Scratch {
    buffers: Vec<Vec<f32>>,
}

impl Engine {
    pub fn new(plan: &Plan) -> Self {
        Self::with_isa(plan, Isa::detect())
    }

    /// As `new`, for the instructions of one's choice.
    pub fn with_isa(plan: &Plan, isa: Isa) -> Self {
        Self { isa, tasks: plan.steps.iter().map(|step| Task::new(step, plan)).collect(), memory: Memory::new(plan) }
    }

    /// Elements of the input: rows of pixels of channels.
    pub fn input_len(&self) -> usize {
        self.memory.layout(Plan::INPUT).shape.elements()
    }

    /// Elements of all outputs together.
    pub fn output_len(&self) -> usize {
        self.memory.outputs_len()
    }

    /// Computes all outputs, one after the other.
    ///
    /// Panics when the input does not have `input_len` elements.
    pub fn run(&self, input: &[f32], scratch: &mut Scratch) -> Vec<f32> {
        self.memory.prepare(&mut scratch.buffers);
        let slot = self.memory.slot(Plan::INPUT);
        ViewMut::new(&mut scratch.buffers[slot], self.memory.layout(Plan::INPUT)).copy_from(input);
        for task in &self.tasks {
            // While a step runs, its target is out of the pool: the compiler sees that it is no
            // source.
            let slot = self.memory.slot(task.output);
            let mut buffer = std::mem::take(&mut scratch.buffers[slot]);
            let source = |value| View::new(&scratch.buffers[self.memory.slot(value)], self.memory.layout(value));
            let mut target = ViewMut::new(&mut buffer, self.memory.layout(task.output));
            target.clear_border();
            task.run(self.isa, source, target);
            scratch.buffers[slot] = buffer;
        }
        let mut outputs = Vec::with_capacity(self.memory.outputs_len());
        for &value in self.memory.outputs() {
            let view = View::new(&scratch.buffers[self.memory.slot(value)], self.memory.layout(value));
            view.append_to(&mut outputs);
        }
        outputs
    }
}

#[cfg(test)]
mod tests;
