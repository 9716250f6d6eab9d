//! Everything that is tested from outside the library, in one binary.

mod landmarks;
mod sign_data;
mod video;
