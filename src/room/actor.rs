//! Runs one room: a loop over all that it is told.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::{Duration, Instant},
};

use tokio::sync::mpsc;

use super::{
    command::{Command, Who},
    ledger::{Entry, Receipt},
    moment::Moment,
    outbox::Letter,
    refusal::Refusal,
    state::{Events, Room, Surroundings},
};
use crate::{store, wire::LeaveAction};

/// The way to a room's task.
pub(super) struct Handle {
    pub(super) commands: mpsc::Sender<Command>,
    present: Arc<AtomicU32>,
}

/// A room and the work of its task, which ends by itself when the call is over.
pub(super) fn room(info: store::Room, surroundings: Surroundings) -> (Handle, impl Future<Output = ()> + Send) {
    let (commands, queue) = mpsc::channel(ROOM_COMMANDS);
    let present = Arc::new(AtomicU32::new(0));
    let (room, events) = Room::new(info, surroundings, commands.clone(), present.clone());
    (Handle { commands, present }, room.run(queue, events))
}

impl Handle {
    /// People in the room now.
    pub(super) fn present(&self) -> u32 {
        self.present.load(Ordering::Relaxed)
    }
}

impl Room {
    async fn run(mut self, mut commands: mpsc::Receiver<Command>, mut events: Events) {
        let mut sweep_at = Instant::now();
        // The first command makes the room worth keeping.
        let mut next = commands.recv().await;
        loop {
            if let Some(command) = next.take() {
                self.obey(command, Moment::now()).await;
            }
            let now = Moment::now();
            if now.steady >= sweep_at {
                self.sweep(now).await;
                sweep_at = now.steady + SWEEP;
            }
            self.write_batch(now);
            if self.is_over(now.steady) {
                break;
            }
            let wake = self.book.due().map_or(sweep_at, |due| due.min(sweep_at));
            tokio::select! {
                command = commands.recv() => next = command,
                Some(receipt) = events.receipts.recv() => self.acknowledge(receipt, Moment::now()).await,
                Some(event) = events.media.recv() => self.relay(event, Moment::now()).await,
                Some(heard) = events.heard.recv() => self.hear(heard, Moment::now()),
                () = tokio::time::sleep_until(wake.into()) => {}
            }
        }
        self.close(commands, events).await;
    }

    async fn obey(&mut self, command: Command, now: Moment) {
        match command {
            Command::Ask { peer, link, frame } => self.ask(peer, link, frame, now).await,
            Command::Depart { peer, link } => {
                if self.members.find(peer).is_some_and(|member| member.is_linked(link)) {
                    self.depart(peer, now).await;
                }
            }
            Command::Changed { info } => self.change(info, now).await,
            Command::Corrected { caption } => self.recaption(caption, now),
            Command::End => self.dismiss(Refusal::CallEnded, LeaveAction::Stop, now).await,
            Command::Expel { user } => self.expel(Refusal::SessionEnded, now, |who| who == Who::User(user)).await,
            Command::Join { entrance, door, lobby, reply } => self.join(entrance, door, &lobby, reply, now).await,
            Command::Lost { peer, link } => self.lost(peer, link, now),
            Command::Resume { claim, reply } => self.resume(claim, reply, now).await,
            Command::Revoke { sessions } => self.revoke(&sessions, now).await,
            Command::Role { user, role } => self.set_role(user, role, now).await,
            Command::RollCall { reply } => {
                let _gone = reply.send(self.users());
            }
            Command::Stop => self.dismiss(Refusal::ServerStopping, LeaveAction::Reconnect, now).await,
        }
    }

    async fn acknowledge(&mut self, receipt: Receipt, now: Moment) {
        match receipt {
            Receipt::Arrival { peer, written } => self.arrived(peer, written, now).await,
            Receipt::Captions { written } => self.batch_written(written, now),
            Receipt::Consent { peer, tap, written } => self.consented(peer, tap, written, now).await,
            Receipt::Correction { peer, request, written } => self.corrected(peer, request, written, now),
            Receipt::Deed { peer, request, deed, written } => self.done(peer, request, &deed, written, now),
            Receipt::Message { peer, request, written } => self.said(peer, request, written, now),
        }
    }

    /// Sends everybody away for this reason.
    async fn dismiss(&mut self, reason: Refusal, action: LeaveAction, now: Moment) {
        let farewell = Letter::farewell(action, reason.code(), &reason);
        self.turn_away(&reason);
        self.ending = Some(reason);
        for peer in self.members.peers() {
            if let Some(member) = self.members.find(peer) {
                member.cut(farewell.clone(), now.steady);
            }
            self.depart(peer, now).await;
        }
    }

    /// Writes down the end before the room is forgotten: whoever comes meanwhile waits, and then
    /// begins the next call.
    async fn close(mut self, mut commands: mpsc::Receiver<Command>, mut events: Events) {
        while !self.book.is_settled() {
            self.write_batch(Moment::now());
            tokio::select! {
                Some(receipt) = events.receipts.recv() => self.acknowledge(receipt, Moment::now()).await,
                () = tokio::time::sleep(CLOSING_PACE) => {}
            }
        }
        drop(events);
        // A failure was logged; the next start of the server closes the call.
        let _logged = self.ledger.write(Entry::Over { at: Moment::now().wall });
        self.ledger.finish().await;
        commands.close();
        // Those who wait are told by their dropped replies and knock again.
        while commands.recv().await.is_some() {}
    }
}

/// Commands that wait for the room: dozens for each member. When it is full, sockets wait, and
/// with them the clients that sent so much.
const ROOM_COMMANDS: usize = 512;
/// How often the room looks for members who are gone.
const SWEEP: Duration = Duration::from_secs(1);
/// How often a closing room looks whether its captions may be tried again.
const CLOSING_PACE: Duration = Duration::from_millis(50);
