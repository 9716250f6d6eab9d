//! Takes somebody from the door of a room to their place in it.

use std::time::{Duration, Instant};

use axum::extract::ws::close_code;
use tokio::sync::mpsc;

use super::{
    Visit, error,
    greeting::Wish,
    line::{Gone, Incoming},
    server_stopping, session_ended,
};
use crate::{
    account::Password,
    room::{Door, Entered, Entrance, Letter, Refusal},
    room_code::RoomCode,
    wire::{Answer, Request, ServerMessage},
};

impl Visit {
    /// What became of a wish to enter a room; nothing when the socket was closed meanwhile.
    pub(super) async fn knock(&mut self, id: u32, wish: Wish) -> Result<Option<Result<Entered, Refusal>>, Gone> {
        let door = match self.find_door(&wish).await {
            Ok(door) => door,
            Err(refusal) => return Ok(Some(Err(refusal))),
        };
        let Wish { offer, microphone, camera, .. } = wish;
        let entrance = Entrance { id, visitor: self.visitor.clone(), offer, microphone, camera };
        self.wait(id, door, entrance).await
    }

    async fn find_door(&mut self, wish: &Wish) -> Result<Door, Refusal> {
        let code = RoomCode::parse(&wish.room).ok_or(Refusal::RoomUnknown)?;
        let door = self.rooms.door(&code, &self.visitor).await?;
        let Some(hash) = door.password() else { return Ok(door) };
        let password = wish.password.clone().ok_or(Refusal::PasswordNeeded)?;
        // No room has such a password.
        let password = Password::parse(password).map_err(|_| Refusal::PasswordWrong)?;
        self.guesses.begin(&code, Instant::now())?;
        match self.hasher.verify(password, Some(hash.clone())).await {
            Ok(true) => {
                self.guesses.hit(&code, Instant::now());
                Ok(door)
            }
            Ok(false) => {
                tokio::time::sleep(AFTER_WRONG_PASSWORD).await;
                Err(Refusal::PasswordWrong)
            }
            Err(_) => Err(Refusal::RateLimited),
        }
    }

    /// Until they are in, or are told why not. What the client says is read only while it waits in
    /// the lobby: before that the answer comes at once.
    async fn wait(
        &mut self,
        id: u32,
        door: Door,
        entrance: Entrance,
    ) -> Result<Option<Result<Entered, Refusal>>, Gone> {
        let (lobby, mut told) = mpsc::channel(1);
        let rooms = self.rooms.clone();
        let mut joining = Box::pin(rooms.join(door, entrance, lobby));
        let mut is_waiting = false;
        loop {
            tokio::select! {
                biased;
                Some(()) = told.recv(), if !is_waiting => {
                    is_waiting = true;
                    self.line.write(&Letter::new(ServerMessage::Answer { id, result: Answer::Waiting {} })).await?;
                }
                outcome = &mut joining => return Ok(Some(outcome)),
                () = &mut self.login_ended, if is_waiting => {
                    self.line.close(session_ended(), close_code::NORMAL).await?;
                    return Ok(None);
                }
                () = self.rooms.stopping(), if is_waiting => {
                    self.line.close(server_stopping(), close_code::RESTART).await?;
                    return Ok(None);
                }
                incoming = self.line.next(), if is_waiting => {
                    if self.gives_up(incoming?).await? {
                        return Ok(None);
                    }
                }
            }
        }
    }

    /// Whether somebody who waits goes away by themselves.
    async fn gives_up(&mut self, incoming: Incoming) -> Result<bool, Gone> {
        let Some(frame) = self.readable(incoming).await? else { return Ok(false) };
        if frame.request != (Request::Leave {}) {
            let refusal = Refusal::OutOfOrder;
            self.line.write(&error(Some(frame.id), refusal.code(), &refusal)).await?;
            return Ok(false);
        }
        let done = Letter::new(ServerMessage::Answer { id: frame.id, result: Answer::Done {} });
        self.line.close(done, close_code::NORMAL).await?;
        Ok(true)
    }
}

/// The first guesses take a second each, too.
const AFTER_WRONG_PASSWORD: Duration = Duration::from_secs(1);
