//! Sends away those whose account has no place here any more.

use std::time::Duration;

use futures_util::future::join_all;
use tokio::{sync::oneshot, time::timeout};
use uuid::Uuid;

use super::{
    command::{Command, Who},
    directory::Directory,
    state::Room,
};

impl Directory {
    /// Sends somebody out of every call, with all their media, whether their sockets are there just
    /// now or not. Who is still on the way in is not met: their socket asks again whose it is.
    pub async fn expel(&self, user: Uuid) {
        let rooms = self.queues();
        join_all(rooms.iter().map(|room| room.send(Command::Expel { user }))).await;
    }

    /// The accounts of all who are in a call, each as often as it is.
    pub async fn users(&self) -> Vec<Uuid> {
        let rooms = self.queues();
        let asked = rooms.iter().map(async |room| {
            let (reply, answer) = oneshot::channel();
            room.send(Command::RollCall { reply }).await.ok()?;
            answer.await.ok()
        });
        // A room that is just closing has nobody in it; one that hangs must not hide the others.
        let answers = join_all(asked.map(|answer| timeout(ROLL_CALL, answer))).await;
        answers.into_iter().filter_map(Result::ok).flatten().flatten().collect()
    }
}

impl Room {
    pub(super) fn users(&self) -> Vec<Uuid> {
        let accounts = self.members.iter().filter_map(|(_, member)| match member.who {
            Who::User(user) => Some(user),
            Who::Guest { .. } => None,
        });
        accounts.collect()
    }
}

/// A room answers within a few packets' time.
const ROLL_CALL: Duration = Duration::from_secs(1);
