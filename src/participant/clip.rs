//! A clip played as a camera: frames at their times, in a loop.

use std::{sync::Arc, time::Duration};

use bytes::{BufMut, Bytes, BytesMut};
use tokio::time::{Instant, sleep_until};

use super::{ParticipantError, Publication};
use crate::video::EncodedFrame;

/// A VP8 clip in memory.
#[derive(Clone, Debug)]
pub struct Clip {
    frames: Vec<EncodedFrame>,
    /// Time from the first frame to the first frame of the next round.
    length: Duration,
}

impl Clip {
    /// Takes frames in order, the first of which must be a key frame.
    pub fn new(frames: Vec<EncodedFrame>) -> Result<Self, ParticipantError> {
        let refuse = |reason: &str| ParticipantError::Clip(reason.to_owned());
        let (Some(first), Some(last)) = (frames.first(), frames.last()) else {
            return Err(refuse("it has no frames"));
        };
        if !first.key {
            return Err(refuse("its first frame is not a key frame"));
        }
        if !frames.is_sorted_by(|a, b| a.at < b.at) {
            return Err(refuse("its frames are not in order"));
        }
        let step = (last.at - first.at) / u32::try_from(frames.len() - 1).unwrap_or(u32::MAX).max(1);
        let length = last.at - first.at + if step.is_zero() { SINGLE_FRAME } else { step };
        Ok(Self { frames, length })
    }

    /// One round's length.
    pub fn length(&self) -> Duration {
        self.length
    }
}

/// Plays `clip` until the task is dropped.
pub(super) async fn play(clip: Arc<Clip>, publication: Arc<Publication>) {
    // What is written before the handshake is lost, and the first frame is the key frame.
    publication.connected().await;
    let start = Instant::now();
    let first = clip.frames[0].at;
    let mut sequence = rand::random::<u16>();
    let offset = rand::random::<u32>();
    for round in 0_u32.. {
        for frame in &clip.frames {
            let at = clip.length * round + (frame.at - first);
            sleep_until(start + at).await;
            let timestamp = offset.wrapping_add((at.as_micros() * 9 / 100) as u32);
            let payloads = packetise(&frame.data);
            let last = payloads.len().saturating_sub(1);
            for (index, payload) in payloads.into_iter().enumerate() {
                publication.send_video(sequence, timestamp, index == last, payload);
                sequence = sequence.wrapping_add(1);
            }
        }
    }
}

/// Sends Opus silence until the task is dropped.
pub(super) async fn play_silence(publication: Arc<Publication>) {
    publication.connected().await;
    let mut tick = tokio::time::interval(OPUS_FRAME);
    for count in 0_u32.. {
        tick.tick().await;
        publication.send_audio(count as u16, count.wrapping_mul(960), Bytes::from_static(OPUS_SILENCE));
    }
}

/// RTP payloads of one VP8 frame (RFC 7741): the one-byte descriptor, then a part of the frame.
fn packetise(frame: &[u8]) -> Vec<Bytes> {
    frame
        .chunks(MAX_PART)
        .enumerate()
        .map(|(index, part)| {
            let mut payload = BytesMut::with_capacity(part.len() + 1);
            payload.put_u8(if index == 0 { START_OF_PARTITION } else { 0 });
            payload.put_slice(part);
            payload.freeze()
        })
        .collect()
}

/// The S bit of the VP8 payload descriptor.
const START_OF_PARTITION: u8 = 0x10;
/// With all headers, tag and descriptor a packet stays under 1,280 bytes, the least that IPv6 carries.
const MAX_PART: usize = 1_150;
const OPUS_FRAME: Duration = Duration::from_millis(20);
/// A 20 ms CELT frame without content (RFC 6716).
const OPUS_SILENCE: &[u8] = &[0xf8, 0xff, 0xfe];
/// How long a clip of one picture shows it.
const SINGLE_FRAME: Duration = Duration::from_millis(66);

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(milliseconds: u64, key: bool) -> EncodedFrame {
        EncodedFrame { at: Duration::from_millis(milliseconds), key, data: vec![0; 3_000] }
    }

    #[test]
    fn a_round_lasts_one_frame_longer_than_its_last_time() {
        let clip = Clip::new(vec![frame(0, true), frame(50, false), frame(100, false)]).unwrap();
        assert_eq!(clip.length(), Duration::from_millis(150));
    }

    #[test]
    fn a_clip_without_a_key_frame_in_front_is_refused() {
        assert!(Clip::new(vec![frame(0, false)]).is_err());
        assert!(Clip::new(Vec::new()).is_err());
    }

    #[test]
    fn only_the_first_packet_of_a_frame_starts_a_partition() {
        let payloads = packetise(&[7; 3_000]);
        let starts: Vec<_> = payloads.iter().map(|payload| payload[0]).collect();
        assert_eq!(starts, [START_OF_PARTITION, 0, 0]);
        assert_eq!(payloads.iter().map(|payload| payload.len() - 1).sum::<usize>(), 3_000);
    }
}
