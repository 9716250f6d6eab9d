//! Values in memory: rows of pixels of channels inside a border of zeros.

use crate::recogniser::landmark::plan::{Border, Shape, Window};

/// A value's shape with the border around it.
#[derive(Clone, Copy, Debug)]
pub(in crate::recogniser::landmark) struct Layout {
    pub(in crate::recogniser::landmark) shape: Shape,
    pub(in crate::recogniser::landmark) border: Border,
}

impl Layout {
    pub(in crate::recogniser::landmark) fn len(&self) -> usize {
        (self.border.top + self.shape.height + self.border.bottom) * self.row()
    }

    /// Elements from one row to the next.
    pub(super) fn row(&self) -> usize {
        (self.border.left + self.shape.width + self.border.right) * self.shape.channels
    }

    /// Where a pixel starts.
    pub(super) fn pixel(&self, y: usize, x: usize) -> usize {
        (self.border.top + y) * self.row() + (self.border.left + x) * self.shape.channels
    }

    /// Where the first window starts: inside of the border as far as it reaches over the edge.
    pub(super) fn window(&self, window: &Window) -> usize {
        (self.border.top - window.border.top) * self.row()
            + (self.border.left - window.border.left) * self.shape.channels
    }
}

/// A value that is read.
#[derive(Clone, Copy, Debug)]
pub(in crate::recogniser::landmark) struct View<'a> {
    pub(super) data: &'a [f32],
    pub(super) layout: Layout,
}

impl<'a> View<'a> {
    pub(in crate::recogniser::landmark) fn new(buffer: &'a [f32], layout: Layout) -> Self {
        Self { data: &buffer[..layout.len()], layout }
    }

    /// The elements of a row, without the border.
    pub(super) fn row(&self, y: usize) -> &'a [f32] {
        let start = self.layout.pixel(y, 0);
        &self.data[start..start + self.layout.shape.width * self.layout.shape.channels]
    }

    pub(in crate::recogniser::landmark) fn append_to(&self, elements: &mut Vec<f32>) {
        (0..self.layout.shape.height).for_each(|y| elements.extend_from_slice(self.row(y)));
    }
}

/// A value that is written.
#[derive(Debug)]
pub(in crate::recogniser::landmark) struct ViewMut<'a> {
    pub(super) data: &'a mut [f32],
    pub(super) layout: Layout,
}

impl<'a> ViewMut<'a> {
    pub(in crate::recogniser::landmark) fn new(buffer: &'a mut [f32], layout: Layout) -> Self {
        Self { data: &mut buffer[..layout.len()], layout }
    }

    pub(super) fn row(&mut self, y: usize) -> &mut [f32] {
        let start = self.layout.pixel(y, 0);
        &mut self.data[start..start + self.layout.shape.width * self.layout.shape.channels]
    }

    /// Writes zeros into the border: another value may have lain there.
    pub(in crate::recogniser::landmark) fn clear_border(&mut self) {
        let Layout { shape, border } = self.layout;
        let (row, height) = (self.layout.row(), shape.height);
        self.data[..border.top * row].fill(0.0);
        self.data[(border.top + height) * row..].fill(0.0);
        if border.left + border.right == 0 {
            return;
        }
        for row in self.data[border.top * row..(border.top + height) * row].chunks_exact_mut(row) {
            row[..border.left * shape.channels].fill(0.0);
            row[(border.left + shape.width) * shape.channels..].fill(0.0);
        }
    }

    /// Writes all elements, with a fresh border.
    pub(in crate::recogniser::landmark) fn copy_from(&mut self, elements: &[f32]) {
        assert_eq!(elements.len(), self.layout.shape.elements(), "the input does not fit the network");
        self.clear_border();
        let row = self.layout.shape.width * self.layout.shape.channels;
        for (y, elements) in elements.chunks_exact(row).enumerate() {
            self.row(y).copy_from_slice(elements);
        }
    }

    /// Writes the elements of another value from the element `start` on; returns where it ended.
    pub(in crate::recogniser::landmark) fn write_flat(&mut self, mut start: usize, source: View<'_>) -> usize {
        let width = self.layout.shape.width * self.layout.shape.channels;
        for y in 0..source.layout.shape.height {
            let mut elements = source.row(y);
            while !elements.is_empty() {
                let row = &mut self.row(start / width)[start % width..];
                let count = row.len().min(elements.len());
                row[..count].copy_from_slice(&elements[..count]);
                elements = &elements[count..];
                start += count;
            }
        }
        start
    }
}
