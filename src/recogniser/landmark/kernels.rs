//! The arithmetic of the steps on the CPU.
//!
//! Plain slices and arrays that the compiler vectorises; the functions that carry the time are
//! compiled a second time for AVX2 with FMA and chosen when an engine is made.

mod dense;
mod depthwise;
mod epilogue;
mod isa;
mod layout;
pub(super) mod small;

pub(super) use dense::Dense;
pub(super) use depthwise::Depthwise;
pub(super) use epilogue::Epilogue;
pub use isa::Isa;
pub(super) use layout::{Layout, View, ViewMut};
