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
