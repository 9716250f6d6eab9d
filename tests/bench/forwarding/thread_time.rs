//! The processor time of one thread of this process.

use std::{fs, time::Duration};

/// User and system time of the thread of this name, as the scheduler counts it.
pub(super) fn thread_time(name: &str) -> Duration {
    let tasks = fs::read_dir("/proc/self/task").expect("the threads of this process").flatten();
    let times = tasks.map(|task| task.path()).filter_map(|task| {
        let comm = fs::read_to_string(task.join("comm")).ok()?;
        let schedstat = fs::read_to_string(task.join("schedstat")).ok()?;
        (comm.trim() == name).then(|| schedstat.split(' ').next()?.parse().ok()).flatten()
    });
    let times: Vec<u64> = times.collect();
    assert!(!times.is_empty(), "no thread is called {name}");
    Duration::from_nanos(times.iter().sum())
}
