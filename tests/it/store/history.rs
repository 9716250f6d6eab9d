//! What can be read again, by whom.

use chrono::TimeDelta;
use glossa::store::{Corrected, Correction, NewTranscript, SearchWords, Signer, Store, StoredTranscript};
use glossa::wire::CaptionSource;

use super::given::{all, at, call, message, participant, room, transcript, user};
use super::harness::on_each_database;

#[tokio::test]
async fn a_record_opens_only_to_those_who_took_part() {
    on_each_database(async |store: Store| {
        let (anna, bert, cleo) = (user(&store, "anna").await, user(&store, "bert").await, user(&store, "cleo").await);
        let room = room(&store, &anna, "abcdefghj").await;
        let call_with_bert = call(&store, &room, 10).await;
        let from = participant(&store, &call_with_bert, Some(&bert), "bert").await;
        store.save_message(message(&call_with_bert, Some(&bert), from, "between us", 11)).await.unwrap();
        store.end_call(call_with_bert.id, at(20)).await.unwrap();
        let call_with_cleo = call(&store, &room, 30).await;
        participant(&store, &call_with_cleo, Some(&cleo), "cleo").await;

        assert!(store.call_record(call_with_bert.id, bert.id).await.unwrap().is_some());
        // Neither the room's owner nor who came to a later call may read it.
        for stranger in [&anna, &cleo] {
            assert_eq!(store.call_record(call_with_bert.id, stranger.id).await.unwrap(), None);
        }
        assert_eq!(store.calls_of_room(room.id, anna.id, all()).await.unwrap().items, []);
        let seen = store.calls_of_room(room.id, cleo.id, all()).await.unwrap().items;
        assert_eq!(seen.iter().map(|call| call.id).collect::<Vec<_>>(), [call_with_cleo.id]);
    })
    .await;
}

#[tokio::test]
async fn calls_are_listed_newest_first_with_who_came_and_how_much_was_said() {
    on_each_database(async |store: Store| {
        let anna = user(&store, "anna").await;
        let room = room(&store, &anna, "abcdefghj").await;
        let quiet = call(&store, &room, 10).await;
        participant(&store, &quiet, Some(&anna), "anna").await;
        store.end_call(quiet.id, at(20)).await.unwrap();
        let busy = call(&store, &room, 30).await;
        let me = participant(&store, &busy, Some(&anna), "anna").await;
        participant(&store, &busy, None, "a guest").await;
        participant(&store, &busy, Some(&anna), "anna").await;
        participant(&store, &busy, None, "a guest").await;
        for text in ["one", "two"] {
            store.save_message(message(&busy, Some(&anna), me, text, 31)).await.unwrap();
        }
        store.save_transcripts(vec![transcript(&busy, Some(&anna), me, "PIXEL")]).await.unwrap();

        let seen = store.calls_of_room(room.id, anna.id, all()).await.unwrap().items;
        assert_eq!(seen.iter().map(|call| call.id).collect::<Vec<_>>(), [busy.id, quiet.id]);
        assert_eq!(seen[0].participants, ["anna", "a guest", "a guest"]);
        assert_eq!((seen[0].messages, seen[0].captions), (2, 1));
        assert_eq!((seen[1].messages, seen[1].captions), (0, 0));
        assert_eq!(seen[0].room_code, "abcdefghj");
        assert_eq!((seen[1].started, seen[1].ended), (at(10), Some(at(20))));
    })
    .await;
}

#[tokio::test]
async fn what_was_saved_is_read_back_whole_and_in_order() {
    on_each_database(async |store: Store| {
        let anna = user(&store, "anna").await;
        let room = room(&store, &anna, "abcdefghj").await;
        let call = call(&store, &room, 10).await;
        let me = participant(&store, &call, Some(&anna), "anna").await;
        let late = message(&call, Some(&anna), me, "late 🤟", 40);
        let early = message(&call, Some(&anna), me, "early", 12);
        for message in [&late, &early] {
            store.save_message(message.clone()).await.unwrap();
        }
        let second = NewTranscript { start_ms: 90_000, ..transcript(&call, Some(&anna), me, "BRICK") };
        let first = transcript(&call, Some(&anna), me, "PIXEL");
        let typed =
            NewTranscript { start_ms: 2_000_000, source: CaptionSource::Typed, ..transcript(&call, None, me, "typed") };
        store.save_transcripts(vec![typed.clone(), second.clone(), first.clone()]).await.unwrap();

        let record = store.call_record(call.id, anna.id).await.unwrap().unwrap();
        let chat: Vec<_> = record.chat.iter().map(|message| message.text.as_deref().unwrap()).collect();
        assert_eq!(chat, ["early", "late 🤟"]);
        assert_eq!((record.chat[0].id, record.chat[0].created_at), (early.id, at(12)));
        assert_eq!((record.chat[0].participant, record.chat[0].user), (Some(me), Some(anna.id)));
        assert_eq!(record.transcript, [first, second, typed].map(as_stored));
        assert_eq!((record.call.messages, record.call.captions), (2, 3));
    })
    .await;
}

