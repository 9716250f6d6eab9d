//! Reads the data set's files: tables of sources, gzipped tensors with their labels.

use std::{
    collections::HashMap,
    fs::File,
    io::Read,
    path::{Path, PathBuf},
};

use candle_core::{DType, Device, Tensor};
use flate2::read::GzDecoder;
use safetensors::SafeTensors;
use serde::{Deserialize, de::DeserializeOwned};

use super::TrainError;

/// A row of `letters.csv` or `words.csv`: who showed what, under which licence.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Source {
    pub(super) file: String,
    pub(super) repository: String,
    pub(super) commit: String,
    pub(super) licence: String,
    pub(super) split: String,
}

impl Source {
    /// The file's own name without endings.
    pub(super) fn name(&self) -> &str {
        let name = self.file.rsplit('/').next().unwrap_or(&self.file);
        name.split('.').next().unwrap_or(name)
    }
}

/// A row of `clips/clips.csv`: one recorded word.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Clip {
    pub(super) file: String,
    pub(super) expected_text: String,
    pub(super) signer: String,
    pub(super) split: String,
    pub(super) fps: f32,
}

/// One file's tensors with what its header says.
pub(super) struct Records {
    path: PathBuf,
    tensors: HashMap<String, Tensor>,
    header: HashMap<String, String>,
}

impl Records {
    /// `file` is named as the tables name it.
    pub(super) fn open(data: &Path, file: &str) -> Result<Self, TrainError> {
        let path = data.join(file);
        let bytes = unzip(&path)?;
        let damaged = |reason: String| TrainError::Damaged { path: path.clone(), reason };
        let (_, metadata) = SafeTensors::read_metadata(&bytes).map_err(|error| damaged(error.to_string()))?;
        let header = metadata.metadata().clone().unwrap_or_default();
        let tensors =
            candle_core::safetensors::load_buffer(&bytes, &Device::Cpu).map_err(|error| damaged(error.to_string()))?;
        Ok(Self { path, tensors, header })
    }

    /// A tensor's values, row-major; none when the file has no such tensor.
    pub(super) fn floats(&self, name: &str) -> Result<Vec<f32>, TrainError> {
        let Some(tensor) = self.tensors.get(name) else { return Ok(Vec::new()) };
        let values = || tensor.to_dtype(DType::F32)?.flatten_all()?.to_vec1();
        values().map_err(|error: candle_core::Error| self.damaged(format!("{name}: {error}")))
    }

    pub(super) fn integers(&self, name: &str) -> Result<Vec<i64>, TrainError> {
        let Some(tensor) = self.tensors.get(name) else { return Ok(Vec::new()) };
        let values = || tensor.to_dtype(DType::I64)?.flatten_all()?.to_vec1();
        values().map_err(|error: candle_core::Error| self.damaged(format!("{name}: {error}")))
    }

    /// A header entry that is JSON in text.
    pub(super) fn header<T: DeserializeOwned>(&self, name: &str) -> Result<T, TrainError> {
        let text = self.header.get(name).ok_or_else(|| self.damaged(format!("the header has no {name}")))?;
        serde_json::from_str(text).map_err(|error| self.damaged(format!("{name}: {error}")))
    }

    pub(super) fn damaged(&self, reason: String) -> TrainError {
        TrainError::Damaged { path: self.path.clone(), reason }
    }
}

/// Reads gzipped JSON.
pub(super) fn json<T: DeserializeOwned>(path: &Path) -> Result<T, TrainError> {
    let damaged = |error: serde_json::Error| TrainError::Damaged { path: path.to_owned(), reason: error.to_string() };
    serde_json::from_slice(&unzip(path)?).map_err(damaged)
}

fn unzip(path: &Path) -> Result<Vec<u8>, TrainError> {
    let read = || {
        let mut bytes = Vec::new();
        GzDecoder::new(File::open(path)?).read_to_end(&mut bytes).map(|_| bytes)
    };
    read().map_err(|source| TrainError::Read { path: path.to_owned(), source })
}

/// Reads `letters.csv`, `words.csv` or `clips/clips.csv`.
pub(super) fn table<T: DeserializeOwned>(path: &Path) -> Result<Vec<T>, TrainError> {
    let damaged = |reason: String| TrainError::Damaged { path: path.to_owned(), reason };
    let mut reader = csv::Reader::from_path(path).map_err(|error| damaged(error.to_string()))?;
    reader.deserialize().collect::<Result<_, _>>().map_err(|error| damaged(error.to_string()))
}
