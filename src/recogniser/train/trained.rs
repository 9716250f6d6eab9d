//! A model that was just trained, as its folder will hold it.

use std::{collections::HashMap, fs, path::Path};

use candle_core::Tensor;
use serde::Serialize;

use super::TrainError;
use crate::recogniser::folder::ModelFolder;

/// `config.json` with `model.safetensors`, the tensors in the order of their names.
pub(super) fn folder<C: Serialize>(
    name: &str,
    config: &C,
    tensors: &HashMap<String, Tensor>,
) -> Result<ModelFolder<'static>, TrainError> {
    // Plain strings and numbers always make JSON.
    let config = serde_json::to_string_pretty(config).unwrap_or_default() + "\n";
    let mut tensors: Vec<_> = tensors.iter().collect();
    tensors.sort_by_key(|(name, _)| *name);
    let weights = safetensors::serialize(tensors, None).map_err(candle_core::Error::from)?;
    Ok(ModelFolder { name: name.to_owned(), config: config.into(), weights: weights.into() })
}

/// Writes both files; the folder is made if it is not there.
pub(super) fn save(model: &ModelFolder<'_>, out: &Path) -> Result<(), TrainError> {
    write(out, "config.json", model.config.as_bytes())?;
    write(out, "model.safetensors", &model.weights)
}

pub(super) fn write(folder: &Path, name: &str, bytes: &[u8]) -> Result<(), TrainError> {
    let path = folder.join(name);
    fs::create_dir_all(folder)
        .and_then(|()| fs::write(&path, bytes))
        .map_err(|source| TrainError::Write { path, source })
}
