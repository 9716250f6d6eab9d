//! What rooms say of people, who owns them, what they are set to.

use glossa::store::{Access, PasswordHash, Person, RoomEdit, RoomRole, Store, StoreError};

use super::given::{all, room, user};
use super::harness::on_each_database;

#[tokio::test]
async fn a_room_knows_its_people_until_they_are_taken_off_the_list() {
    on_each_database(async |store: Store| {
        let (anna, bert, cleo) = (user(&store, "anna").await, user(&store, "Bert").await, user(&store, "cleo").await);
        let room = room(&store, &anna, "abcdefghj").await;
        assert_eq!(store.room_role(room.id, bert.id).await.unwrap(), None);
        store.set_room_role(room.id, cleo.id, RoomRole::Banned).await.unwrap();
        store.set_room_role(room.id, bert.id, RoomRole::Member).await.unwrap();
        store.set_room_role(room.id, bert.id, RoomRole::Moderator).await.unwrap();
        assert_eq!(store.room_role(room.id, bert.id).await.unwrap(), Some(RoomRole::Moderator));
        let person = |user: &glossa::store::User, role| Person { user: user.id, username: user.username.clone(), role };
        let expected = [person(&bert, RoomRole::Moderator), person(&cleo, RoomRole::Banned)];
        assert_eq!(store.room_people(room.id).await.unwrap(), expected);
        assert_eq!(store.room_people_count(room.id).await.unwrap(), 2);

        assert_eq!(store.rooms_of(bert.id, all()).await.unwrap().items, std::slice::from_ref(&room));
        assert_eq!(store.rooms_of(cleo.id, all()).await.unwrap().items, [], "who is banned does not find it");
        store.forget_room_role(room.id, bert.id).await.unwrap();
        store.forget_room_role(room.id, bert.id).await.unwrap();
        assert_eq!(store.room_role(room.id, bert.id).await.unwrap(), None);
        store.delete_user(cleo.id).await.unwrap();
        assert_eq!(store.room_people(room.id).await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn a_new_room_is_open_and_remembers() {
    on_each_database(async |store: Store| {
        let anna = user(&store, "anna").await;
        let room = room(&store, &anna, "abcdefghj").await;
        assert_eq!((room.access, room.password_hash, room.retention_days), (Access::Members, None, None));
        assert_eq!((room.lobby, room.locked, room.history, room.version), (false, false, true, 1));
    })
    .await;
}

#[tokio::test]
async fn of_two_changes_made_for_the_same_state_one_is_carried_out() {
    on_each_database(async |store: Store| {
        let anna = user(&store, "anna").await;
        let room = room(&store, &anna, "abcdefghj").await;
        let first = RoomEdit {
            title: Some(Some("Spelling".to_owned())),
            access: Some(Access::Invited),
            password_hash: Some(Some(PasswordHash("$2b$".to_owned()))),
            lobby: Some(true),
            locked: Some(true),
            history: Some(false),
            retention_days: Some(Some(7)),
        };
        let second = RoomEdit { title: Some(None), ..RoomEdit::default() };
        let (one, other) = tokio::join!(
            store.change_room(room.id, room.version, first),
            store.change_room(room.id, room.version, second)
        );
        let (one, other) = (one.unwrap(), other.unwrap());
        assert!(one.is_some() != other.is_some(), "{one:?} {other:?}");
        if let Some(changed) = one {
            assert_eq!((changed.title.as_deref(), changed.access), (Some("Spelling"), Access::Invited));
            assert!(changed.lobby && changed.locked && !changed.history && changed.password_hash.is_some());
            assert_eq!((changed.retention_days, changed.version), (Some(7), 2));
        }
    })
    .await;
}

#[tokio::test]
async fn who_hands_a_room_over_stays_its_moderator() {
    on_each_database(async |store: Store| {
        let (anna, bert) = (user(&store, "anna").await, user(&store, "bert").await);
        let room = room(&store, &anna, "abcdefghj").await;
        store.set_room_role(room.id, bert.id, RoomRole::Member).await.unwrap();
        let given = store.hand_over_room(room.id, anna.id, bert.id).await.unwrap();
        assert_eq!((given.owner, given.owner_name.as_str(), given.version), (bert.id, "bert", 2));
        assert_eq!(store.room_role(room.id, anna.id).await.unwrap(), Some(RoomRole::Moderator));
        assert_eq!(store.room_role(room.id, bert.id).await.unwrap(), None);
        let again = store.hand_over_room(room.id, anna.id, anna.id).await;
        assert!(matches!(again, Err(StoreError::Gone)), "it is not hers any more");
    })
    .await;
}
