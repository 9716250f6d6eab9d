//! Reads written signs: what each hand does, in the terms of sign phonology.
//!
//! A sign is one small text file. It says of each hand its shape and orientation, of the sign its
//! place with contact or distance, its movement with path and repetition, and what else moves
//! meanwhile. `weights/dictionary/README.md` is the grammar; its tables are this module's
//! vocabulary, which a test holds. What is not understood is refused by name, never skipped: a
//! misread word would teach the recogniser a sign that nobody makes.

mod bundled;
mod direction;
mod error;
mod handshapes;
mod lines;
mod names;
mod parse;
mod sign;
mod values;
mod vocabulary;

pub use bundled::{dictionary, handshapes};
pub use direction::Direction;
pub use error::{NotationError, Problem};
pub use handshapes::{Handshape, Handshapes, Shape};
pub use names::{Language, SignName};
pub use sign::{Base, Distance, Location, Path, Posture, Seen, Sign, Times, Variant};
pub use vocabulary::{Axis, Beside, Hands, Part, Place, Plane, Track, Word};
