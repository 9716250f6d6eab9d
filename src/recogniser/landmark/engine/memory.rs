//! Gives each value a buffer that it shares with values that are not alive at the same time.

use crate::recogniser::landmark::{
    kernels::Layout,
    plan::{Border, Operation, Plan, ValueId},
};

/// Where each value lies.
#[derive(Debug)]
pub(super) struct Memory {
    layouts: Vec<Layout>,
    slots: Vec<usize>,
    /// Elements of each buffer.
    sizes: Vec<usize>,
    outputs: Vec<ValueId>,
}

impl Memory {
    pub(super) fn new(plan: &Plan) -> Self {
        let layouts = layouts(plan);
        let (slots, sizes) = share(plan, &layouts);
        Self { layouts, slots, sizes, outputs: plan.outputs.clone() }
    }

    /// Makes the buffers fit, which changes nothing after the first run.
    pub(super) fn prepare(&self, buffers: &mut Vec<Vec<f32>>) {
        buffers.resize(self.sizes.len(), Vec::new());
        for (buffer, &size) in buffers.iter_mut().zip(&self.sizes) {
            buffer.resize(size, 0.0);
        }
    }

    pub(super) fn layout(&self, value: ValueId) -> Layout {
        self.layouts[value.0]
    }

    pub(super) fn slot(&self, value: ValueId) -> usize {
        self.slots[value.0]
    }

    pub(super) fn outputs(&self) -> &[ValueId] {
        &self.outputs
    }

    pub(super) fn outputs_len(&self) -> usize {
        self.outputs.iter().map(|&value| self.layout(value).shape.elements()).sum()
    }
}

/// Every value carries the border of zeros that its readers' windows need: no reader tests for the
/// edge, none copies.
fn layouts(plan: &Plan) -> Vec<Layout> {
    let mut layouts: Vec<_> = plan.values.iter().map(|&shape| Layout { shape, border: Border::default() }).collect();
    for step in &plan.steps {
        if let Operation::Convolve(convolution) | Operation::Depthwise(convolution) = &step.operation {
            let border = &mut layouts[step.inputs[0].0].border;
            *border = border.union(convolution.window.border);
        }
    }
    layouts
}

/// Assigns buffers in the order of the steps: a buffer is free again after the last reader.
fn share(plan: &Plan, layouts: &[Layout]) -> (Vec<usize>, Vec<usize>) {
    let mut last_reader = vec![0; plan.values.len()];
    for (index, step) in plan.steps.iter().enumerate() {
        step.inputs.iter().for_each(|input| last_reader[input.0] = index);
    }
    plan.outputs.iter().for_each(|output| last_reader[output.0] = usize::MAX);
    let mut slots = vec![0; plan.values.len()];
    let mut sizes = vec![layouts[Plan::INPUT.0].len()];
    let mut free = Vec::new();
    for (index, step) in plan.steps.iter().enumerate() {
        let size = layouts[step.output.0].len();
        // The tightest fit; where none fits, the largest grows.
        let best = (0..free.len()).min_by_key(|&position| {
            let have: usize = sizes[free[position]];
            if have >= size { (0, have - size) } else { (1, size - have) }
        });
        let slot = match best {
            Some(position) => free.swap_remove(position),
            None => {
                sizes.push(0);
                sizes.len() - 1
            }
        };
        sizes[slot] = sizes[slot].max(size);
        slots[step.output.0] = slot;
        for (position, input) in step.inputs.iter().enumerate() {
            if last_reader[input.0] == index && !step.inputs[..position].contains(input) {
                free.push(slots[input.0]);
            }
        }
    }
    (slots, sizes)
}
