//! `glossa caption`: prints what is signed in a recording.

use std::{
    io::{self, Write},
    path::PathBuf,
    time::Duration,
};

use anyhow::Context;

use crate::{
    recogniser::{Hypothesis, Model, Reader},
    video::recording::{self, RecordingError},
};

/// Print what is signed in a recording, with times.
#[derive(clap::Args, Debug)]
pub(super) struct CaptionCommand {
    /// VP8 in an IVF or WebM file, or a folder of PNG or JPEG images.
    recording: PathBuf,
    /// A model of one's own: a folder with config.json and model.safetensors.
    #[arg(long, value_name = "FOLDER")]
    model: Option<PathBuf>,
    /// At how many images a second those of a folder were taken.
    #[arg(long, value_name = "N", default_value_t = 15)]
    fps: u32,
    /// Read the recording as a mirror shows it.
    #[arg(long)]
    mirror: bool,
    /// Also read words: a trial, real people's are still misread too often.
    #[arg(long)]
    words: bool,
    /// One JSON object a line.
    #[arg(long)]
    json: bool,
    /// Also what was thought before a stretch was complete.
    #[arg(long)]
    interim: bool,
}

impl CaptionCommand {
    pub(super) fn run(self) -> anyhow::Result<()> {
        let model = match &self.model {
            Some(folder) => Model::open(folder).with_context(|| folder.display().to_string())?,
            None => Model::bundled()?,
        };
        let model = if self.words { model.hearing_words()? } else { model };
        let name = self.recording.display().to_string();
        let pictures = recording::open(&self.recording, self.fps).with_context(|| name.clone())?;
        let mut reader = Reader::new(&model);
        let out = &mut io::stdout().lock();
        for picture in pictures {
            let mut picture = match picture {
                Err(error @ RecordingError::Decode(_)) => {
                    tracing::warn!(%error, "a frame is left out");
                    continue;
                }
                picture => picture.with_context(|| name.clone())?,
            };
            if self.mirror {
                picture.picture = picture.picture.mirrored();
            }
            self.print(out, reader.read_picture(&picture.picture, picture.at)?)?;
        }
        self.print(out, reader.finish())
    }

    fn print(&self, out: &mut impl Write, hypotheses: Vec<Hypothesis>) -> anyhow::Result<()> {
        for hypothesis in hypotheses {
            if !(hypothesis.last || self.interim) || (hypothesis.last && hypothesis.text.is_empty()) {
                continue;
            }
            if self.json {
                writeln!(out, "{}", as_json(&hypothesis))?;
            } else {
                writeln!(out, "{}", as_line(&hypothesis))?;
            }
        }
        Ok(out.flush()?)
    }
}

fn as_line(hypothesis: &Hypothesis) -> String {
    let mark = if hypothesis.last { "" } else { " …" };
    format!("{} --> {}  {}{mark}", clock(hypothesis.start), clock(hypothesis.end), hypothesis.text)
}

fn as_json(hypothesis: &Hypothesis) -> serde_json::Value {
    serde_json::json!({
        "segment": hypothesis.segment,
        "revision": hypothesis.revision,
        "final": hypothesis.last,
        "start": hypothesis.start.as_secs_f64(),
        "end": hypothesis.end.as_secs_f64(),
        "text": hypothesis.text,
        "stable": hypothesis.stable,
        "confidence": hypothesis.confidence,
        "alternatives": hypothesis.alternatives,
        "model": &*hypothesis.model,
    })
}

/// Minutes, seconds and tenths.
fn clock(time: Duration) -> String {
    let tenths = time.as_millis() / 100;
    format!("{:02}:{:02}.{}", tenths / 600, tenths / 10 % 60, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hypothesis() -> Hypothesis {
        Hypothesis {
            segment: 2,
            revision: 5,
            last: true,
            text: "CODE".into(),
            stable: 4,
            start: Duration::from_millis(61_250),
            end: Duration::from_millis(64_999),
            confidence: 0.5,
            alternatives: vec!["CODF".into()],
            model: "test".into(),
        }
    }

    #[test]
    fn a_line_shows_times_and_text() {
        assert_eq!(as_line(&hypothesis()), "01:01.2 --> 01:04.9  CODE");
        assert_eq!(as_line(&Hypothesis { last: false, ..hypothesis() }), "01:01.2 --> 01:04.9  CODE …");
    }

    #[test]
    fn json_names_everything_known() {
        let expected = r#"{"alternatives":["CODF"],"confidence":0.5,"end":64.999,"final":true,"model":"test","revision":5,"segment":2,"stable":4,"start":61.25,"text":"CODE"}"#;
        assert_eq!(as_json(&hypothesis()).to_string(), expected);
    }
}
