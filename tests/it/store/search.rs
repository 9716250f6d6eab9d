//! What can be found again, by whom.

use glossa::store::{Cursor, SearchWords, Slice, Store, User};
use sea_orm::{ConnectionTrait, Database};

use super::given::{at, call, message, participant, room, transcript, user};
use super::harness::{on_each_database, on_each_url, open};

#[tokio::test]
async fn words_are_found_whatever_their_case_and_accents() {
    on_each_database(async |store: Store| {
        let anna = user(&store, "anna").await;
        let room = room(&store, &anna, "abcdefghj").await;
        let call = call(&store, &room, 10).await;
        let from = participant(&store, &call, Some(&anna), "anna").await;
        for (text, second) in [("Où est le Café?", 11), ("ЖИЗНЬ at www.example.com/path", 12), ("don't-stop", 13)]
        {
            store.save_message(message(&call, Some(&anna), from, text, second)).await.unwrap();
        }
        store.save_transcripts(vec![transcript(&call, Some(&anna), from, "PIXEL 5")]).await.unwrap();

        for (words, text) in [
            ("cafe ou", "Où est le Café?"),
            ("CAFÉ", "Où est le Café?"),
            ("cafe\u{301}", "Où est le Café?"),
            ("жизнь", "ЖИЗНЬ at www.example.com/path"),
            ("example", "ЖИЗНЬ at www.example.com/path"),
            ("don't", "don't-stop"),
            ("stop", "don't-stop"),
            ("pixel", "PIXEL 5"),
        ] {
            assert_eq!(found(&store, &anna, words).await, [text], "{words}");
        }
        assert!(found(&store, &anna, "caf").await.is_empty());
        assert!(found(&store, &anna, "cafe stop").await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn nobody_finds_what_was_said_without_them() {
    on_each_database(async |store: Store| {
        let (anna, bert) = (user(&store, "anna").await, user(&store, "bert").await);
        let room = room(&store, &anna, "abcdefghj").await;
        let call = call(&store, &room, 10).await;
        let from = participant(&store, &call, Some(&bert), "bert").await;
        store.save_message(message(&call, Some(&bert), from, "between us", 11)).await.unwrap();
        assert_eq!(found(&store, &bert, "between").await, ["between us"]);
        // Not even the owner of the room.
        assert!(found(&store, &anna, "between").await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn what_is_found_comes_newest_first_page_by_page() {
    on_each_database(async |store: Store| {
        let anna = user(&store, "anna").await;
        let room = room(&store, &anna, "abcdefghj").await;
        let call = call(&store, &room, 1).await;
        let from = participant(&store, &call, Some(&anna), "anna").await;
        // Saved in another order than said, one of them among captions.
        for second in [3, 1, 5, 4] {
            store.save_message(message(&call, Some(&anna), from, &format!("line {second}"), second)).await.unwrap();
        }
        let mut caption = transcript(&call, Some(&anna), from, "line 2");
        caption.created_at = at(2);
        store.save_transcripts(vec![caption]).await.unwrap();

        let words = SearchWords::parse("line").unwrap();
        let (mut seen, mut after): (Vec<String>, Option<Cursor>) = (Vec::new(), None);
        loop {
            let page = store.search(anna.id, &words, Slice { after, limit: 2 }).await.unwrap();
            seen.extend(page.items.into_iter().map(|line| line.text));
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        assert_eq!(seen, ["line 5", "line 4", "line 3", "line 2", "line 1"]);
    })
    .await;
}

#[tokio::test]
async fn what_was_taken_back_or_deleted_is_not_found() {
    on_each_url(async |url| {
        let store = open(&url).await;
        let anna = user(&store, "anna").await;
        let room = room(&store, &anna, "abcdefghj").await;
        let call = call(&store, &room, 10).await;
        let from = participant(&store, &call, Some(&anna), "anna").await;
        for text in ["taken back", "changed", "deleted"] {
            store.save_message(message(&call, Some(&anna), from, text, 11)).await.unwrap();
        }
        let db = Database::connect(&url).await.unwrap();
        for change in [
            "UPDATE messages SET text = NULL WHERE text = 'taken back'",
            "UPDATE messages SET text = 'corrected' WHERE text = 'changed'",
            "DELETE FROM messages WHERE text = 'deleted'",
        ] {
            db.execute_unprepared(change).await.unwrap();
        }
        db.close().await.unwrap();
        for gone in ["taken", "changed", "deleted"] {
            assert!(found(&store, &anna, gone).await.is_empty(), "{gone}");
        }
        assert_eq!(found(&store, &anna, "corrected").await, ["corrected"]);

        store.delete_room(room.id).await.unwrap();
        assert!(found(&store, &anna, "corrected").await.is_empty());
        if url.starts_with("sqlite:") {
            let db = Database::connect(&url).await.unwrap();
            let left = sea_orm::Statement::from_string(db.get_database_backend(), "SELECT count(*) FROM search_lines");
            let left: i32 = db.query_one_raw(left).await.unwrap().unwrap().try_get_by_index(0).unwrap();
            assert_eq!(left, 0);
        }
    })
    .await;
}

#[tokio::test]
async fn somebody_with_very_many_calls_finds_their_lines_among_all() {
    on_each_database(async |store: Store| {
        let (anna, bert) = (user(&store, "anna").await, user(&store, "bert").await);
        let room = room(&store, &anna, "abcdefghj").await;
        for n in 0..300 {
            let call = call(&store, &room, n * 10).await;
            let who = if n == 7 { &bert } else { &anna };
            let from = participant(&store, &call, Some(who), "somebody").await;
            if n % 100 == 7 {
                store.save_message(message(&call, Some(who), from, "needle", n * 10 + 1)).await.unwrap();
            }
            store.end_call(call.id, at(n * 10 + 2)).await.unwrap();
        }
        assert_eq!(found(&store, &anna, "needle").await.len(), 2);
    })
    .await;
}

async fn found(store: &Store, user: &User, words: &str) -> Vec<String> {
    let words = SearchWords::parse(words).unwrap();
    let page = store.search(user.id, &words, Slice::first(100)).await.unwrap();
    page.items.into_iter().map(|line| line.text).collect()
}
