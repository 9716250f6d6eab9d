//! What one person signs, the others read, and can read again.

use std::{io::Cursor, sync::Arc, time::Duration};

use glossa::{
    participant::{Clip, JoinOptions, Participant, Route},
    signer::DEMO_CLIP,
    video::container,
    wire::{Answer, Caption, CaptionStage, ErrorCode, ModerationAction, Request, ServerFrame, ServerMessage},
};

use serde_json::json;

use crate::signalling::place::Place;

#[tokio::test(flavor = "multi_thread")]
async fn a_spelled_word_reaches_the_others_and_the_record() {
    let place = Place::open().await;
    let (mut ben, joined) = place.join("ben").await;
    let signer = signer(&place).await;
    assert!(matches!(signer.ask(Request::SetConsent { on: true }).await, Ok(Answer::Done {})));

    let interim = ben.expect(|frame| caption(frame, CaptionStage::Interim)).await;
    assert!(interim.machine && interim.participant == signer.id() && interim.name == "ana", "{interim:?}");
    let (seq, last) = ben.expect(|frame| Some((frame.seq?, caption(frame, CaptionStage::Final)?))).await;
    assert_eq!((seq, last.language.as_str()), (1, "ase"));
    assert!(last.start_ms < last.end_ms, "{last:?}");
    assert!(!last.text.is_empty());

    let stored = place.record(joined.call, "ben").await.transcript;
    let row = stored.iter().find(|row| row.id == last.segment).expect("it is on disk when it is shown as final");
    assert_eq!((row.text.as_deref(), row.start_ms), (Some(last.text.as_str()), last.start_ms));
    assert_eq!((row.model.as_str(), row.participant), (last.model.as_str(), Some(signer.id())));
    assert_eq!(row.weights_hash.len(), 64);

    let (_late, told) = place.join("cleo").await;
    assert!(told.captions.iter().any(|told| told.segment == last.segment));
    signer.leave().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_signer_corrects_a_caption_and_everybody_sees_that_a_person_did() {
    let place = Place::open().await;
    let (mut ben, joined) = place.join("ben").await;
    let signer = signer(&place).await;
    signer.ask(Request::SetConsent { on: true }).await.unwrap();
    let read = ben.expect(|frame| caption(frame, CaptionStage::Final)).await;
    let correction = |text: &str| Request::CorrectCaption { segment: read.segment, text: text.to_owned() };

    assert_eq!(ben.ask(correction("mine")).await, Err(ErrorCode::CaptionUnknown), "nobody puts words into her hands");
    assert!(matches!(signer.ask(correction("in the call")).await, Ok(Answer::Done {})));
    let of_it = |frame: &ServerFrame| caption(frame, CaptionStage::Final).filter(|it| it.segment == read.segment);
    let shown = ben.expect(of_it).await;
    assert_eq!((shown.text.as_str(), shown.machine, shown.revision), ("in the call", false, read.revision + 1));
    assert_eq!(shown.corrected_by.as_deref(), Some("ana"));

    let path = format!("/transcripts/{}", read.segment);
    let later = json!({ "text": "afterwards" });
    assert_eq!(place.ask_server("ben", "PATCH", &path, Some(later.clone())).await.status, 404);
    let line = place.ask_server("ana", "PATCH", &path, Some(later)).await.expect(200);
    assert_eq!((&line["text"], &line["read"]), (&json!("afterwards"), &json!(read.text)));
    assert_eq!(ben.expect(of_it).await.text, "afterwards");
    assert_eq!(place.ask_server("ana", "PATCH", &path, Some(json!({ "text": " " }))).await.status, 422);

    let stored = place.record(joined.call, "ben").await.transcript;
    let row = stored.iter().find(|row| row.id == read.segment).unwrap();
    assert_eq!(row.text.as_deref(), Some("afterwards"));
    assert_eq!(row.correction.as_ref().map(|was| was.read.as_str()), Some(read.text.as_str()));
    signer.leave().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn withdrawn_consent_takes_back_what_is_open_and_ends_all_reading() {
    let place = Place::open().await;
    let (mut ben, _) = place.join("ben").await;
    let signer = signer(&place).await;
    signer.ask(Request::SetConsent { on: true }).await.unwrap();
    let open = ben.expect(|frame| caption(frame, CaptionStage::Interim)).await;
    signer.ask(Request::SetConsent { on: false }).await.unwrap();

    // Everything that was sent before the answer to this has arrived with it.
    let came: Vec<_> = ben.rest().await.into_iter().filter_map(captions).collect();
    let of_it = |stage| came.iter().any(|caption| caption.segment == open.segment && caption.stage == stage);
    assert!(of_it(CaptionStage::Retracted) || of_it(CaptionStage::Final), "{came:?}");
    let one_round = clip().length();
    tokio::select! {
        () = tokio::time::sleep(one_round) => {}
        caption = ben.expect(|frame| captions(frame.message.clone())) => panic!("read without consent: {caption:?}"),
    }
    signer.leave().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_camera_that_is_stopped_is_not_read_any_more() {
    let place = Place::open().await;
    let (mut owner, _) = place.join("admin").await;
    let signer = signer(&place).await;
    signer.ask(Request::SetConsent { on: true }).await.unwrap();
    owner.expect(|frame| caption(frame, CaptionStage::Interim)).await;
    let stop = Request::Moderate { participant: signer.id(), action: ModerationAction::StopCamera };
    assert_eq!(owner.ask(stop).await, Ok(Answer::Done {}));
    let came = owner.rest().await;
    let view = came.iter().rev().find_map(|message| match message {
        ServerMessage::ParticipantChanged { participant } => Some(participant),
        _ => None,
    });
    assert!(view.is_some_and(|view| !view.camera && !view.consent), "{view:?}");
    tokio::select! {
        () = tokio::time::sleep(clip().length()) => {}
        caption = owner.expect(|frame| captions(frame.message.clone())) => panic!("read all the same: {caption:?}"),
    }
    signer.leave().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_does_not_consent_is_not_read() {
    let place = Place::open().await;
    let (mut ben, _) = place.join("ben").await;
    let signer = signer(&place).await;
    signer.connected(Duration::from_secs(20)).await.unwrap();
    tokio::select! {
        () = tokio::time::sleep(clip().length()) => {}
        caption = ben.expect(|frame| captions(frame.message.clone())) => panic!("read without consent: {caption:?}"),
    }
    signer.leave().await;
}

/// Ana, whose camera shows somebody who spells a word again and again.
async fn signer(place: &Place) -> Participant {
    let options = JoinOptions {
        server: format!("http://{}", place.address()),
        cookie: place.cookie("ana").await,
        room: place.room().to_owned(),
        clip: Some(Arc::new(clip())),
        microphone: false,
        route: Route::default(),
    };
    Participant::join(options).await.unwrap()
}

fn clip() -> Clip {
    let frames = container::from_reader(Cursor::new(DEMO_CLIP)).unwrap();
    Clip::new(frames.map(Result::unwrap).collect()).unwrap()
}

fn caption(frame: &ServerFrame, stage: CaptionStage) -> Option<Caption> {
    captions(frame.message.clone()).filter(|caption| caption.stage == stage)
}

fn captions(message: ServerMessage) -> Option<Caption> {
    match message {
        ServerMessage::Caption { caption } => Some(caption),
        _ => None,
    }
}
