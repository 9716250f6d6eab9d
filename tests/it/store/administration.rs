//! Settings, audit log.

use glossa::store::{NewAudit, Store};

use super::given::at;
use super::harness::on_each_database;

#[tokio::test]
async fn a_setting_keeps_its_last_value() {
    on_each_database(async |store: Store| {
        assert_eq!(store.setting("registration").await.unwrap(), None);
        for value in ["false", "true"] {
            store.set_setting("registration", value).await.unwrap();
        }
        store.set_setting("another", "").await.unwrap();
        assert_eq!(store.setting("registration").await.unwrap().as_deref(), Some("true"));
        assert_eq!(store.setting("another").await.unwrap().as_deref(), Some(""));
    })
    .await;
}

#[tokio::test]
async fn the_audit_log_is_read_newest_first() {
    on_each_database(async |store: Store| {
        for (seconds, action) in [(2, "consent_withdrawn"), (1, "consent_given"), (3, "room_deleted")] {
            let noted = NewAudit {
                actor: None,
                action: action.to_owned(),
                subject: "abcdefghj".to_owned(),
                detail: Some("camera".to_owned()),
                at: at(seconds),
            };
            store.audit(noted).await.unwrap();
        }
        let newest: Vec<_> = store.audit_log(2).await.unwrap().into_iter().map(|entry| entry.action).collect();
        assert_eq!(newest, ["room_deleted", "consent_withdrawn"]);
    })
    .await;
}
