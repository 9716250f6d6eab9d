//! A call over a bad network, in virtual time: what a viewer still sees of it.
//!
//! The network is a model; estimate, shares, probes, choice of layers, the receiver's feedback in its
//! bytes are those of the server. One run of a minute takes a fraction of a second, and a seed always
//! gives the same one.

mod call;
mod path;
mod rival;
mod watch;

use std::time::Duration;

use call::Call;

/// A way from the server to one viewer.
#[derive(Clone, Debug)]
pub struct Network {
    /// Bits per second, from when on.
    pub rates: Vec<(Duration, f64)>,
    /// One way.
    pub delay: Duration,
    /// Up to so much more.
    pub jitter: Duration,
    /// Share of packets.
    pub loss: f64,
    /// Packets that would wait longer are dropped.
    pub queue: Duration,
    /// When nothing gets through.
    pub blackout: Option<(Duration, Duration)>,
    /// A download shares the bottleneck.
    pub has_rival: bool,
    /// From when on things are as they are to be measured.
    pub steady: Duration,
    /// When the network becomes good again.
    pub ends: Option<Duration>,
    pub length: Duration,
}

/// What came of it.
#[derive(Clone, Copy, Debug)]
pub struct Figures {
    /// Pictures a second of the signer, of the others on average, while the network was steady.
    pub signer: f64,
    pub others: f64,
    /// Times that the signer stood still for more than 300 ms, and the longest of them, in seconds.
    pub freezes: usize,
    pub longest: f64,
    /// Seconds after the network became good until everybody had what fills their tile.
    pub recovery: Option<f64>,
    /// Mean estimate while it was steady, in bits per second.
    pub estimate: f64,
}

/// Runs a call of four cameras, one of them a signer's, over the network.
pub fn run(network: &Network, seed: u64) -> Figures {
    Call::new(network, seed).run(network)
}

impl Default for Network {
    /// One on which everything fits.
    fn default() -> Self {
        Self {
            rates: vec![(Duration::ZERO, 20_000_000.0)],
            delay: Duration::from_millis(20),
            jitter: Duration::ZERO,
            loss: 0.0,
            queue: Duration::from_millis(400),
            blackout: None,
            has_rival: false,
            steady: Duration::from_secs(10),
            ends: None,
            length: Duration::from_secs(60),
        }
    }
}

impl Network {
    /// Takes so many bits per second after ten seconds, and everything again after forty.
    pub fn bottleneck(rate: f64) -> Self {
        let [from, to] = [10, 40].map(Duration::from_secs);
        let good = 20_000_000.0;
        let steady = from + Duration::from_secs(5);
        Self {
            rates: vec![(Duration::ZERO, good), (from, rate), (to, good)],
            steady,
            ends: Some(to),
            ..Self::default()
        }
    }

    fn rate_at(&self, now: Duration) -> f64 {
        self.rates.iter().rev().find(|(from, _)| *from <= now).map_or(1.0, |(_, rate)| *rate)
    }

    fn is_dark(&self, now: Duration) -> bool {
        self.blackout.is_some_and(|(from, to)| (from..to).contains(&now))
    }
}

/// `seen` tells of everyone whether they sign, and when each picture was seen; `states` the estimate and
/// whether everybody had all, by time.
fn figures(network: &Network, seen: &[(bool, Vec<Duration>)], states: &[(Duration, f64, bool)]) -> Figures {
    let end = network.ends.unwrap_or(network.length);
    let is_steady = |at: &Duration| (network.steady..end).contains(at);
    let length = (end - network.steady).as_secs_f64();
    let rate = |signs: bool| {
        let chosen = seen.iter().filter(|(is_signer, _)| *is_signer == signs);
        let pictures: usize = chosen.clone().map(|(_, seen)| seen.iter().filter(|at| is_steady(at)).count()).sum();
        pictures as f64 / length / chosen.count().max(1) as f64
    };
    let signer = seen.iter().find(|(is_signer, _)| *is_signer).map_or(&[][..], |(_, seen)| seen);
    let mut times: Vec<_> = signer.iter().copied().filter(|at| *at >= Duration::from_secs(5)).collect();
    times.push(network.length);
    let gaps = times.windows(2).map(|pair| (pair[1] - pair[0]).as_secs_f64()).filter(|gap| *gap > 0.3);
    let recovery = network.ends.and_then(|end| {
        let good = states.iter().find(|(at, _, is_whole)| *at > end && *is_whole)?;
        Some((good.0 - end).as_secs_f64())
    });
    let steady: Vec<_> = states.iter().filter(|(at, ..)| is_steady(at)).map(|(_, estimate, _)| estimate).collect();
    Figures {
        signer: rate(true),
        others: rate(false),
        freezes: gaps.clone().count(),
        longest: gaps.fold(0.0, f64::max),
        recovery,
        estimate: steady.iter().copied().sum::<f64>() / steady.len().max(1) as f64,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signer_goes_on_moving_where_hardly_anything_fits() {
        for rate in [200_000.0, 300_000.0, 500_000.0] {
            let figures = run(&Network::bottleneck(rate), 1);
            assert!(figures.signer >= 20.0 && figures.longest < 2.5, "{rate}: {figures:?}");
            assert!(figures.estimate < 1.2 * rate, "{rate}: {figures:?}");
        }
    }

    #[test]
    fn everybody_comes_back_soon_after_a_bottleneck() {
        for rate in [300_000.0, 800_000.0] {
            let figures = run(&Network::bottleneck(rate), 2);
            assert!(figures.recovery.is_some_and(|seconds| seconds < 12.0), "{rate}: {figures:?}");
        }
    }

    #[test]
    fn a_path_that_loses_some_packets_whatever_is_sent_pauses_nobody() {
        for loss in [0.01, 0.05, 0.1] {
            let figures = run(&Network { loss, ..Network::default() }, 3);
            assert!(figures.signer > 25.0 && figures.others > 25.0, "{loss}: {figures:?}");
        }
    }

    #[test]
    fn a_long_way_and_an_uneven_one_take_nothing_from_anybody() {
        let [delay, jitter] = [200, 30].map(Duration::from_millis);
        for network in [Network { delay, ..Network::default() }, Network { jitter, ..Network::default() }] {
            let figures = run(&network, 4);
            assert!(figures.signer > 25.0 && figures.others > 25.0, "{figures:?}");
        }
    }

    #[test]
    fn after_ten_seconds_of_nothing_all_is_back_within_seconds() {
        let [from, to] = [20, 30].map(Duration::from_secs);
        let figures = run(&Network { blackout: Some((from, to)), ends: Some(to), ..Network::default() }, 5);
        assert!(figures.recovery.is_some_and(|seconds| seconds < 8.0), "{figures:?}");
    }

    #[test]
    fn a_signer_is_seen_beside_a_download() {
        let rates = vec![(Duration::ZERO, 2_000_000.0)];
        let figures = run(&Network { rates, has_rival: true, ..Network::default() }, 6);
        assert!(figures.signer >= 20.0, "{figures:?}");
    }
}
