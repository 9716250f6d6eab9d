//! Walks over the output pixels of a convolution.

use crate::recogniser::landmark::{
    kernels::{View, ViewMut},
    plan::Window,
};

/// The output pixels in order, with where each is found.
#[derive(Clone, Debug)]
pub(super) struct Pixels {
    pub(super) place: Place,
    /// Pixels that are still to come.
    pub(super) left: usize,
    x: usize,
    width: usize,
    step: Place,
    /// On top of a step, from the last pixel of a row to the first of the next.
    wrap: Place,
}

/// Positions of one output pixel: its window in the source, itself in residual and target.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Place {
    pub(super) source: usize,
    pub(super) residual: usize,
    pub(super) target: usize,
}

impl Pixels {
    pub(super) fn new(window: &Window, source: View<'_>, residual: Option<View<'_>>, target: &ViewMut<'_>) -> Self {
        let shape = target.layout.shape;
        let [down, along] = window.stride;
        let step = Place {
            source: along * source.layout.shape.channels,
            residual: residual.map_or(0, |residual| residual.layout.shape.channels),
            target: shape.channels,
        };
        let wrap = Place {
            source: (down * source.layout.row()).wrapping_sub(step.source * shape.width),
            residual: residual.map_or(0, |residual| residual.layout.row() - step.residual * shape.width),
            target: target.layout.row() - step.target * shape.width,
        };
        let place = Place {
            source: source.layout.window(window),
            residual: residual.map_or(0, |residual| residual.layout.pixel(0, 0)),
            target: target.layout.pixel(0, 0),
        };
        Self { place, left: shape.height * shape.width, x: 0, width: shape.width, step, wrap }
    }

    #[inline(always)]
    pub(super) fn advance(&mut self) {
        self.place.add(self.step);
        self.left -= 1;
        self.x += 1;
        if self.x == self.width {
            self.x = 0;
            self.place.add(self.wrap);
        }
    }
}

impl Place {
    /// Wrapping, since the way to the next row may lead back.
    #[inline(always)]
    fn add(&mut self, other: Self) {
        self.source = self.source.wrapping_add(other.source);
        self.residual = self.residual.wrapping_add(other.residual);
        self.target = self.target.wrapping_add(other.target);
    }
}
