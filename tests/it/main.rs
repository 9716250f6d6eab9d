//! Everything that is tested from outside the library, in one binary.

mod caption;
mod landmarks;
mod pool;
mod sign_data;
mod signer;
mod video;
