//! People who come by a link, without an account.

use glossa::wire::{Answer, ErrorCode, LeaveAction, ModerationAction, Request};
use serde_json::json;

use super::place::Place;
use super::socket::{Socket, chat, join};

#[tokio::test]
async fn a_guest_comes_by_a_link_and_is_kept_by_name_only() {
    let place = Place::of("ana").await;
    place.change("ana", json!({ "access": "invited", "password": "open sesame" })).await.expect(200);
    let (token, _) = place.guest_link("ana", Some(1)).await;
    let (mut ana, joined) = place.join("ana").await;
    let mut browser = place.guest(&token, " Gus ").await;
    let me = browser.get("/api/v1/guest").await.expect(200);
    assert_eq!((&me["name"], &me["room"]), (&json!("Gus"), &json!(place.room())));
    let (mut gus, of_gus) = Socket::join(&place.address(), browser.cookie.as_ref().unwrap(), place.room()).await;
    let shown = of_gus.participants.last().unwrap();
    assert_eq!((shown.name.as_str(), shown.user), ("Gus", None));
    gus.ask(chat("hello")).await.unwrap();
    assert_eq!(ana.chat().await.1.name, "Gus");
    let record = place.record(joined.call, "ana").await;
    assert_eq!(record.call.participants, ["ana", "Gus"]);
    assert_eq!((record.chat[0].display_name.as_str(), record.chat[0].user), ("Gus", None));

    let mut late = place.server.browser();
    let spent = late.post("/api/v1/guest", json!({ "token": token, "name": "Lea" })).await;
    assert_eq!(spent.problem(403), "link_spent");
}

#[tokio::test]
async fn a_link_opens_one_room_and_nothing_else() {
    let place = Place::of("ana").await;
    let (token, _) = place.guest_link("ana", None).await;
    let mut gus = place.guest(&token, "Gus").await;
    let room = gus.get(&format!("/api/v1/rooms/{}", place.room())).await.expect(200);
    assert_eq!((&room["role"], &room["is_mine"]), (&json!("none"), &json!(false)));
    let other = place.server.user("ben").await.post("/api/v1/rooms", json!({})).await.expect(201);
    let other = other["code"].as_str().unwrap();
    assert_eq!(gus.get(&format!("/api/v1/rooms/{other}")).await.problem(401), "login_needed");
    for path in ["/me", "/rooms", &format!("/rooms/{}/calls", place.room()), &format!("/rooms/{}/people", place.room())]
    {
        assert_eq!(gus.get(&format!("/api/v1{path}")).await.problem(401), "login_needed", "{path}");
    }
    let (_, _, answer) = Socket::knock(&place.address(), gus.cookie.as_ref().unwrap(), join(other)).await;
    assert_eq!(answer, Err(ErrorCode::NotInvited));
    assert_eq!(place.server.browser().get("/api/v1/guest").await.problem(401), "login_needed");
}

#[tokio::test]
async fn a_link_that_is_taken_back_sends_its_guests_away_at_once() {
    let place = Place::of("ana").await;
    let (token, id) = place.guest_link("ana", None).await;
    let (_, other) = place.guest_link("ana", None).await;
    let mut browser = place.guest(&token, "Gus").await;
    let (mut gus, _) = Socket::join(&place.address(), browser.cookie.as_ref().unwrap(), place.room()).await;
    place.ask("ana", "DELETE", &format!("/guest-links/{other}"), None).await.expect(204);
    assert!(gus.ask(chat("still here")).await.is_ok());
    assert_eq!(place.ask("ben", "DELETE", &format!("/guest-links/{id}"), None).await.problem(403), "forbidden");
    place.ask("ana", "DELETE", &format!("/guest-links/{id}"), None).await.expect(204);
    assert_eq!(gus.farewell().await, (LeaveAction::Stop, ErrorCode::SessionEnded));
    assert_eq!(browser.get("/api/v1/guest").await.problem(401), "login_needed");
    let links = place.ask("ana", "GET", "/guest-links", None).await.expect(200);
    assert_eq!(links, json!([]));
}

#[tokio::test]
async fn a_guest_who_is_banned_does_not_come_again_by_the_same_or_another_link() {
    let place = Place::of("ana").await;
    let (token, _) = place.guest_link("ana", None).await;
    let (another, _) = place.guest_link("ana", None).await;
    let mut browser = place.guest(&token, "Gus").await;
    let cookie = browser.cookie.clone().unwrap();
    let (mut gus, of_gus) = Socket::join(&place.address(), &cookie, place.room()).await;
    let (mut ana, _) = place.join("ana").await;
    let ban = Request::Moderate { participant: of_gus.me, action: ModerationAction::Ban };
    assert_eq!(ana.ask(ban).await, Ok(Answer::Done {}));
    assert_eq!(gus.farewell().await, (LeaveAction::Stop, ErrorCode::Banned));
    let (_, _, answer) = Socket::knock(&place.address(), &cookie, join(place.room())).await;
    assert_eq!(answer, Err(ErrorCode::Banned));
    for token in [token, another] {
        let again = browser.post("/api/v1/guest", json!({ "token": token, "name": "Gustav" })).await;
        assert_eq!(again.problem(403), "banned");
    }
}

#[tokio::test]
async fn a_link_within_bounds_is_made_by_those_who_keep_order() {
    let place = Place::of("ana").await;
    place.name("ana", "mo", "moderator").await;
    let later = |hours| json!(chrono::Utc::now() + chrono::TimeDelta::hours(hours));
    for odd in [
        json!({ "expires_at": later(-1) }),
        json!({ "expires_at": later(24 * 400) }),
        json!({ "expires_at": later(1), "not_before": later(2) }),
        json!({ "expires_at": later(1), "uses": 0 }),
    ] {
        assert_eq!(place.ask("mo", "POST", "/guest-links", Some(odd)).await.problem(422), "body_unusable");
    }
    let new = json!({ "expires_at": later(1) });
    for stranger in ["ben", "admin"] {
        assert_eq!(place.ask(stranger, "POST", "/guest-links", Some(new.clone())).await.problem(403), "forbidden");
        assert_eq!(place.ask(stranger, "GET", "/guest-links", None).await.problem(403), "forbidden");
    }
    let made = place.ask("mo", "POST", "/guest-links", Some(new)).await.expect(201);
    assert_eq!(made["token"].as_str().unwrap().len(), 43);
    let listed = place.ask("ana", "GET", "/guest-links", None).await.expect(200);
    assert_eq!((&listed[0]["id"], listed[0].get("token")), (&made["id"], None));
    let nobody = place.server.browser().post("/api/v1/guest", json!({ "token": made["token"], "name": " " })).await;
    assert_eq!(nobody.problem(422), "username_unusable");
}
