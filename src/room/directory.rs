//! Finds rooms that are in use.

use std::sync::Arc;

use dashmap::DashMap;
use tokio::sync::{mpsc, oneshot};
use tokio_util::{
    sync::CancellationToken,
    task::{TaskTracker, task_tracker::TaskTrackerToken},
};
use uuid::Uuid;

use super::{
    actor::{self, Handle},
    command::{Claim, Command, Entered, Entrance, Reply},
    refusal::Refusal,
    state::Surroundings,
    token::ResumeToken,
};
use crate::{
    media::Plane,
    recogniser::Pool,
    room_code::RoomCode,
    store::{self, Store},
};

/// All rooms in which somebody is; clones share them.
///
/// A room's task begins with the first who comes in and ends with the call. The map only says
/// where it is: no lock is held while a room works.
#[derive(Clone)]
pub struct Directory {
    shared: Arc<Shared>,
}

struct Shared {
    surroundings: Surroundings,
    rooms: DashMap<Uuid, Handle>,
    stopping: CancellationToken,
    /// The sockets that have something to say before the end.
    sockets: TaskTracker,
}

impl Directory {
    /// Without a pool there are calls but no captions.
    pub fn new(store: Store, plane: Plane, pool: Option<Pool>) -> Self {
        let surroundings = Surroundings { store, plane, pool };
        Self {
            shared: Arc::new(Shared {
                surroundings,
                rooms: DashMap::new(),
                stopping: CancellationToken::new(),
                sockets: TaskTracker::new(),
            }),
        }
    }

    /// Lets somebody into the room of this code.
    pub async fn join(&self, code: &RoomCode, entrance: Entrance) -> Result<Entered, Refusal> {
        let room = self.shared.surroundings.store.room_by_code(code.as_str()).await.map_err(|error| {
            tracing::error!(%error, "a room could not be looked up");
            Refusal::Internal
        })?;
        let room = room.ok_or(Refusal::RoomUnknown)?;
        for _ in 0..KNOCKS {
            if self.shared.stopping.is_cancelled() {
                return Err(Refusal::ServerStopping);
            }
            let entrance = entrance.clone();
            let commands = self.open(&room);
            if let Some(reply) = ask(&commands, |reply| Command::Join { entrance, reply }).await {
                return reply;
            }
            // The room closed under our hands: its task is gone, so the next knock makes a new one.
        }
        Err(Refusal::Internal)
    }

    /// Gives somebody back the place that this token proves to be theirs. `after` is the last
    /// sequence number they saw; `id` is the request's.
    pub async fn resume(&self, id: u32, user: Uuid, token: &str, after: u64) -> Result<Entered, Refusal> {
        let token = ResumeToken::parse(token).ok_or(Refusal::ResumeExpired)?;
        let commands = self.shared.rooms.get(&token.room).map(|room| room.commands.clone());
        let commands = commands.ok_or(Refusal::ResumeExpired)?;
        let claim = Claim { id, user, token, after };
        ask(&commands, |reply| Command::Resume { claim, reply }).await.unwrap_or(Err(Refusal::ResumeExpired))
    }

    /// People in a room now.
    pub fn present(&self, room: Uuid) -> u32 {
        self.shared.rooms.get(&room).map_or(0, |room| room.present())
    }

    /// People in all rooms, and rooms in which somebody is.
    pub fn crowd(&self) -> (u32, u32) {
        let present = self.shared.rooms.iter().map(|room| room.present());
        present.filter(|people| *people > 0).fold((0, 0), |(people, rooms), here| (people + here, rooms + 1))
    }

    /// Ends a room's call, if there is one: everybody in it is sent away.
    pub async fn end(&self, room: Uuid) {
        let commands = self.shared.rooms.get(&room).map(|room| room.commands.clone());
        if let Some(commands) = commands {
            // A room that is gone has no call.
            let _gone = commands.send(Command::End).await;
        }
    }

    /// Whether this server can read signing.
    pub fn recogniser(&self) -> Option<&Pool> {
        self.shared.surroundings.pool.as_ref()
    }

    /// What a socket holds as long as it is open: the end waits for it.
    pub fn socket_opened(&self) -> TaskTrackerToken {
        self.shared.sockets.token()
    }

    /// Ends all calls: everybody is told to come back later. Returns when all is written down and
    /// all sockets are closed.
    pub async fn stop(&self) {
        self.shared.stopping.cancel();
        let rooms = self.queues();
        for room in &rooms {
            let _gone = room.send(Command::Stop).await;
        }
        for room in &rooms {
            room.closed().await;
        }
        self.shared.sockets.close();
        self.shared.sockets.wait().await;
    }

    /// Completes when [`Self::stop`] was called.
    pub async fn stopping(&self) {
        self.shared.stopping.cancelled().await;
    }

    /// The ways to all rooms that are in use; no lock is held while they are gone.
    pub(super) fn queues(&self) -> Vec<mpsc::Sender<Command>> {
        self.shared.rooms.iter().map(|room| room.commands.clone()).collect()
    }

    fn open(&self, room: &store::Room) -> mpsc::Sender<Command> {
        let mut handle = self.shared.rooms.entry(room.id).or_insert_with(|| self.start(room));
        if handle.commands.is_closed() {
            *handle = self.start(room);
        }
        handle.commands.clone()
    }

    fn start(&self, room: &store::Room) -> Handle {
        let (handle, work) = actor::room(room.clone(), self.shared.surroundings.clone());
        let (id, shared) = (room.id, Arc::downgrade(&self.shared));
        tokio::spawn(async move {
            work.await;
            if let Some(shared) = shared.upgrade() {
                // By now there may be a new one in its place.
                shared.rooms.remove_if(&id, |_, room| room.commands.is_closed());
            }
        });
        handle
    }
}

/// Sends a command and waits for its reply; `None` when the room is gone.
async fn ask(room: &mpsc::Sender<Command>, command: impl FnOnce(Reply) -> Command) -> Option<Result<Entered, Refusal>> {
    let (reply, answer) = oneshot::channel();
    room.send(command(reply)).await.ok()?;
    answer.await.ok()
}

/// How often somebody knocks at rooms that are just closing.
const KNOCKS: usize = 3;
