//! Datagrams to many peers in few system calls.

use std::io;
use std::net::{IpAddr, UdpSocket};
use std::os::fd::AsRawFd;
use std::sync::Arc;

use socket2::SockAddr;

use super::{is_wildcard, mapped};
use crate::media::remote::Path;
use crate::media::tcp::Outgoing;

/// Gathers datagrams and sends them. Consecutive ones to one peer that have one size (the last may
/// be shorter) leave as one message that the kernel or the card cuts up (GSO).
pub struct Sender {
    socket: Arc<UdpSocket>,
    is_ipv6: bool,
    is_wildcard: bool,
    can_segment: bool,
    scratch: Box<[u8]>,
    used: usize,
    runs: Vec<Run>,
    /// Where what goes to TCP connections waits.
    pub(in crate::media) streams: Outgoing,
    dropped: u64,
}

#[derive(Clone, Copy)]
struct Run {
    path: Path,
    start: usize,
    len: usize,
    segment: usize,
    segments: usize,
    is_closed: bool,
}

impl Sender {
    pub fn new(socket: Arc<UdpSocket>) -> io::Result<Self> {
        let local = socket.local_addr()?;
        Ok(Self {
            socket,
            is_ipv6: local.is_ipv6(),
            is_wildcard: is_wildcard(local),
            can_segment: true,
            scratch: vec![0; SCRATCH].into_boxed_slice(),
            used: 0,
            runs: Vec::with_capacity(MAX_RUNS),
            streams: Outgoing::default(),
            dropped: 0,
        })
    }

    /// Adds one datagram: `write` fills at most [`MAX_DATAGRAM`] bytes and returns how many.
    pub fn push(&mut self, path: Path, write: impl FnOnce(&mut [u8]) -> usize) {
        if self.used + MAX_DATAGRAM > self.scratch.len() || self.runs.len() == MAX_RUNS {
            self.flush();
        }
        let start = self.used;
        let len = write(&mut self.scratch[start..start + MAX_DATAGRAM]);
        if len == 0 {
            return;
        }
        if let Some(stream) = path.to.stream {
            self.streams.push(stream, &self.scratch[start..start + len]);
            return;
        }
        self.used += len;
        if let Some(run) = self.runs.last_mut()
            && !run.is_closed
            && run.path == path
            && len <= run.segment
            && run.segments < MAX_SEGMENTS
            && run.len + len <= MAX_MESSAGE
        {
            run.len += len;
            run.segments += 1;
            run.is_closed = len < run.segment;
            return;
        }
        self.runs.push(Run { path, start, len, segment: len, segments: 1, is_closed: !self.can_segment });
    }

    /// Sends everything gathered. A full socket drops the rest: the receivers will ask for what
    /// they miss, and waiting would delay everyone.
    pub fn flush(&mut self) {
        let mut sent = 0;
        while sent < self.runs.len() {
            match self.send_some(sent) {
                Ok(count) => sent += count.max(1),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                    self.dropped += (self.runs.len() - sent) as u64;
                    break;
                }
                // No segmentation here: this message is lost, later ones are sent one by one.
                Err(error) if self.runs[sent].segments > 1 && is_segmentation_error(&error) => {
                    self.can_segment = false;
                    self.dropped += 1;
                    sent += 1;
                }
                // This peer cannot be reached; the next may.
                Err(_) => {
                    self.dropped += 1;
                    sent += 1;
                }
            }
        }
        self.runs.clear();
        self.used = 0;
        self.streams.flush();
    }

    /// Messages that could not be sent so far.
    pub fn dropped(&self) -> u64 {
        self.dropped + self.streams.dropped()
    }

    #[expect(unsafe_code, reason = "sendmmsg and UDP_SEGMENT have no safe wrapper")]
    fn send_some(&self, first: usize) -> io::Result<usize> {
        let runs = &self.runs[first..self.runs.len().min(first + BATCH)];
        let mut addresses: [Option<SockAddr>; BATCH] = [const { None }; BATCH];
        let mut controls = [Control([0; CONTROL]); BATCH];
        // SAFETY: both are plain C structures for which all zeros is a valid value.
        let (mut slices, mut headers) =
            unsafe { (std::mem::zeroed::<[libc::iovec; BATCH]>(), std::mem::zeroed::<[libc::mmsghdr; BATCH]>()) };
        for (at, run) in runs.iter().enumerate() {
            let address = &*addresses[at].insert(mapped(run.path.to.address, self.is_ipv6).into());
            slices[at] = libc::iovec {
                iov_base: self.scratch[run.start..run.start + run.len].as_ptr().cast_mut().cast(),
                iov_len: run.len,
            };
            let header = &mut headers[at].msg_hdr;
            header.msg_name = address.as_ptr().cast_mut().cast();
            header.msg_namelen = address.len();
            header.msg_iov = &raw mut slices[at];
            header.msg_iovlen = 1;
            let mut control = ControlWriter { header, buffer: &mut controls[at].0, len: 0 };
            if run.segments > 1 {
                control.push(libc::SOL_UDP, libc::UDP_SEGMENT, run.segment as u16);
            }
            match run.path.from.filter(|_| self.is_wildcard) {
                Some(IpAddr::V4(ip)) => control.push(
                    libc::IPPROTO_IP,
                    libc::IP_PKTINFO,
                    libc::in_pktinfo {
                        ipi_ifindex: 0,
                        ipi_spec_dst: libc::in_addr { s_addr: u32::from_ne_bytes(ip.octets()) },
                        ipi_addr: libc::in_addr { s_addr: 0 },
                    },
                ),
                Some(IpAddr::V6(ip)) => control.push(
                    libc::IPPROTO_IPV6,
                    libc::IPV6_PKTINFO,
                    libc::in6_pktinfo { ipi6_addr: libc::in6_addr { s6_addr: ip.octets() }, ipi6_ifindex: 0 },
                ),
                None => {}
            }
        }
        // SAFETY: every pointer in the first `runs.len()` headers leads into `addresses`, `slices`,
        // `controls` and `self.scratch`, which outlive the call; the kernel writes only `msg_len`.
        let sent =
            unsafe { libc::sendmmsg(self.socket.as_raw_fd(), headers.as_mut_ptr(), runs.len() as libc::c_uint, 0) };
        usize::try_from(sent).map_err(|_| io::Error::last_os_error())
    }
}

