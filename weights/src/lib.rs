//! Everything learned or described that is embedded in the binary.

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

/// A file that people write and correct.
#[derive(Clone, Copy, Debug)]
pub struct Text {
    /// From `weights/dictionary` on, such as `ase/hello.sign`.
    pub name: &'static str,
    pub text: &'static str,
}

/// The bundled models, by name.
pub static MODELS: &[Model] = include!(concat!(env!("OUT_DIR"), "/models.rs"));

/// The dictionary's signs, by language, then by name.
pub static SIGNS: &[Text] = include!(concat!(env!("OUT_DIR"), "/signs.rs"));

/// The handshapes that signs are made of.
pub const HANDSHAPES: Text = Text { name: "handshapes.txt", text: include_str!("../dictionary/handshapes.txt") };

/// The dictionary's grammar.
pub const GRAMMAR: Text = Text { name: "README.md", text: include_str!("../dictionary/README.md") };
