//! A step of the plan with its weights arranged for the kernels.

use crate::recogniser::landmark::{
    kernels::{Dense, Depthwise, Epilogue, Isa, View, ViewMut, small},
    plan::{Operation, Plan, Step, ValueId, Window},
};

/// One step, ready to run.
#[derive(Debug)]
pub(super) struct Task {
    pub(super) output: ValueId,
    inputs: Vec<ValueId>,
    kernel: Kernel,
}

#[derive(Debug)]
enum Kernel {
    Add(Epilogue),
    Concatenate,
    Dense(Dense),
    DepthToSpace(usize),
    Depthwise(Depthwise),
    MaxPool(Window),
    Mean,
    Resize,
}

impl Task {
    pub(super) fn new(step: &Step, plan: &Plan) -> Self {
        let channels = plan.values[step.inputs[0].0].channels;
        let kernel = match &step.operation {
            Operation::Add(activation) => Kernel::Add(Epilogue::new(activation)),
            Operation::Concatenate => Kernel::Concatenate,
            Operation::Convolve(convolution) => Kernel::Dense(Dense::new(convolution, channels)),
            Operation::DepthToSpace { block } => Kernel::DepthToSpace(*block),
            Operation::Depthwise(convolution) => Kernel::Depthwise(Depthwise::new(convolution)),
            Operation::MaxPool(window) => Kernel::MaxPool(*window),
            Operation::Mean => Kernel::Mean,
            Operation::Resize => Kernel::Resize,
        };
        Self { output: step.output, inputs: step.inputs.clone(), kernel }
    }

    pub(super) fn run<'a>(&self, isa: Isa, source: impl Fn(ValueId) -> View<'a>, mut target: ViewMut<'_>) {
        let first = source(self.inputs[0]);
        let second = self.inputs.get(1).map(|&input| source(input));
        match &self.kernel {
            Kernel::Add(activation) => small::add(first, second.unwrap_or(first), activation, target),
            Kernel::Concatenate => {
                let mut start = 0;
                for &input in &self.inputs {
                    start = target.write_flat(start, source(input));
                }
            }
            Kernel::Dense(dense) => dense.run(isa, first, second, target),
            Kernel::DepthToSpace(block) => small::depth_to_space(first, *block, target),
            Kernel::Depthwise(depthwise) => depthwise.run(isa, first, target),
            Kernel::MaxPool(window) => small::max_pool(first, *window, target),
            Kernel::Mean => small::mean(first, target),
            Kernel::Resize => small::resize(first, target),
        }
    }
}
