//! Links for guests, sessions made from them.

use chrono::{DateTime, Utc};
use glossa::store::{Guest, NewGuestLink, Room, Store, TokenDigest};

use super::given::{at, room, user};
use super::harness::on_each_database;

#[tokio::test]
async fn a_link_is_good_between_its_beginning_and_its_end() {
    on_each_database(async |store: Store| {
        let anna = user(&store, "anna").await;
        let room = room(&store, &anna, "abcdefghj").await;
        store.create_guest_link(NewGuestLink { not_before: Some(at(10)), ..link(&room, "link") }).await.unwrap();
        assert_eq!(come(&store, "link", "a", at(9)).await, None);
        assert_eq!(come(&store, "link", "b", at(100)).await, None);
        assert_eq!(come(&store, "another", "c", at(10)).await, None);
        let guest = come(&store, "link", "d", at(10)).await.unwrap();
        assert_eq!((guest.room, guest.room_code.as_str(), guest.name.as_str()), (room.id, "abcdefghj", "Gus"));
        assert!(!guest.is_banned);
        assert_eq!(store.guest(&TokenDigest::of("d"), at(11)).await.unwrap(), Some(guest.clone()));
        assert_eq!(store.guest(&TokenDigest::of("d"), guest.expires_at).await.unwrap(), None);
        assert_eq!(store.guest(&TokenDigest::of("c"), at(11)).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn of_many_who_come_at_once_no_more_get_in_than_the_link_allows() {
    on_each_database(async |store: Store| {
        let anna = user(&store, "anna").await;
        let room = room(&store, &anna, "abcdefghj").await;
        store.create_guest_link(NewGuestLink { uses: Some(2), ..link(&room, "link") }).await.unwrap();
        let crowd: Vec<_> = (0..6)
            .map(|n| {
                let store = store.clone();
                tokio::spawn(async move { come(&store, "link", &n.to_string(), at(1)).await.is_some() })
            })
            .collect();
        let mut came = 0;
        for one in crowd {
            came += usize::from(one.await.unwrap());
        }
        let links = store.guest_links(room.id).await.unwrap();
        assert_eq!((came, links[0].uses_left, links[0].used), (2, Some(0), 2));
    })
    .await;
}

#[tokio::test]
async fn a_link_that_is_taken_back_ends_the_sessions_made_from_it() {
    on_each_database(async |store: Store| {
        let anna = user(&store, "anna").await;
        let (room, other) = (room(&store, &anna, "abcdefghj").await, room(&store, &anna, "other-one").await);
        let made = store.create_guest_link(link(&room, "link")).await.unwrap();
        let guest = come(&store, "link", "a", at(1)).await.unwrap();
        assert_eq!(store.revoke_guest_link(other.id, made.id).await.unwrap(), None, "it is not that room's");
        assert_eq!(store.revoke_guest_link(room.id, made.id).await.unwrap(), Some(vec![guest.id]));
        assert_eq!(store.guest(&TokenDigest::of("a"), at(2)).await.unwrap(), None);
        assert_eq!(come(&store, "link", "b", at(2)).await, None);
        assert_eq!(store.guest_links(room.id).await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn a_guest_who_is_banned_is_known_as_such() {
    on_each_database(async |store: Store| {
        let anna = user(&store, "anna").await;
        let room = room(&store, &anna, "abcdefghj").await;
        store.create_guest_link(link(&room, "link")).await.unwrap();
        let guest = come(&store, "link", "a", at(1)).await.unwrap();
        store.ban_guest(guest.id).await.unwrap();
        assert!(store.guest(&TokenDigest::of("a"), at(2)).await.unwrap().unwrap().is_banned);
    })
    .await;
}

fn link(room: &Room, token: &str) -> NewGuestLink {
    NewGuestLink {
        room: room.id,
        digest: TokenDigest::of(token),
        created_at: at(0),
        not_before: None,
        expires_at: at(100),
        uses: None,
    }
}

async fn come(store: &Store, link: &str, session: &str, now: DateTime<Utc>) -> Option<Guest> {
    store.admit_guest(&TokenDigest::of(link), "Gus", TokenDigest::of(session), now, at(1_000)).await.unwrap()
}
