//! What the server answers before anyone is recognised.

use serde_json::json;

use crate::server::{Server, account};

#[tokio::test]
async fn what_is_not_there_and_what_cannot_be_done_are_problems() {
    let server = Server::start().await;
    let mut visitor = server.browser();
    assert_eq!(visitor.get("/api/v1/nothing").await.problem(404), "not_found");
    assert_eq!(visitor.post("/api", json!({})).await.problem(404), "not_found");
    assert_eq!(visitor.delete("/api/v1/status").await.problem(405), "method_not_allowed");
    assert_eq!(visitor.post("/", json!({})).await.problem(405), "method_not_allowed");
}

#[tokio::test]
async fn a_body_that_cannot_be_read_is_a_problem() {
    let server = Server::start().await;
    let mut visitor = server.browser();
    for (body, status) in [("", 400), ("{", 400), ("[]", 422), ("{}", 422)] {
        let reply = visitor.ask("POST", "/api/v1/session", Some(body.to_owned())).await;
        assert_eq!(reply.problem(status), "body_unusable", "{body:?}");
    }
    let long = visitor.ask("POST", "/api/v1/session", Some(" ".repeat(70_000))).await;
    assert_eq!(long.problem(413), "body_unusable");
}

#[tokio::test]
async fn another_sites_page_changes_nothing() {
    let server = Server::start().await;
    server.admin().await;
    let mut page = server.browser();
    page.headers = vec![("sec-fetch-site", "cross-site".to_owned()), ("origin", "https://evil.example".to_owned())];
    assert_eq!(page.post("/api/v1/users", account("ana")).await.problem(403), "cross_origin");
    page.headers.remove(0);
    assert_eq!(page.post("/api/v1/users", account("ana")).await.problem(403), "cross_origin");
    page.headers[0].1 = format!("http://{}", server.addr);
    page.post("/api/v1/users", account("ana")).await.expect(201);
}

#[tokio::test]
async fn the_client_is_served_with_strict_rules() {
    let server = Server::start().await;
    let mut visitor = server.browser();
    for path in ["/", "/index.html", "/setup", "/rooms/acdacdacd"] {
        let page = visitor.get(path).await;
        assert_eq!((page.status, page.header("content-type")), (200, Some("text/html; charset=utf-8")), "{path}");
        let policy = page.header("content-security-policy").unwrap();
        assert!(policy.starts_with("default-src 'self'") && !policy.contains("unsafe"), "{policy}");
        assert_eq!(page.header("cache-control"), Some("no-cache"));
        assert_eq!(page.header("x-content-type-options"), Some("nosniff"));
    }
    let etag = visitor.get("/").await.header("etag").unwrap().to_owned();
    visitor.headers.push(("if-none-match", etag));
    let again = visitor.get("/").await;
    assert_eq!((again.status, again.text.as_str()), (304, ""));
    assert_eq!(visitor.get("/assets/gone.js").await.problem(404), "not_found");
}

#[tokio::test]
async fn every_answer_tells_browsers_what_not_to_do() {
    let server = Server::start().await;
    let mut visitor = server.browser();
    for path in
        ["/", "/api/v1/status", "/api/v1/me", "/api/v1/nothing", "/api/openapi.json", "/assets/gone.js", "/health/live"]
    {
        let answer = visitor.get(path).await;
        let policy = answer.header("content-security-policy").unwrap();
        for rule in [
            "default-src 'self'",
            "base-uri 'none'",
            "object-src 'none'",
            "frame-ancestors 'none'",
            "form-action 'self'",
        ] {
            assert!(policy.contains(rule), "{path}: {policy}");
        }
        for lax in ["unsafe", "*", "http:", "data:"] {
            assert!(!policy.contains(lax), "{path}: {policy}");
        }
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "DENY"),
            ("referrer-policy", "no-referrer"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
        ] {
            assert_eq!(answer.header(name), Some(value), "{path}: {name}");
        }
        assert!(answer.header("permissions-policy").unwrap().contains("geolocation=()"), "{path}");
    }
}

#[tokio::test]
async fn a_page_of_a_sibling_host_changes_nothing_either() {
    let server = Server::start().await;
    let mut admin = server.admin().await;
    for site in ["cross-site", "same-site"] {
        admin.headers = vec![("sec-fetch-site", site.to_owned())];
        for (method, path) in [("POST", "/api/v1/rooms"), ("DELETE", "/api/v1/session"), ("PUT", "/api/v1/settings")] {
            let answer = admin.ask(method, path, Some("{}".to_owned())).await;
            assert_eq!(answer.problem(403), "cross_origin", "{method} {path} from {site}");
        }
        // What changes nothing may be followed from anywhere.
        admin.get("/api/v1/me").await.expect(200);
    }
}

#[tokio::test]
async fn answers_of_the_api_are_kept_by_no_cache() {
    let server = Server::start().await;
    let status = server.browser().get("/api/v1/status").await;
    assert_eq!(status.header("cache-control"), Some("no-store"));
}

#[tokio::test]
async fn the_server_tells_its_health_and_its_api() {
    let server = Server::start().await;
    let mut visitor = server.browser();
    assert_eq!(visitor.get("/health/live").await.text, "live\n");
    assert_eq!(visitor.get("/health/ready").await.text, "ready\n");
    assert_eq!(visitor.get("/api/openapi.json").await.expect(200)["info"]["title"], "Glossa");
}
