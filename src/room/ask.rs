//! Answers what members ask for.

use super::{moment::Moment, outbox::Letter, refusal::Refusal, state::Room};
use crate::{
    media::{MediaKind, PeerId, Tile},
    wire::{Answer, ClientFrame, Request, ServerMessage},
};

impl Room {
    pub(super) async fn ask(&mut self, peer: PeerId, link: u64, frame: ClientFrame, now: Moment) {
        let Some(member) = self.members.find(peer).filter(|member| member.is_linked(link)) else { return };
        let ClientFrame { id, request } = frame;
        let outcome = if member.requests.allow(now.steady) {
            self.serve(peer, id, request, now).await
        } else {
            Err(Refusal::RateLimited)
        };
        match outcome {
            Ok(Some(result)) => self.answer(peer, id, Ok(result), now),
            Ok(None) => {}
            Err(refusal) => self.answer(peer, id, Err(refusal), now),
        }
    }

    /// Gives the answer, or nothing when it follows later.
    async fn serve(&mut self, peer: PeerId, id: u32, request: Request, now: Moment) -> Result<Option<Answer>, Refusal> {
        let room = self.id();
        let answer = match request {
            Request::Admit { knock } => self.decide(peer, knock, true, now).await?,
            Request::Chat { text } => return self.say(peer, id, &text, now),
            Request::ClearMessage { message } => return self.clear(peer, id, Some(message), now),
            Request::ClearMessages {} => return self.clear(peer, id, None, now),
            Request::CorrectCaption { segment, text } => return self.correct(peer, id, segment, &text, now),
            Request::Deny { knock } => self.decide(peer, knock, false, now).await?,
            Request::Hello { .. } | Request::Join { .. } => return Err(Refusal::OutOfOrder),
            Request::Leave {} => {
                self.part(peer, id, now).await;
                return Ok(None);
            }
            Request::Moderate { participant, action } => {
                return self.moderate(peer, id, PeerId(participant), action, now).await;
            }
            Request::PublishOffer { sdp } => {
                Answer::PublishAnswer { sdp: self.plane.publish_offer(room, peer, sdp).await? }
            }
            Request::RestartSubscribe {} => {
                Answer::SubscribeOffer { sdp: self.plane.restart_subscribe(room, peer).await? }
            }
            Request::SetConsent { on } => return self.set_consent(peer, id, on, now).await,
            Request::SetMuted { microphone, camera } => {
                self.set_muted(peer, microphone, camera, now).await;
                Answer::Done {}
            }
            Request::SetTiles { tiles } => {
                let tiles = tiles.into_iter().map(|tile| (PeerId(tile.participant), Tile::of_height(tile.height)));
                self.plane.set_tiles(room, peer, tiles.collect()).await?;
                Answer::Done {}
            }
            Request::SubscribeAnswer { sdp } => {
                self.plane.subscribe_answer(room, peer, sdp).await?;
                if let Some(member) = self.members.find(peer) {
                    member.is_offered_slots = false;
                }
                Answer::Done {}
            }
        };
        Ok(Some(answer))
    }

    /// Sends the answer to a request, if its sender is still here.
    pub(super) fn answer(&mut self, peer: PeerId, id: u32, result: Result<Answer, Refusal>, now: Moment) {
        let message = match result {
            Ok(result) => ServerMessage::Answer { id, result },
            Err(refusal) => ServerMessage::Error { id: Some(id), code: refusal.code(), detail: refusal.to_string() },
        };
        if let Some(member) = self.members.find(peer) {
            member.tell(Letter::new(message), now.steady);
        }
    }

    /// The last answer a member gets.
    async fn part(&mut self, peer: PeerId, id: u32, now: Moment) {
        if let Some(member) = self.members.find(peer) {
            let done = Letter::new(ServerMessage::Answer { id, result: Answer::Done {} });
            member.cut(done, now.steady);
        }
        self.depart(peer, now).await;
    }

    /// Who switches something on ends its being held.
    async fn set_muted(&mut self, peer: PeerId, microphone: bool, camera: bool, now: Moment) {
        let room = self.id();
        let Some(member) = self.members.find(peer) else { return };
        if microphone && std::mem::take(&mut member.held.sound) {
            self.plane.hold(room, peer, MediaKind::Audio, false).await;
        }
        if camera && std::mem::take(&mut member.held.picture) {
            self.plane.hold(room, peer, MediaKind::Video, false).await;
        }
        if (member.view.microphone, member.view.camera) != (microphone, camera) {
            (member.view.microphone, member.view.camera) = (microphone, camera);
            self.members.tell_changed(peer, now.steady);
        }
    }
}
