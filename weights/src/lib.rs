//! Everything learned that is embedded in the binary.

pub mod nets;

/// A model of ours, as its folder holds it.
#[derive(Clone, Copy, Debug)]
pub struct Model {
    /// The folder's name.
    pub name: &'static str,
    /// `config.json`: architecture, labels, the landmark networks it was trained with.
    pub config: &'static str,
    /// `model.safetensors`.
    pub weights: &'static [u8],
    /// `README.md`: how well it reads whom.
    pub report: &'static str,
}

/// The bundled models, by name.
pub static MODELS: &[Model] = include!(concat!(env!("OUT_DIR"), "/models.rs"));
