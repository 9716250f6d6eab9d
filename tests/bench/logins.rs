//! What a flood of log-ins does to a call in progress: signalling and forwarding delay, idle and flooded in turn.

mod flood;
mod house;

use std::time::{Duration, Instant};

use bytes::Bytes;
use glossa::{
    participant::{Publication, Received, Route, Sending, Signal, Subscription},
    wire::{Answer, Request},
};
use tokio::{sync::watch, time::timeout};

use crate::report::{Goal, report};
use flood::Flood;
use house::House;

pub(crate) fn measure() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(run());
}

async fn run() {
    let house = House::start().await;
    let (speaker, listener) = (Member::join(&house, &house.first).await, Member::join(&house, &house.second).await);
    let mut call = Call { received: listener.subscription.received(), speaker, listener, sequence: 0 };
    call.connected().await;
    call.observe(WARM_UP).await;

    let mut pairs = Vec::new();
    for _ in 0..PAIRS {
        let idle = call.observe(MEASURED).await;
        let flood = Flood::start(&house.origin, RATE);
        let flooded = call.observe(MEASURED).await;
        let attempts = flood.end().await;
        println!("{attempts} attempts; idle {idle}, flooded {flooded}");
        pairs.push((idle, flooded));
    }
    for (name, part) in [("signalling", Delays::signalling as fn(&Delays) -> f64), ("forwarding", Delays::forwarding)] {
        let mut ratios: Vec<f64> = pairs.iter().map(|(idle, flooded)| part(flooded) / part(idle)).collect();
        ratios.sort_by(f64::total_cmp);
        let name = format!("{name} delay p99, {RATE} log-ins a second, ratio to idle");
        report(&name, ratios[PAIRS / 2], "x", Some(Goal::AtMost(1.2)));
        report(&format!("{name}, least"), ratios[0], "x", None);
        report(&format!("{name}, most"), ratios[PAIRS - 1], "x", None);
    }
}

/// Somebody in the call, with a connection each way.
struct Member {
    signal: Signal,
    publication: Publication,
    subscription: Subscription,
}

impl Member {
    async fn join(house: &House, cookie: &str) -> Self {
        let route = Route::default();
        let signal = Signal::connect(&house.origin, cookie).await.expect("a socket");
        let sending = Sending { audio: true, video: false };
        let (publication, offer) = Publication::offer(sending, &route).await.expect("an offer");
        let join = Request::Join { room: house.room.clone(), offer, microphone: true, camera: false, password: None };
        let Answer::Joined { publish_answer: Some(answer), subscribe_offer: Some(offer), .. } =
            signal.ask(join).await.expect("a place in the room")
        else {
            panic!("a join is answered with what media needs");
        };
        publication.accept(answer, &route).await.expect("an answer that fits");
        let (subscription, sdp) = Subscription::answer(offer, &route).await.expect("an offer that fits");
        signal.ask(Request::SubscribeAnswer { sdp }).await.expect("an answer that is taken");
        Self { signal, publication, subscription }
    }
}

/// The call that is watched.
struct Call {
    speaker: Member,
    listener: Member,
    received: watch::Receiver<Vec<Received>>,
    sequence: u16,
}

impl Call {
    async fn connected(&self) {
        for member in [&self.speaker, &self.listener] {
            member.publication.connected_within(PATIENCE).await.expect("publishing connects");
            timeout(PATIENCE, member.subscription.connected()).await.expect("subscribing connects");
        }
    }

    /// Sends packets and asks for things, from both people; one of each is under way at a time.
    async fn observe(&mut self, time: Duration) -> Delays {
        let end = Instant::now() + time;
        let Self { speaker, listener, received, sequence } = self;
        let forwarding = async {
            let (mut delays, mut tick) = (Vec::new(), tokio::time::interval(PACKETS));
            while Instant::now() < end {
                tick.tick().await;
                *sequence = sequence.wrapping_add(1);
                delays.extend(packet(&speaker.publication, received, *sequence).await);
            }
            delays
        };
        let signalling = async {
            let (mut delays, mut tick) = (Vec::new(), tokio::time::interval(REQUESTS));
            for signal in [&speaker.signal, &listener.signal].into_iter().cycle() {
                tick.tick().await;
                if Instant::now() >= end {
                    break;
                }
                let asked = Instant::now();
                let request = Request::SetMuted { microphone: true, camera: false };
                signal.ask(request).await.expect("an answer");
                delays.push(asked.elapsed());
            }
            delays
        };
        let (forwarding, signalling) = tokio::join!(forwarding, signalling);
        Delays { signalling: p99(signalling), forwarding: p99(forwarding) }
    }
}

/// From the publisher's hand to the subscriber's; nothing when it was lost.
async fn packet(
    publication: &Publication,
    received: &mut watch::Receiver<Vec<Received>>,
    sequence: u16,
) -> Option<Duration> {
    let count = |tracks: &Vec<Received>| tracks.iter().map(|track| track.packets).sum::<u64>();
    let before = count(&received.borrow_and_update());
    let sent = Instant::now();
    publication.send_audio(sequence, u32::from(sequence) * 480, Bytes::from_static(&[0xf8, 0xff, 0xfe]));
    let came = received.wait_for(|tracks| count(tracks) > before);
    timeout(LOST, came).await.ok()?.ok()?;
    Some(sent.elapsed())
}

/// The slowest of a hundred, each.
struct Delays {
    signalling: Duration,
    forwarding: Duration,
}

impl Delays {
    fn signalling(&self) -> f64 {
        self.signalling.as_secs_f64()
    }

    fn forwarding(&self) -> f64 {
        self.forwarding.as_secs_f64()
    }
}

impl std::fmt::Display for Delays {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "signalling {:?}, forwarding {:?}", self.signalling, self.forwarding)
    }
}

fn p99(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() * 99 / 100]
}

/// Log-ins a second.
const RATE: u32 = 200;
const PAIRS: usize = 5;
const PACKETS: Duration = Duration::from_millis(10);
/// The server takes no more from the two who ask.
const REQUESTS: Duration = Duration::from_millis(30);
const LOST: Duration = Duration::from_secs(1);
const PATIENCE: Duration = Duration::from_secs(30);
const WARM_UP: Duration = Duration::from_secs(3);
const MEASURED: Duration = Duration::from_secs(30);
