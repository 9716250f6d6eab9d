//! Nobody takes more than their share.

use std::num::NonZeroU32;

use glossa::config::TrustedProxies;

use crate::server::Server;

#[tokio::test]
async fn who_asks_too_much_is_told_to_wait() {
    let server = Server::start_with(|config| config.rate_limit = NonZeroU32::MIN).await;
    let mut hasty = server.browser();
    for _ in 0..10 {
        hasty.get("/api/v1/status").await.expect(200);
    }
    let held = hasty.get("/api/v1/status").await;
    assert_eq!(held.header("retry-after"), Some("1"));
    assert_eq!(held.problem(429), "slow_down");
    // The pages themselves are still there.
    assert_eq!(hasty.get("/").await.status, 200);
}

#[tokio::test]
async fn each_address_behind_a_trusted_proxy_has_its_own_share() {
    let server = Server::start_with(|config| {
        config.rate_limit = NonZeroU32::MIN;
        config.trusted_proxies = TrustedProxies::parse("127.0.0.1").unwrap();
    })
    .await;
    let mut proxy = server.browser();
    for address in ["198.51.100.1", "198.51.100.2"] {
        proxy.headers = vec![("x-forwarded-for", address.to_owned())];
        for _ in 0..10 {
            proxy.get("/api/v1/status").await.expect(200);
        }
        assert_eq!(proxy.get("/api/v1/status").await.problem(429), "slow_down");
    }
}

#[tokio::test]
async fn a_stranger_cannot_take_another_address_by_saying_so() {
    let server = Server::start_with(|config| config.rate_limit = NonZeroU32::MIN).await;
    let mut stranger = server.browser();
    let mut refused = 0;
    for last in 0..12 {
        stranger.headers = vec![("x-forwarded-for", format!("198.51.100.{last}"))];
        refused += u32::from(stranger.get("/api/v1/status").await.status == 429);
    }
    assert!(refused > 0);
}
