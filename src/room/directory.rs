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
    command::{Claim, Command, Door, Entered, Entrance, Reply, Visitor, Who},
    refusal::Refusal,
    rules::{Action, Standing, may_come},
    state::Surroundings,
    token::ResumeToken,
};
use crate::{
    media::Plane,
    recogniser::Pool,
    room_code::RoomCode,
    store::{self, PasswordHash, Store, StoreError},
    wire::Caption,
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
    /// Without a pool there are calls but no captions; `size` is how many people a room holds.
    pub fn new(store: Store, plane: Plane, pool: Option<Pool>, size: usize) -> Self {
        let surroundings = Surroundings { store, plane, pool, size };
        Self {
            shared: Arc::new(Shared {
                surroundings,
                rooms: DashMap::new(),
                stopping: CancellationToken::new(),
                sockets: TaskTracker::new(),
            }),
        }
    }

    /// Leads somebody to the room of this code, if they may come there at all.
    pub async fn door(&self, code: &RoomCode, visitor: &Visitor) -> Result<Door, Refusal> {
        let store = &self.shared.surroundings.store;
        let room = store.room_by_code(code.as_str()).await.map_err(unknown)?.ok_or(Refusal::RoomUnknown)?;
        let (standing, is_banned) = match visitor.who {
            Who::Guest { room: invited_to, .. } if invited_to == room.id => (Standing::guest(), visitor.is_banned),
            Who::Guest { .. } => return Err(Refusal::NotInvited),
            Who::User(user) => {
                let role = store.room_role(room.id, user).await.map_err(unknown)?;
                let is_banned = role == Some(store::RoomRole::Banned) && room.owner != user;
                (Standing::of(&room, user, visitor.is_admin, role), is_banned)
            }
        };
        may_come(&room, &standing, is_banned)?;
        Ok(Door { room, standing })
    }

    /// Lets somebody in, who knows the password if they need one. While they wait for that in the
    /// lobby, `lobby` is told; to drop the future is to go away.
    pub async fn join(&self, door: Door, entrance: Entrance, lobby: mpsc::Sender<()>) -> Result<Entered, Refusal> {
        for _ in 0..KNOCKS {
            if self.shared.stopping.is_cancelled() {
                return Err(Refusal::ServerStopping);
            }
            let (entrance, door, lobby) = (entrance.clone(), door.clone(), lobby.clone());
            let commands = self.open(&door.room);
            if let Some(reply) = ask(&commands, |reply| Command::Join { entrance, door, lobby, reply }).await {
                return reply;
            }
            // The room closed under our hands: its task is gone, so the next knock makes a new one.
        }
        Err(Refusal::Internal)
    }

    /// Gives somebody back the place that this token proves to be theirs. `after` is the last
    /// sequence number they saw; `id` is the request's.
    pub async fn resume(&self, id: u32, who: Who, token: &str, after: u64) -> Result<Entered, Refusal> {
        let token = ResumeToken::parse(token).ok_or(Refusal::ResumeExpired)?;
        let commands = self.shared.rooms.get(&token.room).map(|room| room.commands.clone());
        let commands = commands.ok_or(Refusal::ResumeExpired)?;
        let claim = Claim { id, who, token, after };
        ask(&commands, |reply| Command::Resume { claim, reply }).await.unwrap_or(Err(Refusal::ResumeExpired))
    }

    /// Tells a room what its settings, or its owner, are now.
    pub async fn changed(&self, info: store::Room) {
        self.tell(info.id, Command::Changed { info }).await;
    }

    /// Tells a room what a caption of it is now.
    pub async fn corrected(&self, room: Uuid, caption: Caption) {
        self.tell(room, Command::Corrected { caption }).await;
    }

    /// Tells a room what its list says of somebody now.
    pub async fn role_changed(&self, room: Uuid, user: Uuid, role: Option<store::RoomRole>) {
        self.tell(room, Command::Role { user, role }).await;
    }

    /// Tells a room that the sessions of these guests are over.
    pub async fn revoked(&self, room: Uuid, sessions: Vec<Uuid>) {
        self.tell(room, Command::Revoke { sessions }).await;
    }

    /// Ends a room's call for everybody, if there is one; returns when it is over.
    pub async fn end_call(&self, room: Uuid) {
        let commands = self.shared.rooms.get(&room).map(|room| room.commands.clone());
        if let Some(commands) = commands
            && commands.send(Command::End).await.is_ok()
        {
            commands.closed().await;
        }
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

    async fn tell(&self, room: Uuid, command: Command) {
        let commands = self.shared.rooms.get(&room).map(|room| room.commands.clone());
        if let Some(commands) = commands {
            // A room that is gone has nobody who would have to know.
            let _gone = commands.send(command).await;
        }
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

impl Door {
    /// The password that this visitor has to know.
    pub fn password(&self) -> Option<&PasswordHash> {
        self.room.password_hash.as_ref().filter(|_| !self.standing.may(Action::PassPassword))
    }
}

fn unknown(error: StoreError) -> Refusal {
    tracing::error!(%error, "a room could not be looked up");
    Refusal::Internal
}

/// Sends a command and waits for its reply; `None` when the room is gone.
async fn ask(room: &mpsc::Sender<Command>, command: impl FnOnce(Reply) -> Command) -> Option<Result<Entered, Refusal>> {
    let (reply, answer) = oneshot::channel();
    room.send(command(reply)).await.ok()?;
    answer.await.ok()
}

/// How often somebody knocks at rooms that are just closing.
const KNOCKS: usize = 3;
