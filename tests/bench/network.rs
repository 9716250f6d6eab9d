//! What a viewer sees of a call over bad networks, in virtual time: four cameras, one of them a signer's.
//!
//! The networks are models, with a seed; all that decides is the server's own. Each row is the mean of
//! three calls of a minute.

use std::time::Duration;

use glossa::media::simulation::{Figures, Network, run};

use crate::report::{Goal, report};

pub(crate) fn measure() {
    println!("{:<34} pictures a second        freezes    longest  recovery  estimate  network", "");
    println!("{:<34} signer   others          > 300 ms   s        s         kbit/s    kbit/s", "");
    for (name, network) in networks() {
        let calls = [1, 2, 3].map(|seed| run(&network, seed));
        let mean = |of: fn(&Figures) -> f64| calls.iter().map(of).sum::<f64>() / calls.len() as f64;
        let recovered: Vec<_> = calls.iter().filter_map(|call| call.recovery).collect();
        let recovery = match (network.ends, recovered.len()) {
            (None, _) => "-".to_owned(),
            (Some(_), 3) => format!("{:.1}", recovered.iter().sum::<f64>() / 3.0),
            (Some(_), some) => format!("{some} of 3"),
        };
        let truth = network.rates.iter().map(|(_, rate)| *rate).fold(f64::INFINITY, f64::min);
        println!(
            "{name:<34} {:>6.1}   {:>6.1}          {:>6.1}     {:>4.1}     {recovery:<9} {:<9.0} {:.0}",
            mean(|call| call.signer),
            mean(|call| call.others),
            mean(|call| call.freezes as f64),
            calls.iter().map(|call| call.longest).fold(0.0, f64::max),
            mean(|call| call.estimate) / 1e3,
            truth / 1e3,
        );
        if name == TIGHT {
            report("signer over 300 kbit/s", mean(|call| call.signer), "fps", Some(Goal::AtLeast(20.0)));
        }
    }
}

fn networks() -> Vec<(&'static str, Network)> {
    let good = Network::default;
    let [jitter, long] = [30, 200].map(Duration::from_millis);
    let [from, to] = [20, 30].map(Duration::from_secs);
    let shared = |rate| Network { rates: vec![(Duration::ZERO, rate)], has_rival: true, ..good() };
    vec![
        ("everything fits", good()),
        ("1 % loss", Network { loss: 0.01, ..good() }),
        ("5 % loss", Network { loss: 0.05, ..good() }),
        ("10 % loss", Network { loss: 0.1, ..good() }),
        ("200 ms each way", Network { delay: long, ..good() }),
        ("30 ms jitter", Network { jitter, ..good() }),
        (TIGHT, Network::bottleneck(300_000.0)),
        ("500 kbit/s for 30 s", Network::bottleneck(500_000.0)),
        ("800 kbit/s for 30 s", Network::bottleneck(800_000.0)),
        ("800 kbit/s, 30 ms jitter, 1 % loss", Network { jitter, loss: 0.01, ..Network::bottleneck(800_000.0) }),
        ("2 Mbit/s, 5 % loss", Network { loss: 0.05, ..Network::bottleneck(2_000_000.0) }),
        ("nothing for 10 s", Network { blackout: Some((from, to)), ends: Some(to), ..good() }),
        ("a download over 2 Mbit/s", shared(2_000_000.0)),
        ("a download over 4 Mbit/s", shared(4_000_000.0)),
    ]
}

const TIGHT: &str = "300 kbit/s for 30 s";
