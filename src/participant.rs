//! A native participant: a real WebRTC client that demo, benchmarks, tests share.
//!
//! It meets the server over the network only, as a browser does: a WebSocket for signalling, one
//! connection that publishes and one that subscribes. [`Participant`] is the whole client;
//! [`Publication`] and [`Subscription`] are its two connections, for benchmarks that have no
//! signalling server.

mod clip;
mod connection;
mod engine;
mod first_picture;
mod publication;
mod signal;
mod subscription;

use std::{sync::Arc, time::Duration};

use tokio::{
    sync::{broadcast, watch},
    task::JoinHandle,
};
use uuid::Uuid;

use crate::wire::{Answer, MediaState, Participant as Person, Request, ServerFrame, ServerMessage};

pub use clip::Clip;
pub use connection::{ConnectionState, Route};
pub use publication::{Publication, Sending};
pub use signal::{Signal, SignalError};
pub use subscription::{Received, Subscription};

/// Why a participant could not join or go on.
#[derive(Debug, thiserror::Error)]
pub enum ParticipantError {
    /// The clip cannot be played.
    #[error("the clip cannot be played: {0}")]
    Clip(String),
    /// A media connection did not come up in time.
    #[error("media did not connect within {0:?}")]
    MediaTimeout(Duration),
    /// Signalling failed.
    #[error(transparent)]
    Signal(#[from] SignalError),
    /// The server answered something that does not fit the request.
    #[error("the server answered {0:?}")]
    UnexpectedAnswer(Box<Answer>),
    /// The WebRTC stack refused something.
    #[error("WebRTC: {0}")]
    WebRtc(String),
}

/// Whom to join, and with what.
#[derive(Clone)]
pub struct JoinOptions {
    /// Origin of the server, e.g. `http://127.0.0.1:8900`.
    pub server: String,
    /// The `Cookie` header of a logged-in session.
    pub cookie: String,
    /// Code of the room.
    pub room: String,
    /// Played in a loop as this participant's camera; no camera without one.
    pub clip: Option<Arc<Clip>>,
    /// Send (silent) sound.
    pub microphone: bool,
    /// Where packets leave and how the server is reached.
    pub route: Route,
}

/// A participant in a call.
pub struct Participant {
    me: Uuid,
    people: Vec<Person>,
    signal: Arc<Signal>,
    publication: Arc<Publication>,
    subscription: Arc<Subscription>,
    tasks: Vec<JoinHandle<()>>,
}

impl Participant {
    /// Joins a room; returns when the server has answered, usually before media flows.
    pub async fn join(options: JoinOptions) -> Result<Self, ParticipantError> {
        let signal = Arc::new(Signal::connect(&options.server, &options.cookie).await?);
        let events = signal.events();
        let sending = Sending { audio: options.microphone, video: options.clip.is_some() };
        let (publication, offer) = Publication::offer(sending, &options.route).await?;
        let join = Request::Join {
            room: options.room,
            offer,
            microphone: options.microphone,
            camera: options.clip.is_some(),
            password: None,
        };
        let (me, people, answer, offer) = match signal.ask(join).await? {
            Answer::Joined { me, participants, publish_answer: Some(answer), subscribe_offer: Some(offer), .. } => {
                (me, participants, answer, offer)
            }
            other => return Err(ParticipantError::UnexpectedAnswer(Box::new(other))),
        };
        publication.accept(answer, &options.route).await?;
        let (subscription, sdp) = Subscription::answer(offer, &options.route).await?;
        signal.ask(Request::SubscribeAnswer { sdp }).await?;

        let (publication, subscription) = (Arc::new(publication), Arc::new(subscription));
        let growth = take_more_slots(events, Arc::clone(&signal), Arc::clone(&subscription), options.route);
        let mut tasks = vec![tokio::spawn(growth)];
        if let Some(clip) = options.clip {
            tasks.push(tokio::spawn(clip::play(clip, Arc::clone(&publication))));
        }
        if options.microphone {
            tasks.push(tokio::spawn(clip::play_silence(Arc::clone(&publication))));
        }
        Ok(Self { me, people, signal, publication, subscription, tasks })
    }

    /// This participant's id.
    pub fn id(&self) -> Uuid {
        self.me
    }

    /// Everyone who was in the room on joining, oneself included.
    pub fn people(&self) -> &[Person] {
        &self.people
    }

    /// Everything the server says from now on that is not an answer.
    pub fn events(&self) -> broadcast::Receiver<ServerFrame> {
        self.signal.events()
    }

    /// Waits for the first event that `wanted` picks.
    pub async fn wait_for<T>(
        events: &mut broadcast::Receiver<ServerFrame>,
        patience: Duration,
        mut wanted: impl FnMut(&ServerMessage) -> Option<T>,
    ) -> Option<T> {
        tokio::time::timeout(patience, async {
            loop {
                match events.recv().await {
                    Ok(frame) => {
                        if let Some(found) = wanted(&frame.message) {
                            return Some(found);
                        }
                    }
                    Err(broadcast::error::RecvError::Lagged(_)) => {}
                    Err(broadcast::error::RecvError::Closed) => return None,
                }
            }
        })
        .await
        .ok()
        .flatten()
    }

    /// Asks the server for something.
    pub async fn ask(&self, request: Request) -> Result<Answer, ParticipantError> {
        Ok(self.signal.ask(request).await?)
    }

    /// Waits until both media connections stand.
    pub async fn connected(&self, patience: Duration) -> Result<(), ParticipantError> {
        let both = async {
            self.publication.connected().await;
            self.subscription.connected().await;
        };
        tokio::time::timeout(patience, both).await.map_err(|_| ParticipantError::MediaTimeout(patience))
    }

    /// Where the two media connections stand: publishing, subscribing.
    pub fn media(&self) -> (MediaState, MediaState) {
        (self.publication.state().into(), self.subscription.state().into())
    }

    /// What has come in so far, by the `mid` of each slot.
    pub fn received(&self) -> watch::Receiver<Vec<Received>> {
        self.subscription.received()
    }

    /// Says good-bye and closes both connections.
    pub async fn leave(self) {
        // The server may be gone already; then there is nobody to say it to.
        let _ = self.signal.ask(Request::Leave {}).await;
        for task in &self.tasks {
            task.abort();
        }
        self.publication.close().await;
        self.subscription.close().await;
    }
}

/// Answers offers of more slots as long as the server makes them.
async fn take_more_slots(
    mut events: broadcast::Receiver<ServerFrame>,
    signal: Arc<Signal>,
    subscription: Arc<Subscription>,
    route: Route,
) {
    loop {
        let sdp = match events.recv().await {
            Ok(ServerFrame { message: ServerMessage::SubscribeOffer { sdp }, .. }) => sdp,
            Ok(_) | Err(broadcast::error::RecvError::Lagged(_)) => continue,
            Err(broadcast::error::RecvError::Closed) => return,
        };
        let answered = async {
            let sdp = subscription.answer_again(sdp, &route).await?;
            Ok::<_, ParticipantError>(signal.ask(Request::SubscribeAnswer { sdp }).await?)
        };
        if let Err(error) = answered.await {
            tracing::warn!(%error, "no more slots could be taken");
        }
    }
}

impl From<ConnectionState> for MediaState {
    fn from(state: ConnectionState) -> Self {
        match state {
            ConnectionState::Connected => Self::Connected,
            ConnectionState::Connecting => Self::Connecting,
            ConnectionState::Lost => Self::Lost,
        }
    }
}
