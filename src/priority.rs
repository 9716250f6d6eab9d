//! Threads that yield to those on which people wait.

/// Lowers the priority of the calling thread: it computes when media and sockets leave time.
///
/// Does nothing where threads have no priority of their own (only Linux lets one lower it for a
/// single thread, see setpriority(2), "C library/kernel differences").
pub fn lower() {
    #[cfg(target_os = "linux")]
    {
        #[expect(unsafe_code, reason = "setpriority has no safe form in std; it takes and returns only integers")]
        // SAFETY: no memory is involved. 0 names the calling thread.
        let result = unsafe { libc::setpriority(libc::PRIO_PROCESS, 0, NICENESS) };
        if result != 0 {
            tracing::debug!(error = %std::io::Error::last_os_error(), "this thread keeps its priority");
        }
    }
}

/// A tenth of the weight of an ordinary thread (each step is a factor of about 1.25).
#[cfg(target_os = "linux")]
const NICENESS: libc::c_int = 10;

#[cfg(all(test, target_os = "linux"))]
mod tests {
    #[test]
    fn only_the_calling_thread_yields() {
        let nice = || std::fs::read_to_string("/proc/thread-self/stat").map(|stat| field(&stat, 19)).unwrap();
        let before = nice();
        let lowered = std::thread::spawn(move || {
            super::lower();
            nice()
        });
        assert_eq!(lowered.join().unwrap(), super::NICENESS.max(before));
        assert_eq!(nice(), before);
    }

    /// A field of proc_pid_stat(5), counted from 1; the second, a name in parentheses, may hold blanks.
    fn field(stat: &str, number: usize) -> i32 {
        let (_, after_name) = stat.rsplit_once(')').unwrap();
        after_name.split_whitespace().nth(number - 3).unwrap().parse().unwrap()
    }
}
