//! Log-ins at a steady rate, whatever becomes of them.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use serde_json::json;
use tokio::{sync::Semaphore, task::JoinHandle};

/// Runs until it is ended.
pub(super) struct Flood {
    task: JoinHandle<()>,
    attempts: Arc<AtomicU64>,
}

impl Flood {
    pub(super) fn start(origin: &str, rate: u32) -> Self {
        let url = format!("{origin}/api/v1/session");
        let attempts = Arc::new(AtomicU64::new(0));
        let counted = Arc::clone(&attempts);
        let task = tokio::spawn(async move {
            let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
            let open = Arc::new(Semaphore::new(MOST_OPEN));
            let mut tick = tokio::time::interval(Duration::from_secs(1) / rate);
            for number in 0_u64.. {
                tick.tick().await;
                let Ok(permit) = Arc::clone(&open).acquire_owned().await else { return };
                let (agent, url, counted) = (agent.clone(), url.clone(), Arc::clone(&counted));
                tokio::task::spawn_blocking(move || {
                    let _permit = permit;
                    let guess = json!({ "username": format!("name{}", number % 50), "password": "a wrong password" });
                    // A refusal is as good as an answer: what counts is the work that it made.
                    let _ = agent.post(&url).send_json(guess);
                    counted.fetch_add(1, Ordering::Relaxed);
                });
            }
        });
        Self { task, attempts }
    }

    /// Stops, and says how many attempts there were.
    pub(super) async fn end(self) -> u64 {
        self.task.abort();
        // Those under way end; what is measured next starts from rest.
        tokio::time::sleep(REST).await;
        self.attempts.load(Ordering::Relaxed)
    }
}

/// Attempts under way at once.
const MOST_OPEN: usize = 256;
const REST: Duration = Duration::from_secs(5);
