//! Binding requests with their answers (RFC 8489).

use std::net::SocketAddr;

use rtc::crypto::RTCCrypto;
use rtc::stun::attributes::{ATTR_USE_CANDIDATE, ATTR_USERNAME};
use rtc::stun::fingerprint::FINGERPRINT;
use rtc::stun::integrity::MessageIntegrity;
use rtc::stun::message::{BINDING_REQUEST, BINDING_SUCCESS, MESSAGE_HEADER_SIZE, Message, Setter};
use rtc::stun::xoraddr::XorMappedAddress;

pub(in crate::media) use rtc::stun::message::TransactionId;

use super::Ufrag;

/// An authenticated binding request.
#[derive(Debug)]
pub(in crate::media) struct BindingRequest {
    pub(in crate::media) transaction: TransactionId,
    pub(in crate::media) local_ufrag: Ufrag,
    pub(in crate::media) nominates: bool,
}

impl BindingRequest {
    /// Reads a request and checks its integrity with our password; `None` for anything else.
    pub(in crate::media) fn read(datagram: &[u8], password: &str, crypto: &dyn RTCCrypto) -> Option<Self> {
        let mut message = decode(datagram)?;
        let local_ufrag = ufrag_of(&message)?;
        MessageIntegrity::check(&mut message, password.as_bytes(), crypto).ok()?;
        Some(Self { transaction: message.transaction_id, local_ufrag, nominates: message.contains(ATTR_USE_CANDIDATE) })
    }

    /// The success response, telling the asker its address.
    pub(in crate::media) fn response(
        &self,
        from: SocketAddr,
        password: &str,
        crypto: &dyn RTCCrypto,
    ) -> Option<Vec<u8>> {
        let mut message = Message::new();
        let setters: [Box<dyn Setter + '_>; 5] = [
            Box::new(self.transaction),
            Box::new(BINDING_SUCCESS),
            Box::new(XorMappedAddress { ip: from.ip(), port: from.port() }),
            Box::new(MessageIntegrity::new_short_term_integrity_with_provider(password.to_owned(), crypto)),
            Box::new(FINGERPRINT),
        ];
        message.build(&setters).ok()?;
        Some(message.raw)
    }
}

/// Whom an unauthenticated request claims to be for. It allocates: STUN is rare.
pub(in crate::media) fn local_ufrag(datagram: &[u8]) -> Option<Ufrag> {
    ufrag_of(&decode(datagram)?)
}

fn decode(datagram: &[u8]) -> Option<Message> {
    // The header's length counts what follows it; the crate accepts trailing bytes, we do not.
    let len: &[u8; 2] = datagram.get(2..)?.first_chunk()?;
    if MESSAGE_HEADER_SIZE + usize::from(u16::from_be_bytes(*len)) != datagram.len() {
        return None;
    }
    let mut message = Message { raw: datagram.to_vec(), ..Message::default() };
    message.decode().ok()?;
    (message.typ == BINDING_REQUEST).then_some(message)
}

/// The user name is `ours:theirs` (RFC 8445, section 7.2.2).
fn ufrag_of(message: &Message) -> Option<Ufrag> {
    let name = message.get(ATTR_USERNAME).ok()?;
    let (ours, _theirs) = std::str::from_utf8(&name).ok()?.split_once(':')?;
    Ufrag::parse(ours)
}

/// A browser's side, for tests.
#[cfg(test)]
pub(in crate::media) mod browser {
    use rtc::crypto::default_provider;
    use rtc::stun::textattrs::TextAttribute;

    use super::*;

    /// A binding request that does not nominate.
    pub(in crate::media) fn request(ufrag: &str, password: &str) -> Vec<u8> {
        let provider = default_provider().unwrap();
        let mut message = Message::new();
        let setters: [Box<dyn Setter + '_>; 5] = [
            Box::new(TransactionId([3; 12])),
            Box::new(BINDING_REQUEST),
            Box::new(TextAttribute::new(ATTR_USERNAME, format!("{ufrag}:theirs"))),
            Box::new(MessageIntegrity::new_short_term_integrity_with_provider(password.into(), provider.crypto())),
            Box::new(FINGERPRINT),
        ];
        message.build(&setters).unwrap();
        message.raw
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rtc::crypto::default_provider;
    use rtc::stun::attributes::ATTR_XORMAPPED_ADDRESS;
    use rtc::stun::message::Getter;

    use super::*;

    fn request(password: &str) -> Vec<u8> {
        browser::request("ours", password)
    }

    #[test]
    fn only_the_right_password_authenticates() {
        let provider = default_provider().unwrap();
        let datagram = request("right");
        assert_eq!(local_ufrag(&datagram), Ufrag::parse("ours"));
        assert!(BindingRequest::read(&datagram, "wrong", provider.crypto()).is_none());
        let read = BindingRequest::read(&datagram, "right", provider.crypto()).unwrap();
        assert_eq!((read.transaction.0, read.nominates), ([3; 12], false));
    }

    #[test]
    fn the_response_tells_the_address_and_is_signed() {
        let provider = default_provider().unwrap();
        let request = BindingRequest::read(&request("right"), "right", provider.crypto()).unwrap();
        for from in ["192.0.2.1:5000", "[2001:db8::1]:5000"] {
            let from: SocketAddr = from.parse().unwrap();
            let mut message = Message::new();
            message.raw = request.response(from, "right", provider.crypto()).unwrap();
            message.decode().unwrap();
            let mut mapped = XorMappedAddress::default();
            mapped.get_from(&message).unwrap();
            assert_eq!(SocketAddr::new(mapped.ip, mapped.port), from);
            assert!(message.contains(ATTR_XORMAPPED_ADDRESS));
            assert!(MessageIntegrity::check(&mut message, b"right", provider.crypto()).is_ok());
        }
    }

    proptest! {
        #[test]
        fn random_changes_never_authenticate_nor_panic(at in 0_usize..96, byte: u8, cut in 0_usize..100) {
            let provider = default_provider().unwrap();
            let mut datagram = request("right");
            let whole = datagram.clone();
            let at = at % datagram.len();
            datagram[at] = byte;
            datagram.truncate(datagram.len().min(cut));
            // The fingerprint behind the integrity is not covered by it.
            if datagram[..] != whole[..datagram.len()] && at < whole.len() - 8 || datagram.len() < whole.len() {
                prop_assert!(BindingRequest::read(&datagram, "right", provider.crypto()).is_none());
            }
        }

        #[test]
        fn random_bytes_never_panic(datagram in proptest::collection::vec(any::<u8>(), 0..80)) {
            let provider = default_provider().unwrap();
            let mut datagram = datagram;
            if datagram.len() > 24 {
                let len = (datagram.len() - 20) as u16;
                datagram[..8].copy_from_slice(&[0, 1, 0, 0, 0x21, 0x12, 0xa4, 0x42]);
                datagram[2..4].copy_from_slice(&len.to_be_bytes());
            }
            let _ = local_ufrag(&datagram);
            prop_assert!(BindingRequest::read(&datagram, "right", provider.crypto()).is_none());
        }
    }
}
