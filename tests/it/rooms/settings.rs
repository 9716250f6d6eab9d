//! What a room is set to, who may set it, who is on its list.

use serde_json::{Value, json};

use crate::signalling::place::Place;

#[tokio::test]
async fn the_owner_changes_everything() {
    let place = Place::of("ana").await;
    let change = json!({
        "title": " Tuesday ", "access": "invited", "password": "open sesame", "lobby": true, "locked": true,
        "history": false, "retention_days": 7,
    });
    let changed = place.change("ana", change).await;
    assert_eq!(changed.header("etag"), Some("\"2\""));
    let changed = changed.expect(200);
    for (field, value) in [
        ("title", json!("Tuesday")),
        ("access", json!("invited")),
        ("has_password", json!(true)),
        ("lobby", json!(true)),
        ("locked", json!(true)),
        ("history", json!(false)),
        ("retention_days", json!(7)),
        ("role", json!("owner")),
    ] {
        assert_eq!(changed[field], value, "{field}");
    }
    assert!(!changed.to_string().contains("sesame"));
    let change = json!({ "title": null, "password": null, "retention_days": null });
    let changed = place.change("ana", change).await.expect(200);
    assert_eq!((&changed["title"], &changed["has_password"]), (&Value::Null, &json!(false)));
    assert_eq!((&changed["retention_days"], &changed["access"]), (&Value::Null, &json!("invited")));
}

#[tokio::test]
async fn others_change_what_the_rules_allow_them() {
    let place = Place::of("ana").await;
    place.name("ana", "mo", "moderator").await;
    place.name("ana", "mia", "member").await;
    for stranger in ["ben", "mia", "admin"] {
        for change in [json!({ "locked": true }), json!({ "title": "mine" })] {
            assert_eq!(place.change(stranger, change).await.problem(403), "forbidden", "{stranger}");
        }
    }
    for change in [
        json!({ "title": "mine" }),
        json!({ "access": "invited" }),
        json!({ "password": null }),
        json!({ "history": false }),
        json!({ "retention_days": 1, "locked": true }),
    ] {
        assert_eq!(place.change("mo", change.clone()).await.problem(403), "forbidden", "{change}");
    }
    let changed = place.change("mo", json!({ "locked": true, "lobby": true })).await.expect(200);
    assert_eq!((&changed["locked"], &changed["role"]), (&json!(true), &json!("moderator")));
}

#[tokio::test]
async fn a_change_builds_on_the_state_it_was_made_for() {
    let place = Place::of("ana").await;
    let change = || Some(json!({ "locked": true }));
    assert_eq!(place.ask("ana", "PATCH", "", change()).await.problem(428), "precondition_needed");
    place.change("ana", json!({ "lobby": true })).await.expect(200);
    place.with_header("ana", "if-match", "\"1\"").await;
    assert_eq!(place.ask("ana", "PATCH", "", change()).await.problem(412), "changed_meanwhile");
}

#[tokio::test]
async fn what_cannot_be_is_refused() {
    let place = Place::of("ana").await;
    for (change, code) in [
        (json!({ "title": "a".repeat(81) }), "title_unusable"),
        (json!({ "password": "short" }), "password_unusable"),
        (json!({ "retention_days": 0 }), "body_unusable"),
        (json!({ "retention_days": 3651 }), "body_unusable"),
        (json!({ "access": "everybody" }), "body_unusable"),
    ] {
        assert_eq!(place.change("ana", change.clone()).await.problem(422), code, "{change}");
    }
}

#[tokio::test]
async fn the_list_is_kept_by_those_who_may() {
    let place = Place::of("ana").await;
    place.name("ana", "mo", "moderator").await;
    place.name("mo", "mia", "member").await;
    let put = async |by: &str, who: &str, role: &str| {
        place.ask(by, "PUT", &format!("/people/{who}"), Some(json!({ "role": role }))).await
    };
    place.cookie("ben").await;
    for (by, who, role) in [
        ("ben", "ben", "moderator"),
        ("mia", "ben", "member"),
        ("admin", "ben", "member"),
        ("mo", "ben", "moderator"),
        ("mo", "mo", "member"),
        ("mo", "ana", "banned"),
        ("ana", "ana", "member"),
    ] {
        assert_eq!(put(by, who, role).await.problem(403), "forbidden", "{by} {who} {role}");
    }
    assert_eq!(put("ana", "nobody", "member").await.problem(404), "user_unknown");
    assert_eq!(put("ana", "ben", "owner").await.problem(422), "body_unusable");
    assert_eq!(place.ask("mo", "DELETE", "/people/ana", None).await.problem(403), "forbidden");
    for stranger in ["mia", "ben"] {
        assert_eq!(place.ask(stranger, "GET", "/people", None).await.problem(403), "forbidden");
    }
    put("mo", "ben", "banned").await.expect(200);
    let people = json!([
        { "username": "ana", "role": "owner" },
        { "username": "ben", "role": "banned" },
        { "username": "mia", "role": "member" },
        { "username": "mo", "role": "moderator" },
    ]);
    assert_eq!(place.ask("mo", "GET", "/people", None).await.expect(200), people);
    place.ask("mo", "DELETE", "/people/ben", None).await.expect(204);
    place.ask("ana", "DELETE", "/people/mo", None).await.expect(204);
    assert_eq!(place.ask("mo", "GET", "/people", None).await.problem(403), "forbidden");
}

#[tokio::test]
async fn a_room_is_given_away_by_its_owner_only() {
    let place = Place::of("ana").await;
    place.name("ana", "mo", "moderator").await;
    let give = |to: &str| Some(json!({ "username": to }));
    for stranger in ["mo", "ben", "admin"] {
        assert_eq!(place.ask(stranger, "POST", "/owner", give(stranger)).await.problem(403), "forbidden");
    }
    assert_eq!(place.ask("ana", "POST", "/owner", give("nobody")).await.problem(404), "user_unknown");
    let given = place.ask("ana", "POST", "/owner", give("BEN")).await.expect(200);
    assert_eq!((&given["owner"], &given["is_mine"]), (&json!("ben"), &json!(false)));
    assert_eq!(place.ask("ana", "POST", "/owner", give("ana")).await.problem(403), "forbidden");
    let audit = place.server.store.audit_log(10).await.unwrap();
    assert!(audit.iter().any(|entry| entry.action == "room_handed_over" && entry.detail.as_deref() == Some("ben")));
}

#[tokio::test]
async fn a_room_is_removed_by_its_owner_or_an_administrator() {
    for (remover, status) in [("ben", 403), ("mo", 403), ("ana", 204), ("admin", 204)] {
        let place = Place::of("ana").await;
        place.name("ana", "mo", "moderator").await;
        assert_eq!(place.ask(remover, "DELETE", "", None).await.status, status, "{remover}");
    }
}