/// Control messages need the alignment of their header.
#[derive(Clone, Copy)]
#[repr(align(8))]
struct Control([u8; CONTROL]);

struct ControlWriter<'a> {
    header: &'a mut libc::msghdr,
    buffer: &'a mut [u8; CONTROL],
    len: usize,
}

impl ControlWriter<'_> {
    #[expect(unsafe_code, reason = "control messages are laid out by libc's arithmetic")]
    fn push<T: Copy>(&mut self, level: libc::c_int, kind: libc::c_int, value: T) {
        // SAFETY: pure arithmetic on a small constant.
        let (space, len) = unsafe {
            (libc::CMSG_SPACE(size_of::<T>() as u32) as usize, libc::CMSG_LEN(size_of::<T>() as u32) as usize)
        };
        assert!(self.len + space <= CONTROL, "CONTROL counts every message that is pushed");
        let head = libc::cmsghdr { cmsg_len: len as _, cmsg_level: level, cmsg_type: kind };
        let at = self.buffer[self.len..].as_mut_ptr();
        // SAFETY: `space` bytes are free at `at`, which is aligned to 8 like every CMSG_SPACE.
        unsafe {
            at.cast::<libc::cmsghdr>().write(head);
            at.add(libc::CMSG_LEN(0) as usize).cast::<T>().write_unaligned(value);
        }
        self.len += space;
        self.header.msg_control = self.buffer.as_mut_ptr().cast();
        self.header.msg_controllen = self.len as _;
    }
}

/// The card cannot finish checksums, without which the kernel does not segment. Errors about one
/// message's size say nothing about the others.
fn is_segmentation_error(error: &io::Error) -> bool {
    error.raw_os_error() == Some(libc::EIO)
}

/// Longest datagram, in bytes: more does not fit an Ethernet frame.
pub const MAX_DATAGRAM: usize = 1_472;
/// Gathered before a flush, in bytes: what a room of 12 makes of one received batch.
const SCRATCH: usize = 2 << 20;
/// Messages gathered before a flush.
const MAX_RUNS: usize = 4_096;
/// The kernel's limit for one GSO message.
const MAX_SEGMENTS: usize = 64;
/// Largest UDP payload over IPv4, less the room for IPv6 headers.
const MAX_MESSAGE: usize = 65_000;
/// Messages per system call.
const BATCH: usize = 64;
/// Room for a segment size and a source address.
const CONTROL: usize = 64;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_datagrams_leave_as_one_message_and_arrive_one_by_one() {
        for local in ["127.0.0.1:0", "[::1]:0", "[::]:0"] {
            let Ok(socket) = super::super::open(local.parse().unwrap()) else { continue };
            let to = if local.starts_with("127") { "127.0.0.1:0" } else { "[::1]:0" };
            let receiver = UdpSocket::bind(to).unwrap();
            let path = Path { to: receiver.local_addr().unwrap().into(), from: None };
            let mut sender = Sender::new(socket).unwrap();
            for (byte, len) in [(1_u8, 1_000), (2, 1_000), (3, 700), (4, 1_000)] {
                sender.push(path, |buffer| {
                    buffer[..len].fill(byte);
                    len
                });
            }
            assert_eq!(sender.runs.iter().map(|run| run.segments).collect::<Vec<_>>(), [3, 1]);
            sender.flush();
            let mut buffer = [0; 2_000];
            for expected in [(1, 1_000), (2, 1_000), (3, 700), (4, 1_000)] {
                let len = receiver.recv(&mut buffer).unwrap();
                assert_eq!((buffer[0], len), expected);
            }
            assert_eq!(sender.dropped(), 0);
        }
    }

    #[test]
    fn a_source_address_is_honoured_on_a_wildcard_socket() {
        for (local, from) in [("0.0.0.0:0", "127.0.0.1"), ("[::]:0", "::1"), ("[::]:0", "127.0.0.1")] {
            let Ok(socket) = super::super::open(local.parse().unwrap()) else { continue };
            let from: IpAddr = from.parse().unwrap();
            let receiver = UdpSocket::bind((from, 0)).unwrap();
            let mut sender = Sender::new(socket).unwrap();
            sender.push(Path { to: receiver.local_addr().unwrap().into(), from: Some(from) }, |buffer| {
                buffer[0] = 9;
                1
            });
            sender.flush();
            assert_eq!(receiver.recv_from(&mut [0; 8]).unwrap().1.ip(), from);
        }
    }
}