#[tokio::test]
async fn times_keep_their_microseconds() {
    on_each_database(async |store: Store| {
        let anna = user(&store, "anna").await;
        let room = room(&store, &anna, "abcdefghj").await;
        let exact = at(10) + TimeDelta::nanoseconds(123_456_789);
        let begun = store.begin_call(room.id, exact).await.unwrap();
        assert_eq!(begun.started, at(10) + TimeDelta::microseconds(123_456));
    })
    .await;
}

#[tokio::test]
async fn saving_again_changes_nothing() {
    on_each_database(async |store: Store| {
        let anna = user(&store, "anna").await;
        let room = room(&store, &anna, "abcdefghj").await;
        let call = call(&store, &room, 10).await;
        let me = participant(&store, &call, Some(&anna), "anna").await;
        let (said, read) = (message(&call, Some(&anna), me, "hello", 11), transcript(&call, Some(&anna), me, "PIXEL"));
        for _ in 0..2 {
            store.save_message(said.clone()).await.unwrap();
            store.save_transcripts(vec![read.clone()]).await.unwrap();
        }
        let more = transcript(&call, Some(&anna), me, "BRICK");
        store.save_transcripts(vec![read, more]).await.unwrap();
        let record = store.call_record(call.id, anna.id).await.unwrap().unwrap();
        assert_eq!((record.chat.len(), record.transcript.len()), (1, 2));
    })
    .await;
}

#[tokio::test]
async fn a_batch_is_saved_whole_or_not_at_all() {
    on_each_database(async |store: Store| {
        let anna = user(&store, "anna").await;
        let room = room(&store, &anna, "abcdefghj").await;
        let call = call(&store, &room, 10).await;
        let me = participant(&store, &call, Some(&anna), "anna").await;
        let good: Vec<_> = (0..2_500).map(|n| transcript(&call, Some(&anna), me, &n.to_string())).collect();
        let bad = NewTranscript { track: "x".repeat(51), ..transcript(&call, Some(&anna), me, "bad") };
        store.save_transcripts([good.clone(), vec![bad]].concat()).await.unwrap_err();
        assert_eq!(store.call_record(call.id, anna.id).await.unwrap().unwrap().call.captions, 0);
        store.save_transcripts(good).await.unwrap();
        assert_eq!(store.call_record(call.id, anna.id).await.unwrap().unwrap().call.captions, 2_500);
        store.save_transcripts(Vec::new()).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_corrected_caption_keeps_what_was_read() {
    on_each_database(async |store: Store| {
        let (anna, ben) = (user(&store, "anna").await, user(&store, "ben").await);
        let room = room(&store, &anna, "abcdefghj").await;
        let call = call(&store, &room, 10).await;
        let me = participant(&store, &call, Some(&anna), "anna").await;
        let guest = participant(&store, &call, None, "Gil").await;
        let read = transcript(&call, Some(&anna), me, "HELO");
        let of_guest = transcript(&call, None, guest, "GIL");
        store.save_transcripts(vec![read.clone(), of_guest.clone()]).await.unwrap();
        let correct = async |signer, id, text: &str| {
            let correction = Correction { id, text: text.to_owned(), at: at(50) };
            store.correct_transcript(signer, correction).await.unwrap()
        };

        for stranger in [Signer::User(ben.id), Signer::Guest { participant: guest }, Signer::Guest { participant: me }]
        {
            assert_eq!(correct(stranger, read.id, "mine").await, None, "{stranger:?}");
        }
        assert_eq!(correct(Signer::User(anna.id), of_guest.id, "mine").await, None);
        correct(Signer::User(anna.id), read.id, "HELLO").await.unwrap();
        let corrected = correct(Signer::User(anna.id), read.id, "HELLO!").await.unwrap();
        let shown = corrected.caption().unwrap();
        assert_eq!((shown.text.as_str(), shown.machine, shown.revision), ("HELLO!", false, read.revision + 2));
        let correction = Corrected { read: "HELO".to_owned(), by: read.display_name.clone(), at: at(50) };
        assert_eq!(corrected.correction.as_ref(), Some(&correction));
        let record = store.call_record(call.id, anna.id).await.unwrap().unwrap();
        assert!(record.transcript.contains(&corrected));
        assert!(correct(Signer::Guest { participant: guest }, of_guest.id, "JIL").await.is_some());

        let found = async |word| {
            let words = SearchWords::parse(word).unwrap();
            store.search(anna.id, &words, all()).await.unwrap().items.len()
        };
        assert_eq!((found("helo").await, found("hello").await), (0, 1), "what it is now is what is found");
    })
    .await;
}

fn as_stored(new: NewTranscript) -> StoredTranscript {
    StoredTranscript {
        id: new.id,
        room: new.room,
        user: new.user,
        participant: Some(new.participant),
        display_name: new.display_name,
        text: Some(new.text),
        created_at: new.created_at,
        track: new.track,
        revision: new.revision,
        start_ms: new.start_ms,
        end_ms: new.end_ms,
        confidence: new.confidence,
        alternatives: new.alternatives,
        source: new.source,
        language: new.language,
        model: new.model,
        weights_hash: new.weights_hash,
        correction: None,
    }
}
