//! What strangers may do to media's TCP port.

use std::io::{ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use glossa::media::RoomId;
use glossa::participant::Route;
use uuid::Uuid;

use super::person::Person;
use super::plane;

fn connect(to: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect(to).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
    stream
}

/// Whether the other side has closed, or does so within 5 s.
fn is_closed(mut stream: &TcpStream) -> bool {
    match stream.read(&mut [0; 16]) {
        Ok(len) => len == 0,
        Err(error) => error.kind() == ErrorKind::ConnectionReset,
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tcp_connections_that_speak_no_media_are_closed_and_calls_go_on() {
    let plane = plane("127.0.0.1:0");
    let room = RoomId(Uuid::new_v4());
    let mut ann = Person::join(&plane, room, &Route::default()).await;
    let mut ben = Person::join(&plane, room, &Route::default()).await;
    let mut stranger = connect(plane.local_addr());
    stranger.write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
    assert!(is_closed(&stranger));
    // What is framed as media should be, but authentic nowhere, is not answered.
    let mut silent = connect(plane.local_addr());
    silent.write_all(&[0, 4, 0x80, 0xc8, 0, 0]).unwrap();
    for person in [&mut ann, &mut ben] {
        person.sees_within(Duration::from_secs(10)).await;
    }
    // By now it had time to prove itself; reading waits for the rest of it.
    silent.set_read_timeout(Some(Duration::from_secs(15))).unwrap();
    assert!(is_closed(&silent));
    ann.close().await;
    ben.close().await;
    plane.stop();
}

#[tokio::test]
async fn one_address_opens_only_so_many_tcp_connections() {
    let plane = plane("127.0.0.1:0");
    let streams: Vec<_> = (0..129).map(|_| connect(plane.local_addr())).collect();
    assert!(is_closed(&streams[128]));
    streams[0].set_read_timeout(Some(Duration::from_millis(200))).unwrap();
    assert!(!is_closed(&streams[0]));
    plane.stop();
}
