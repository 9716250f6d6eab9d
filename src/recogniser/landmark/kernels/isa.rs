//! Which instructions the kernels may use.

/// A set of instructions that this processor has.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Isa {
    /// Private: only detection makes it true, and the kernels rely on that.
    wide: bool,
}

impl Isa {
    /// What every processor of this architecture has.
    pub const PORTABLE: Self = Self { wide: false };

    /// The best that this processor has.
    pub fn detect() -> Self {
        #[cfg(target_arch = "x86_64")]
        let wide = std::arch::is_x86_feature_detected!("avx2") && std::arch::is_x86_feature_detected!("fma");
        #[cfg(not(target_arch = "x86_64"))]
        let wide = false;
        Self { wide }
    }

    /// AVX2 and FMA can be used.
    pub fn is_wide(self) -> bool {
        self.wide
    }
}

/// `a * b + c`. Without the instruction `mul_add` is a slow library function, hence the choice at
/// compile time.
#[inline(always)]
pub(super) fn multiply_add<const FUSED: bool>(a: f32, b: f32, c: f32) -> f32 {
    if FUSED || cfg!(target_arch = "aarch64") { a.mul_add(b, c) } else { a * b + c }
}
