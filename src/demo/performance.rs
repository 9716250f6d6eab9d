//! One visit of the drawn signer to a room: join, consent, spell in a loop, leave when alone.

use std::{io::Cursor, sync::Arc, time::Duration};

use tokio::{
    sync::broadcast::error::RecvError,
    time::{Instant, sleep_until, timeout},
};
use uuid::Uuid;

use crate::{
    participant::{Clip, JoinOptions, Participant, ParticipantError, Route},
    signer,
    video::container,
    wire::{Request, ServerMessage},
};

/// Where a performance takes place.
#[derive(Clone, Debug)]
pub struct Stage {
    /// Origin of the server.
    pub server: String,
    /// The `Cookie` header of the signer's session.
    pub cookie: String,
    /// The room's code.
    pub room: String,
    pub route: Route,
}

/// A signer who has come.
pub struct Performance {
    signer: Participant,
    company: Vec<Uuid>,
}

impl Performance {
    /// Joins the room and lets the server read what will be spelled.
    pub async fn begin(stage: Stage) -> Result<Self, ParticipantError> {
        let options = JoinOptions {
            server: stage.server,
            cookie: stage.cookie,
            room: stage.room,
            clip: Some(Arc::new(clip()?)),
            microphone: false,
            route: stage.route,
        };
        let signer = Participant::join(options).await?;
        signer.connected(CONNECTING).await?;
        signer.ask(Request::SetConsent { on: true }).await?;
        let company = signer.people().iter().map(|person| person.id).filter(|id| *id != signer.id()).collect();
        Ok(Self { signer, company })
    }

    /// Spells until nobody has been there for a while, or for as long as anyone wants to watch.
    pub async fn play(mut self) {
        let end = Instant::now() + LONGEST;
        let mut events = self.signer.events();
        loop {
            let patience = if self.company.is_empty() { ALONE } else { LONGEST };
            tokio::select! {
                () = sleep_until(end) => break,
                event = timeout(patience, events.recv()) => match event {
                    Ok(Ok(frame)) => if !self.note(frame.message) { break },
                    Ok(Err(RecvError::Lagged(_))) => {}
                    Ok(Err(RecvError::Closed)) | Err(_) => break,
                },
            }
        }
        self.signer.leave().await;
    }

    /// Keeps account of who is there; false when the server shows us out.
    fn note(&mut self, message: ServerMessage) -> bool {
        match message {
            ServerMessage::ParticipantJoined { participant } if participant.id != self.signer.id() => {
                self.company.push(participant.id);
            }
            ServerMessage::ParticipantLeft { participant } => self.company.retain(|id| *id != participant),
            ServerMessage::Leave { .. } => return false,
            _ => {}
        }
        true
    }
}

fn clip() -> Result<Clip, ParticipantError> {
    let refuse = |error: container::ContainerError| ParticipantError::Clip(error.to_string());
    let frames = container::from_reader(Cursor::new(signer::DEMO_CLIP)).map_err(refuse)?;
    Clip::new(frames.collect::<Result<_, _>>().map_err(refuse)?)
}

const CONNECTING: Duration = Duration::from_secs(15);
/// How long the signer spells to an empty room: time enough to open a link.
const ALONE: Duration = Duration::from_secs(10 * 60);
const LONGEST: Duration = Duration::from_secs(60 * 60);
