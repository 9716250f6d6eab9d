//! Decides what a request means before its socket has a place in a room.

use crate::wire::{PROTOCOL_VERSION, Request, Resume};

/// What to do.
#[derive(Debug, PartialEq)]
pub(super) enum Step {
    Join(Wish),
    OutOfOrder,
    Resume(Resume),
    VersionUnsupported,
    Welcome,
}

/// A room that somebody wants to enter.
#[derive(Debug, PartialEq)]
pub(super) struct Wish {
    pub(super) room: String,
    pub(super) offer: String,
    pub(super) microphone: bool,
    pub(super) camera: bool,
    pub(super) password: Option<String>,
}

/// `greeted`: whether a `hello` of our version came before.
pub(super) fn step(greeted: bool, request: Request) -> Step {
    match request {
        Request::Hello { .. } if greeted => Step::OutOfOrder,
        Request::Hello { version, .. } if version != PROTOCOL_VERSION => Step::VersionUnsupported,
        Request::Hello { resume: Some(resume), .. } => Step::Resume(resume),
        Request::Hello { resume: None, .. } => Step::Welcome,
        Request::Join { room, offer, microphone, camera, password } if greeted => {
            Step::Join(Wish { room, offer, microphone, camera, password })
        }
        _ => Step::OutOfOrder,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hello_comes_first_and_once() {
        assert_eq!(step(false, hello(1, None)), Step::Welcome);
        assert_eq!(step(true, hello(1, None)), Step::OutOfOrder);
        assert_eq!(step(false, join()), Step::OutOfOrder);
        assert!(matches!(step(true, join()), Step::Join(_)));
    }

    #[test]
    fn another_version_is_not_understood_whatever_it_wants() {
        let resume = Resume { token: "t".to_owned(), after: 3 };
        assert_eq!(step(false, hello(2, None)), Step::VersionUnsupported);
        assert_eq!(step(false, hello(0, Some(resume.clone()))), Step::VersionUnsupported);
        assert_eq!(step(false, hello(1, Some(resume.clone()))), Step::Resume(resume));
    }

    #[test]
    fn nothing_else_is_answered_outside_a_room() {
        assert_eq!(step(true, Request::Chat { text: "hi".to_owned() }), Step::OutOfOrder);
        assert_eq!(step(true, Request::Leave {}), Step::OutOfOrder);
    }

    fn hello(version: u32, resume: Option<Resume>) -> Request {
        Request::Hello { version, resume }
    }

    fn join() -> Request {
        Request::Join { room: "r".to_owned(), offer: String::new(), microphone: true, camera: true, password: None }
    }
}
