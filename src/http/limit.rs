//! Holds back whoever asks for more than their share.

use std::hash::{BuildHasher, RandomState};
use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::time::Duration;

use axum::Router;
use axum::extract::ConnectInfo;
use axum::http::Request;
use axum::response::IntoResponse;
use tower_governor::governor::GovernorConfigBuilder;
use tower_governor::key_extractor::KeyExtractor;
use tower_governor::{GovernorError, GovernorLayer};

use super::problem::Problem;
use crate::account::network;

/// Lets each address ask these routes so many times a second for long, and ten times as often for
/// a moment.
pub(super) fn around<S: Clone + Send + Sync + 'static>(routes: Router<S>, per_second: NonZeroU32) -> Router<S> {
    let limits = GovernorConfigBuilder::default()
        .period(Duration::from_secs(1) / per_second.get())
        .burst_size(per_second.get().saturating_mul(BURST))
        .key_extractor(Neighbourhood(RandomState::new()))
        .finish();
    match limits {
        Some(limits) => routes.layer(GovernorLayer::new(limits).error_handler(|refused| match refused {
            GovernorError::TooManyRequests { wait_time, .. } => {
                Problem::slow_down(Duration::from_secs(wait_time)).into_response()
            }
            error => Problem::internal(error).into_response(),
        })),
        // More than one a nanosecond is no limit.
        None => routes,
    }
}

/// Counts requests by where they come from: one of so many places for each address, drawn anew at
/// each start. The memory is bounded whatever comes, and nobody can choose with whom to share.
#[derive(Clone)]
struct Neighbourhood(RandomState);

impl KeyExtractor for Neighbourhood {
    /// Two bytes of a hash are enough, and bound the number of places at 65,536.
    type Key = u16;

    fn extract<T>(&self, request: &Request<T>) -> Result<Self::Key, GovernorError> {
        let client = request.extensions().get::<ConnectInfo<SocketAddr>>();
        let hash = self.0.hash_one(client.map(|ConnectInfo(client)| network(client.ip())));
        let [a, b, ..] = hash.to_le_bytes();
        Ok(u16::from_le_bytes([a, b]))
    }
}

const BURST: u32 = 10;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_addresses_of_one_home_count_as_one() {
        let same = |a: &str, b: &str| network(a.parse().unwrap()) == network(b.parse().unwrap());
        assert!(same("2001:db8::1", "2001:db8::ffff:1"));
        assert!(!same("2001:db8::1", "2001:db8:0:1::1"));
        assert!(same("192.0.2.1", "::ffff:192.0.2.1"));
        assert!(!same("192.0.2.1", "192.0.2.2"));
    }
}
