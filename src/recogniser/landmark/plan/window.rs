//! How a window moves over the pixels of its input.

use crate::recogniser::landmark::tflite::Padding;

/// A window's size, step and overhang.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Window {
    pub height: usize,
    pub width: usize,
    pub stride: [usize; 2],
    /// Zeros around the input that the window reads.
    pub border: Border,
}

/// Pixels on each side.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Border {
    pub top: usize,
    pub bottom: usize,
    pub left: usize,
    pub right: usize,
}

impl Window {
    /// A window over an input of `height` and `width`.
    pub fn new([height, width]: [usize; 2], stride: [usize; 2], padding: Padding, input: [usize; 2]) -> Self {
        let overhang = |size: usize, stride: usize, input: usize| match padding {
            // Uneven where it must be: the extra zero comes last.
            Padding::Same => {
                let total = ((input.div_ceil(stride).max(1) - 1) * stride + size).saturating_sub(input);
                (total / 2, total - total / 2)
            }
            Padding::Valid => (0, 0),
        };
        let (top, bottom) = overhang(height, stride[0], input[0]);
        let (left, right) = overhang(width, stride[1], input[1]);
        Self { height, width, stride, border: Border { top, bottom, left, right } }
    }

    /// Height and width of what it makes of such an input; `None` where it does not fit.
    pub fn output(&self, [height, width]: [usize; 2]) -> Option<[usize; 2]> {
        let Border { top, bottom, left, right } = self.border;
        let height = (height + top + bottom).checked_sub(self.height)? / self.stride[0] + 1;
        let width = (width + left + right).checked_sub(self.width)? / self.stride[1] + 1;
        Some([height, width])
    }
}

impl Border {
    /// The smallest border that holds both.
    pub fn union(self, other: Self) -> Self {
        Self {
            top: self.top.max(other.top),
            bottom: self.bottom.max(other.bottom),
            left: self.left.max(other.left),
            right: self.right.max(other.right),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn same_padding_is_uneven_where_the_stride_divides_the_input() {
        let border = |size, stride, input| {
            let window = Window::new([size, size], [stride, stride], Padding::Same, [input, input]);
            assert_eq!(window.output([input, input]), Some([input.div_ceil(stride); 2]));
            (window.border.top, window.border.bottom)
        };
        assert_eq!(border(3, 2, 224), (0, 1));
        assert_eq!(border(5, 2, 192), (1, 2));
        assert_eq!(border(3, 1, 56), (1, 1));
        assert_eq!(border(5, 1, 7), (2, 2));
    }

    #[test]
    fn a_window_larger_than_its_input_has_no_output() {
        let window = Window::new([3, 3], [1, 1], Padding::Valid, [2, 8]);
        assert_eq!(window.output([2, 8]), None);
    }
}
