//! The steps that take no time worth speaking of.

use super::{Epilogue, View, ViewMut};
use crate::recogniser::landmark::plan::{Shape, Window};

pub(in crate::recogniser::landmark) fn add(
    left: View<'_>,
    right: View<'_>,
    activation: &Epilogue,
    mut target: ViewMut<'_>,
) {
    let Shape { height, channels, .. } = target.layout.shape;
    for y in 0..height {
        let operands = left.row(y).iter().zip(right.row(y));
        for ((index, sum), (left, right)) in target.row(y).iter_mut().enumerate().zip(operands) {
            let mut element = [left + right];
            activation.apply(index % channels, &mut element);
            [*sum] = element;
        }
    }
}

pub(in crate::recogniser::landmark) fn depth_to_space(source: View<'_>, block: usize, mut target: ViewMut<'_>) {
    let Shape { height, channels, .. } = target.layout.shape;
    for y in 0..height {
        let (row, inner) = (source.row(y / block), y % block);
        for (x, pixel) in target.row(y).chunks_exact_mut(channels).enumerate() {
            let start = ((x / block * block + inner) * block + x % block) * channels;
            pixel.copy_from_slice(&row[start..start + channels]);
        }
    }
}

pub(in crate::recogniser::landmark) fn max_pool(source: View<'_>, window: Window, mut target: ViewMut<'_>) {
    let Shape { height, channels, .. } = target.layout.shape;
    for y in 0..height {
        let target = target.row(y);
        target.fill(f32::NEG_INFINITY);
        for dy in 0..window.height {
            let row = source.row(y * window.stride[0] + dy);
            for (x, pixel) in target.chunks_exact_mut(channels).enumerate() {
                for dx in 0..window.width {
                    let start = (x * window.stride[1] + dx) * channels;
                    for (largest, &element) in pixel.iter_mut().zip(&row[start..start + channels]) {
                        *largest = largest.max(element);
                    }
                }
            }
        }
    }
}

pub(in crate::recogniser::landmark) fn mean(source: View<'_>, mut target: ViewMut<'_>) {
    let Shape { height, width, channels } = source.layout.shape;
    let means = target.row(0);
    means.fill(0.0);
    for y in 0..height {
        for pixel in source.row(y).chunks_exact(channels) {
            means.iter_mut().zip(pixel).for_each(|(sum, element)| *sum += element);
        }
    }
    let share = 1.0 / (height * width) as f32;
    means.iter_mut().for_each(|sum| *sum *= share);
}

/// Bilinear with half-pixel centres.
pub(in crate::recogniser::landmark) fn resize(source: View<'_>, mut target: ViewMut<'_>) {
    let Shape { height, width, channels } = target.layout.shape;
    let from = source.layout.shape;
    let columns: Vec<_> = (0..width).map(|x| between(x, width, from.width)).collect();
    for y in 0..height {
        let (above, below, down) = between(y, height, from.height);
        let (above, below) = (source.row(above), source.row(below));
        for (pixel, &(left, right, along)) in target.row(y).chunks_exact_mut(channels).zip(&columns) {
            let at = |x: usize| x * channels..(x + 1) * channels;
            let corners =
                above[at(left)].iter().zip(&above[at(right)]).zip(below[at(left)].iter().zip(&below[at(right)]));
            for (element, ((a, b), (c, d))) in pixel.iter_mut().zip(corners) {
                let (upper, lower) = (a + (b - a) * along, c + (d - c) * along);
                *element = upper + (lower - upper) * down;
            }
        }
    }
}

/// The two source positions around a target position, with the weight of the second.
fn between(position: usize, size: usize, from: usize) -> (usize, usize, f32) {
    let scale = from as f32 / size as f32;
    let at = ((position as f32 + 0.5) * scale - 0.5).max(0.0);
    let first = (at as usize).min(from - 1);
    (first, (first + 1).min(from - 1), at - first as f32)
}
