//! Threads that yield to those on which people wait.

/// What a thread does. Media (packets in, packets out) keeps the priority that the process was
/// started with, so that nothing here stands before it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Work {
    /// Requests, sockets, stored rows: a flood of them must not hold up a packet.
    Requests,
    /// Seconds of pure computing: passwords, captions.
    Computing,
}

/// Gives the calling thread the priority of its work.
///
/// Does nothing where threads have no priority of their own (only Linux lets one lower it for a
/// single thread, see setpriority(2), "C library/kernel differences").
pub fn lower_for(work: Work) {
    #[cfg(target_os = "linux")]
    {
        #[expect(unsafe_code, reason = "setpriority has no safe form in std; it takes and returns only integers")]
        // SAFETY: no memory is involved. 0 names the calling thread.
        let result = unsafe { libc::setpriority(libc::PRIO_PROCESS, 0, work.niceness()) };
        if result != 0 {
            tracing::debug!(error = %std::io::Error::last_os_error(), "this thread keeps its priority");
        }
    }
    #[cfg(not(target_os = "linux"))]
    let _ = work;
}

#[cfg(target_os = "linux")]
impl Work {
    /// Each step is a factor of about 1.25 in weight: 0.4 and 0.1 of an ordinary thread's.
    fn niceness(self) -> libc::c_int {
        match self {
            Self::Requests => 4,
            Self::Computing => 10,
        }
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    #[test]
    fn only_the_calling_thread_yields() {
        let nice = || std::fs::read_to_string("/proc/thread-self/stat").map(|stat| field(&stat, 19)).unwrap();
        let before = nice();
        let lowered = std::thread::spawn(move || {
            super::lower_for(super::Work::Computing);
            nice()
        });
        assert_eq!(lowered.join().unwrap(), super::Work::Computing.niceness().max(before));
        assert_eq!(nice(), before);
    }

    /// A field of proc_pid_stat(5), counted from 1; the second, a name in parentheses, may hold blanks.
    fn field(stat: &str, number: usize) -> i32 {
        let (_, after_name) = stat.rsplit_once(')').unwrap();
        after_name.split_whitespace().nth(number - 3).unwrap().parse().unwrap()
    }
}
