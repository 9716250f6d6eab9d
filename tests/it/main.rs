//! Everything that is tested from outside the library, in one binary.

mod caption;
mod pool;
mod landmarks;
mod sign_data;
mod signer;
mod spelling;
mod video;
