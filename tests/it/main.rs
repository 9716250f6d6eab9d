//! Everything that is tested from outside the library, in one binary.

mod openapi;
mod sign_data;
mod video;
