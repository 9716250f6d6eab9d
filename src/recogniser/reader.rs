//! Reads one signer: decodes, tracks hands with body, interprets.

use std::{sync::Arc, time::Duration};

use super::{
    Hypothesis, Interpreter, Model,
    landmark::{BodyTracker, HandTracker, LandmarkError},
};
use crate::video::{
    EncodedFrame, Picture,
    scale::to_working_size,
    vp8::{DecodeError, Decoder},
};

/// The pipeline of one signer. It keeps what must be remembered from frame to frame.
pub struct Reader {
    decoder: Decoder,
    hands: HandTracker,
    /// Where words are read.
    body: Option<BodyTracker>,
    interpreter: Interpreter,
}

/// Why a frame could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The frame gave no picture; go on with the next key frame.
    #[error(transparent)]
    Decode(#[from] DecodeError),
    /// Hands or a body could not be looked for in the picture.
    #[error(transparent)]
    Landmarks(#[from] LandmarkError),
}

impl Reader {
    pub fn new(model: &Model) -> Self {
        Self {
            decoder: Decoder::new(),
            hands: HandTracker::new(Arc::clone(&model.hands)),
            body: model.words.as_ref().map(|words| BodyTracker::new(Arc::clone(&words.bodies))),
            interpreter: Interpreter::new(
                Arc::clone(&model.spelling),
                model.words.as_ref().map(|words| Arc::clone(&words.model)),
            ),
        }
    }

    /// Reads the next frame of the stream.
    pub fn read(&mut self, frame: &EncodedFrame) -> Result<Vec<Hypothesis>, ReadError> {
        match self.decoder.decode(frame)? {
            Some(picture) => self.read_picture(&picture.to_picture(), frame.at),
            None => Ok(Vec::new()),
        }
    }

    /// Takes a frame only because later ones build on it: decoding is a fifth of the work.
    pub fn pass_over(&mut self, frame: &EncodedFrame) -> Result<(), ReadError> {
        self.decoder.decode(frame)?;
        Ok(())
    }

    /// Reads a picture that is decoded already. Times must rise.
    pub fn read_picture(&mut self, picture: &Picture, at: Duration) -> Result<Vec<Hypothesis>, ReadError> {
        let picture = to_working_size(picture);
        let hands = self.hands.track(&picture, at)?;
        // Only who shows a hand may sign.
        let body = match self.body.as_mut().filter(|_| !hands.is_empty()) {
            Some(body) => body.track(&picture, at)?,
            None => None,
        };
        Ok(self.interpreter.push(at, (picture.width, picture.height), &hands, body.as_ref()))
    }

    /// Nothing more comes: settles what is open.
    pub fn finish(&mut self) -> Vec<Hypothesis> {
        self.interpreter.finish()
    }
}
