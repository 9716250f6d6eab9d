//! Whether packets wait longer each time on their way: the slope of the delay, against a threshold that
//! follows it (Carlucci et al., "Analysis and Design of the Google Congestion Control for WebRTC", 2016;
//! draft-ietf-rmcat-gcc-02, section 5).

use std::time::Duration;

/// What the delay says of the path.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Usage {
    Normal,
    /// A queue grows.
    Over,
    /// A queue drains.
    Under,
}

/// The delay of the last groups of packets.
#[derive(Debug)]
pub(super) struct Trend {
    group: Option<Group>,
    before: Option<Group>,
    /// Since the beginning, in milliseconds; smoothed as the second.
    delay: (f64, f64),
    /// Of each group: when it arrived, and the smoothed delay then, in milliseconds.
    points: [(f64, f64); WINDOW],
    count: usize,
    threshold: f64,
    /// How long there has been too much, in milliseconds, and in how many groups.
    over: (f64, u32),
    slope: f64,
    usage: Usage,
}

/// Packets that left together.
#[derive(Clone, Copy, Debug)]
struct Group {
    first_departure: f64,
    departure: f64,
    arrival: f64,
}

impl Trend {
    pub(super) fn new() -> Self {
        Self {
            group: None,
            before: None,
            delay: (0.0, 0.0),
            points: [(0.0, 0.0); WINDOW],
            count: 0,
            threshold: THRESHOLD,
            over: (0.0, 0),
            slope: 0.0,
            usage: Usage::Normal,
        }
    }

    /// A packet that left then arrived.
    pub(super) fn push(&mut self, departure: Duration, arrival: Duration) {
        let (departure, arrival) = (departure.as_secs_f64() * 1e3, arrival.as_secs_f64() * 1e3);
        let Some(group) = &mut self.group else {
            self.group = Some(Group { first_departure: departure, departure, arrival });
            return;
        };
        if departure < group.first_departure {
            return;
        }
        // What waited together somewhere on the way arrives in a clump, and says nothing of a queue.
        let is_clump = arrival - group.arrival <= BURST && arrival - group.arrival < departure - group.departure;
        if departure - group.first_departure <= BURST || is_clump {
            group.departure = group.departure.max(departure);
            group.arrival = group.arrival.max(arrival);
            return;
        }
        let whole = *group;
        self.group = Some(Group { first_departure: departure, departure, arrival });
        if let Some(before) = self.before.replace(whole) {
            let elapsed = whole.arrival - before.arrival;
            self.follow(elapsed - (whole.departure - before.departure), whole.arrival, elapsed);
        }
    }

    pub(super) fn usage(&self) -> Usage {
        self.usage
    }

    fn follow(&mut self, change: f64, arrival: f64, elapsed: f64) {
        let (delay, smoothed) = self.delay;
        let delay = delay + change;
        self.delay = (delay, SMOOTHING * smoothed + (1.0 - SMOOTHING) * delay);
        self.points[self.count % WINDOW] = (arrival, self.delay.1);
        self.count += 1;
        let slope = if self.count >= WINDOW { self.regression() } else { self.slope };
        let trend = slope * self.count.min(MOST_GROUPS) as f64 * GAIN;
        let elapsed = elapsed.clamp(0.0, 100.0);
        self.usage = if trend > self.threshold {
            self.over = (self.over.0 + elapsed, self.over.1 + 1);
            if self.over.0 > OVER_TIME && self.over.1 > 1 && slope >= self.slope { Usage::Over } else { self.usage }
        } else {
            self.over = (0.0, 0);
            if trend < -self.threshold { Usage::Under } else { Usage::Normal }
        };
        self.slope = slope;
        let distance = trend.abs() - self.threshold;
        if distance < OUTLIER {
            let gain = if distance > 0.0 { UPWARDS } else { DOWNWARDS };
            self.threshold = (self.threshold + gain * distance * elapsed).clamp(6.0, 600.0);
        }
    }

    /// Milliseconds of delay that come with each millisecond.
    fn regression(&self) -> f64 {
        let count = WINDOW as f64;
        let mean = |of: fn(&(f64, f64)) -> f64| self.points.iter().map(of).sum::<f64>() / count;
        let (x, y) = (mean(|point| point.0), mean(|point| point.1));
        let (mut above, mut below) = (0.0, 0.0);
        for point in &self.points {
            above += (point.0 - x) * (point.1 - y);
            below += (point.0 - x) * (point.0 - x);
        }
        if below > 0.0 { above / below } else { self.slope }
    }
}

/// Milliseconds within which packets are one group.
const BURST: f64 = 5.0;
/// Groups of the regression.
const WINDOW: usize = 20;
const SMOOTHING: f64 = 0.9;
const MOST_GROUPS: usize = 60;
const GAIN: f64 = 4.0;
/// First threshold, in milliseconds.
const THRESHOLD: f64 = 12.5;
/// Milliseconds of too much before it counts.
const OVER_TIME: f64 = 10.0;
const UPWARDS: f64 = 0.0087;
const DOWNWARDS: f64 = 0.039;
/// The threshold does not follow what lies further away.
const OUTLIER: f64 = 15.0;

#[cfg(test)]
mod tests {
    use super::*;

    /// 30 groups a second, each later than the one before by what `delay` says.
    fn usages(groups: u64, mut delay: impl FnMut(u64) -> u64) -> Vec<Usage> {
        let mut trend = Trend::new();
        let mut usages = Vec::new();
        for at in 0..groups {
            let departure = Duration::from_millis(33 * at);
            trend.push(departure, departure + Duration::from_millis(5_000 + delay(at)));
            usages.push(trend.usage());
        }
        usages
    }

    #[test]
    fn a_steady_delay_is_normal_however_long() {
        assert!(usages(200, |_| 300).iter().all(|usage| *usage == Usage::Normal));
    }

    #[test]
    fn a_growing_queue_is_noticed_within_a_second_and_its_end_as_well() {
        let usages = usages(300, |at| if at < 100 { 0 } else { (at.min(130) - 100) * 10 });
        assert!(usages[..100].iter().all(|usage| *usage == Usage::Normal));
        assert!(usages[100..130].contains(&Usage::Over));
        assert_eq!(usages[299], Usage::Normal);
    }

    #[test]
    fn a_draining_queue_is_under_use() {
        assert!(usages(200, |at| 1_000 - at.clamp(100, 150) * 6 + 600).contains(&Usage::Under));
    }

    #[test]
    fn jitter_alone_is_soon_taken_for_what_it_is() {
        let usages = usages(900, |at| (at * 7_919) % 30);
        assert!(usages[300..].iter().filter(|usage| **usage == Usage::Over).count() < 30);
    }
}
