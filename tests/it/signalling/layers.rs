//! Which layers of a camera somebody is to send.

use glossa::wire::{Request, ServerMessage, TileView};

use super::{
    place::Place,
    socket::{Joined, Socket, join},
};

#[tokio::test]
async fn who_sends_several_layers_is_told_which_of_them_somebody_sees_and_again_after_a_drop() {
    let place = Place::open().await;
    let (mut ana, joined) = sender(&place, "ana").await;
    assert_eq!(layers(&mut ana).await, ["q"], "nobody is there to see the others");
    let (mut ben, _) = place.join("ben").await;
    assert_eq!(layers(&mut ana).await, ["q", "h", "f"], "ben did not say how large he sees her, nor does any come");
    let tiles = vec![TileView { participant: joined.me, height: 0 }];
    ben.ask(Request::SetTiles { tiles }).await.unwrap();
    assert_eq!(layers(&mut ana).await, ["q"]);
    drop(ana);
    let (mut ana, _) = place.resume("ana", &joined.token, joined.seq).await.unwrap();
    assert_eq!(layers(&mut ana).await, ["q"]);
}

#[tokio::test]
async fn who_sends_one_layer_is_told_nothing() {
    let place = Place::open().await;
    let (mut ana, joined) = place.join("ana").await;
    let (mut ben, _) = place.join("ben").await;
    for height in [0, 1_000] {
        let tiles = vec![TileView { participant: joined.me, height }];
        ben.ask(Request::SetTiles { tiles }).await.unwrap();
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    }
    assert!(!ana.rest().await.iter().any(|message| matches!(message, ServerMessage::Layers { .. })));
}

/// Somebody comes in and offers three layers.
async fn sender(place: &Place, name: &str) -> (Socket, Joined) {
    let mut request = join(place.room());
    if let Request::Join { offer, .. } = &mut request {
        *offer = offer.replace("a=rtpmap:96 ", "a=simulcast:send q;h;f\r\na=rtpmap:96 ");
    }
    let (socket, _, answer) = Socket::knock(&place.address(), &place.cookie(name).await, request).await;
    (socket, answer.unwrap().into())
}

async fn layers(socket: &mut Socket) -> Vec<String> {
    let layers = |message: &ServerMessage| match message {
        ServerMessage::Layers { rids } => Some(rids.clone()),
        _ => None,
    };
    socket.expect(|frame| layers(&frame.message)).await
}
