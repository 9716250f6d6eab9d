//! Accounts: names, first administrator, doors.

use glossa::store::{Failure, NewUser, Page, Slice, Store, StoreError, TokenDigest, User, UserChange};

use super::given::{account, at, user};
use super::harness::on_each_database;

#[tokio::test]
async fn names_are_unique_without_case() {
    on_each_database(async |store: Store| {
        user(&store, "Zoë").await;
        let same = NewUser { email: "other@example.org".to_owned(), ..account("ZOË") };
        assert!(matches!(store.create_user(same).await, Err(StoreError::NameTaken)));
        let found = store.user_by_name("zOË").await.unwrap().expect("any case finds her");
        assert_eq!(found.username, "Zoë");
        assert_eq!(store.user_by_name("zoe").await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn emails_are_unique_without_case_and_kept_in_lower_case() {
    on_each_database(async |store: Store| {
        let anna =
            store.create_user(NewUser { email: "Anna@Example.ORG".to_owned(), ..account("anna") }).await.unwrap();
        assert_eq!(anna.email, "anna@example.org");
        let same = NewUser { email: "ANNA@example.org".to_owned(), ..account("bert") };
        assert!(matches!(store.create_user(same).await, Err(StoreError::EmailTaken)));
        assert_eq!(store.user_count().await.unwrap(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_name_longer_than_its_column_is_refused() {
    on_each_database(async |store: Store| {
        let long = NewUser { email: "long@example.org".to_owned(), ..account(&"é".repeat(51)) };
        assert!(matches!(store.create_user(long).await, Err(StoreError::Database(_))));
        user(&store, &"é".repeat(50)).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_many_first_administrators_at_once_exactly_one_is_made() {
    for _ in 0..4 {
        on_each_database(async |store: Store| {
            let made = first_of(&store, 8).await;
            assert_eq!(made.len(), 1);
            assert!(made[0].is_admin);
            assert_eq!(store.user_count().await.unwrap(), 1);
        })
        .await;
    }
}

#[tokio::test]
async fn nobody_becomes_first_administrator_beside_another() {
    on_each_database(async |store: Store| {
        user(&store, "clara").await;
        store.create_first_admin(account("anna")).await.unwrap();
        let second = store.create_first_admin(account("bert")).await;
        assert!(matches!(second, Err(StoreError::NotFirst)));
        assert_eq!(store.user_by_name("bert").await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn failed_log_ins_are_counted_until_one_succeeds() {
    on_each_database(async |store: Store| {
        let anna = user(&store, "anna").await;
        for count in [1, 2] {
            assert_eq!(store.failed_login(anna.id, 10).await.unwrap(), Failure { count, blocked: false });
        }
        store.successful_login(anna.id, at(50)).await.unwrap();
        let anna = store.user(anna.id).await.unwrap().unwrap();
        assert_eq!((anna.failed_logins, anna.last_seen), (0, Some(at(50))));
    })
    .await;
}

#[tokio::test]
async fn unblocking_forgets_failed_log_ins() {
    on_each_database(async |store: Store| {
        let anna = user(&store, "anna").await;
        store.failed_login(anna.id, 10).await.unwrap();
        store.block_user(anna.id).await.unwrap();
        assert!(store.user(anna.id).await.unwrap().unwrap().is_blocked);
        store.unblock_user(anna.id).await.unwrap();
        let anna = store.user(anna.id).await.unwrap().unwrap();
        assert_eq!((anna.is_blocked, anna.failed_logins), (false, 0));
    })
    .await;
}

#[tokio::test]
async fn last_seen_moves_in_steps_of_a_minute() {
    on_each_database(async |store: Store| {
        let anna = user(&store, "anna").await;
        assert_eq!(anna.last_seen, None);
        for (now, seen) in [(10, 10), (69, 10), (71, 71)] {
            store.touch_user(anna.id, at(now)).await.unwrap();
            assert_eq!(store.user(anna.id).await.unwrap().unwrap().last_seen, Some(at(seen)), "at {now} s");
        }
    })
    .await;
}

#[tokio::test]
async fn an_api_token_opens_its_account_until_it_expires_or_is_replaced() {
    on_each_database(async |store: Store| {
        let (old, new) = (TokenDigest::of("old token"), TokenDigest::of("new token"));
        let anna = NewUser { token_digest: old.clone(), token_expiration: at(100), ..account("anna") };
        let anna = store.create_user(anna).await.unwrap();
        assert_eq!(store.user_by_token(&old, at(99)).await.unwrap(), Some(anna.clone()));
        assert_eq!(store.user_by_token(&old, at(100)).await.unwrap(), None);
        store.mint_token(anna.id, new.clone(), at(200)).await.unwrap();
        assert_eq!(store.user_by_token(&old, at(99)).await.unwrap(), None);
        assert_eq!(store.user_by_token(&new, at(199)).await.unwrap().map(|user| user.id), Some(anna.id));
        store.block_user(anna.id).await.unwrap();
        assert_eq!(store.user_by_token(&new, at(199)).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn a_renewed_token_leaves_the_old_one_good_to_its_end() {
    on_each_database(async |store: Store| {
        let (old, new) = (TokenDigest::of("old token"), TokenDigest::of("new token"));
        let anna = NewUser { token_digest: old.clone(), token_expiration: at(100), ..account("anna") };
        store.create_user(anna).await.unwrap();
        assert!(store.renew_token(&old, new.clone(), at(200)).await.unwrap());
        assert!(!store.renew_token(&old, TokenDigest::of("a third"), at(300)).await.unwrap(), "renewed twice");
        assert!(store.user_by_token(&old, at(99)).await.unwrap().is_some());
        assert_eq!(store.user_by_token(&old, at(100)).await.unwrap(), None);
        assert!(store.user_by_token(&new, at(199)).await.unwrap().is_some());
    })
    .await;
}

#[tokio::test]
async fn the_failure_that_reaches_the_limit_blocks() {
    on_each_database(async |store: Store| {
        let anna = user(&store, "anna").await;
        let failures = [(1, false), (2, false), (3, true), (4, false)];
        for (count, blocked) in failures {
            assert_eq!(store.failed_login(anna.id, 3).await.unwrap(), Failure { count, blocked });
        }
        assert!(store.user(anna.id).await.unwrap().unwrap().is_blocked);
    })
    .await;
}

#[tokio::test]
async fn the_last_administrator_stays() {
    on_each_database(async |store: Store| {
        let first = store.create_first_admin(account("anna")).await.unwrap();
        assert!(!store.failed_login(first.id, 1).await.unwrap().blocked);
        let unmake = UserChange { is_admin: Some(false), is_blocked: None };
        assert!(matches!(store.change_user(first.id, unmake).await, Err(StoreError::LastAdministrator)));
        assert!(matches!(store.block_user(first.id).await, Err(StoreError::LastAdministrator)));
        assert!(matches!(store.delete_user(first.id).await, Err(StoreError::LastAdministrator)));

        let second = user(&store, "bert").await;
        let make = UserChange { is_admin: Some(true), is_blocked: None };
        store.change_user(second.id, make).await.unwrap();
        assert!(store.failed_login(first.id, 1).await.unwrap().blocked);
        // A blocked administrator is none.
        assert!(matches!(store.delete_user(second.id).await, Err(StoreError::LastAdministrator)));
    })
    .await;
}

#[tokio::test]
async fn accounts_are_found_by_a_part_of_their_name_or_address_page_by_page() {
    on_each_database(async |store: Store| {
        for number in 0..7 {
            let made = NewUser { created_at: at(number), ..account(&format!("Anna_{number}")) };
            store.create_user(made).await.unwrap();
        }
        user(&store, "bert").await;
        let names = |page: &Page<User>| page.items.iter().map(|user| user.username.clone()).collect::<Vec<_>>();
        let first = store.users("aNNA_", Slice::first(4)).await.unwrap();
        assert_eq!(names(&first), ["Anna_6", "Anna_5", "Anna_4", "Anna_3"]);
        let second = store.users("anna_", Slice { after: first.next, limit: 4 }).await.unwrap();
        assert_eq!(names(&second), ["Anna_2", "Anna_1", "Anna_0"]);
        assert_eq!(second.next, None);
        assert_eq!(names(&store.users("BERT@", Slice::first(4)).await.unwrap()), ["bert"]);
        // Signs of patterns mean themselves.
        assert_eq!(names(&store.users("nn%", Slice::first(4)).await.unwrap()), [""; 0]);
    })
    .await;
}

#[tokio::test]
async fn an_invitation_makes_one_account() {
    on_each_database(async |store: Store| {
        let link = TokenDigest::of("link");
        store.create_invite(link.clone(), at(0), at(100)).await.unwrap();
        assert_eq!(store.create_invited_user(&link, account("late"), at(100)).await.unwrap(), None);
        user(&store, "anna").await;
        let taken = NewUser { email: "other@example.org".to_owned(), ..account("anna") };
        let taken = store.create_invited_user(&link, taken, at(1)).await;
        assert!(matches!(taken, Err(StoreError::NameTaken)), "a taken name does not use it up");
        let bert = store.create_invited_user(&link, account("bert"), at(2)).await.unwrap().unwrap();
        assert_eq!(store.create_invited_user(&link, account("carl"), at(3)).await.unwrap(), None);
        assert_eq!(store.invites().await.unwrap()[0].used_by.as_deref(), Some("bert"));
        store.delete_user(bert.id).await.unwrap();
        assert_eq!(store.create_invited_user(&link, account("carl"), at(4)).await.unwrap(), None);
    })
    .await;
}

/// Who of so many rivals became first administrator.
async fn first_of(store: &Store, rivals: usize) -> Vec<User> {
    let rivals: Vec<_> = (0..rivals)
        .map(|n| {
            let store = store.clone();
            tokio::spawn(async move { store.create_first_admin(account(&format!("rival{n}"))).await })
        })
        .collect();
    let mut made = Vec::new();
    for rival in rivals {
        match rival.await.unwrap() {
            Ok(user) => made.push(user),
            Err(error) => assert!(matches!(error, StoreError::NotFirst), "{error}"),
        }
    }
    made
}
