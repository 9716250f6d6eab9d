//! The table of routes.

use serde_json::{Value, json};

use super::ACTORS;
use super::cast::Cast;
use crate::server::{PASSWORD, Server};

/// An operation of the API, and the status that each of [`ACTORS`] is answered with. Where more than
/// the actor decides, the request is one that whoever may do it succeeds with, or that then fails on
/// its content: 404, 409, 412, 422 and 428 stand behind the door.
type Row = (&'static str, [u16; 8]);

const TABLE: &[Row] = &[
    // For everybody.
    ("show_status", [200; 8]),
    ("claim_setup", [403; 8]),
    ("register", [201; 8]),
    ("log_in", [201; 8]),
    ("log_in_by_link", [403; 8]),
    ("log_out", [204; 8]),
    // No mails are sent there.
    ("request_password_reset", [409; 8]),
    ("reset_password", [403; 8]),
    ("enter_as_guest", [403; 8]),
    ("show_guest", [401, 401, 200, 401, 401, 401, 401, 401]),
    // For whoever has an account.
    ("show_me", ACCOUNT),
    ("change_me", [401, 401, 401, 200, 200, 200, 200, 200]),
    ("change_password", [401, 401, 401, 204, 204, 204, 204, 204]),
    ("delete_me", [401, 401, 401, 204, 204, 204, 204, 204]),
    ("export_me", ACCOUNT),
    ("list_my_sessions", ACCOUNT),
    ("end_my_session", [401, 401, 401, 404, 404, 404, 404, 404]),
    ("end_my_other_sessions", [401, 401, 401, 204, 204, 204, 204, 204]),
    ("mint_token", [401, 401, 401, 201, 201, 201, 201, 201]),
    ("list_rooms", ACCOUNT),
    ("create_room", [401, 401, 401, 201, 201, 201, 201, 201]),
    // About a room. Who took part in no call of it has no calls, messages, transcripts. An administrator
    // keeps order everywhere, but whom a room invites is the room's own affair.
    ("show_room", [401, 401, 200, 200, 200, 200, 200, 200]),
    ("change_room", [401, 401, 401, 403, 403, 403, 200, 403]),
    ("remove_room", [401, 401, 401, 403, 403, 403, 204, 204]),
    ("hand_over_room", [401, 401, 401, 403, 403, 403, 200, 403]),
    ("list_room_people", [401, 401, 401, 403, 403, 200, 200, 403]),
    ("name_room_person", [401, 401, 401, 403, 403, 200, 200, 403]),
    ("forget_room_person", [401, 401, 401, 403, 403, 204, 204, 403]),
    ("list_guest_links", [401, 401, 401, 403, 403, 200, 200, 403]),
    ("create_guest_link", [401, 401, 401, 403, 403, 201, 201, 403]),
    ("revoke_guest_link", [401, 401, 401, 403, 403, 204, 204, 403]),
    // Who is not in the room's list may come, as by a socket; what they send is no offer.
    ("begin_broadcast", [401, 401, 422, 422, 422, 422, 422, 422]),
    ("trickle_broadcast", [401, 401, 404, 404, 404, 404, 404, 404]),
    ("end_broadcast", [401, 401, 404, 404, 404, 404, 404, 404]),
    ("list_calls", ACCOUNT),
    ("list_messages", ACCOUNT),
    ("list_transcripts", ACCOUNT),
    ("show_call", [401, 401, 401, 404, 404, 404, 404, 404]),
    ("export_call", [401, 401, 401, 404, 404, 404, 404, 404]),
    // A caption is its signer's alone.
    ("correct_transcript", [401, 401, 401, 404, 404, 404, 404, 404]),
    ("search", ACCOUNT),
    // For administrators.
    ("invite_demo_signer", [401, 401, 401, 403, 403, 403, 403, 202]),
    ("show_settings", ADMINISTRATOR),
    ("change_settings", [401, 401, 401, 403, 403, 403, 403, 428]),
    ("admin_list_users", ADMINISTRATOR),
    ("admin_show_user", ADMINISTRATOR),
    ("admin_change_user", [401, 401, 401, 403, 403, 403, 403, 428]),
    ("admin_delete_user", [401, 401, 401, 403, 403, 403, 403, 204]),
    ("admin_make_reset_link", [401, 401, 401, 403, 403, 403, 403, 201]),
    ("admin_list_rooms", ADMINISTRATOR),
    ("admin_end_call", [401, 401, 401, 403, 403, 403, 403, 204]),
    ("admin_delete_room", [401, 401, 401, 403, 403, 403, 403, 204]),
    ("admin_list_sessions", ADMINISTRATOR),
    ("admin_end_session", [401, 401, 401, 403, 403, 403, 403, 404]),
    ("admin_list_audit", ADMINISTRATOR),
    ("admin_list_invites", ADMINISTRATOR),
    ("admin_make_invite", [401, 401, 401, 403, 403, 403, 403, 201]),
    ("admin_delete_invite", [401, 401, 401, 403, 403, 403, 403, 404]),
    ("admin_list_models", ADMINISTRATOR),
    ("admin_show_health", ADMINISTRATOR),
];

const ACCOUNT: [u16; 8] = [401, 401, 401, 200, 200, 200, 200, 200];
const ADMINISTRATOR: [u16; 8] = [401, 401, 401, 403, 403, 403, 403, 200];

#[tokio::test]
async fn every_route_is_answered_as_the_table_says() {
    let server = Server::start_with(|config| config.rate_limit = 100_000.try_into().unwrap()).await;
    server.admin().await;
    let document = serde_json::to_value(glossa::http::document()).unwrap();
    let mut wrong = Vec::new();
    for (path, method, operation) in operations(&document) {
        let Some((_, expected)) = TABLE.iter().find(|(name, _)| *name == operation) else {
            wrong.push(format!("{operation} has no row"));
            continue;
        };
        for (actor, expected) in ACTORS.iter().zip(expected) {
            let cast = Cast::call(&server).await;
            let mut browser = cast.browser(&server, actor);
            let path = fill(path, &cast);
            if operation == "change_room" {
                let tag = browser.get(&path).await.header("etag").map(str::to_owned);
                browser.headers.extend(tag.map(|tag| ("if-match", tag)));
            }
            let body = body(operation, &cast).map(|body| body.to_string());
            if operation == "begin_broadcast" {
                browser.content_type = "application/sdp";
            }
            let reply = browser.ask(&method.to_uppercase(), &path, body).await;
            if reply.status != *expected {
                wrong.push(format!("{operation} by {actor}: {} instead of {expected}: {}", reply.status, reply.text));
            }
        }
    }
    let known = |row: &&Row| operations(&document).any(|(_, _, operation)| operation == row.0);
    wrong.extend(TABLE.iter().filter(|row| !known(row)).map(|(name, _)| format!("{name} is no operation")));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Path, method and id of everything in the API's description.
fn operations(document: &Value) -> impl Iterator<Item = (&str, &str, &str)> {
    let paths = document["paths"].as_object().unwrap();
    let methods = paths.iter().flat_map(|(path, item)| item.as_object().unwrap().iter().map(move |it| (path, it)));
    methods.filter_map(|(path, (method, operation))| {
        Some((path.as_str(), method.as_str(), operation["operationId"].as_str()?))
    })
}

/// The path of something that is there, as far as the cast has it.
fn fill(path: &str, cast: &Cast) -> String {
    let id = match path {
        _ if path.contains("/admin/users/") => cast.other.id,
        _ if path.contains("/guest-links/") => cast.link,
        _ => uuid::Uuid::nil(),
    };
    let path = path.replace("{code}", &cast.room.code).replace("{username}", &cast.other.username);
    let query = if path.ends_with("/export") && path.contains("/calls/") { "?format=text" } else { "" };
    let query = if path.ends_with("/search") { "?q=word" } else { query };
    path.replace("{id}", &id.to_string()) + query
}

fn body(operation: &str, cast: &Cast) -> Option<Value> {
    let unique = uuid::Uuid::new_v4().simple().to_string();
    Some(match operation {
        "claim_setup" | "register" => json!({
            "token": "x", "username": unique, "email": format!("{unique}@example.org"), "password": PASSWORD,
        }),
        "log_in" => json!({ "username": cast.other.username, "password": PASSWORD }),
        "log_in_by_link" => json!({ "token": "x" }),
        "request_password_reset" => json!({ "account": cast.other.username }),
        "reset_password" => json!({ "token": "x", "password": PASSWORD }),
        "enter_as_guest" => json!({ "token": "x", "name": "a guest" }),
        "change_me" => json!({ "email": format!("{unique}@example.org"), "password": PASSWORD }),
        "change_password" => json!({ "current": PASSWORD, "new": "another password" }),
        "delete_me" => json!({ "password": PASSWORD }),
        "create_room" | "change_room" => json!({ "title": "Book club" }),
        "hand_over_room" => json!({ "username": cast.other.username }),
        "begin_broadcast" => json!("nonsense"),
        "correct_transcript" => json!({ "text": "hello" }),
        "name_room_person" => json!({ "role": "member" }),
        "create_guest_link" => json!({ "expires_at": chrono::Utc::now() + chrono::TimeDelta::hours(1) }),
        "change_settings" => json!({ "registration": "open", "failed_login_limit": 10 }),
        "admin_change_user" => json!({ "is_blocked": true }),
        "admin_make_invite" => json!({ "days": 7 }),
        _ => return None,
    })
}
