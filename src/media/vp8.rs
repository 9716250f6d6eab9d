//! The VP8 payload descriptor (RFC 7741, section 4.2).

/// What a router has to know of one VP8 packet.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(super) struct Descriptor {
    /// Bytes before the bitstream.
    pub(super) len: u8,
    /// The packet opens a frame (S = 1, PID = 0).
    pub(super) opens_frame: bool,
    /// The packet opens a key frame.
    pub(super) opens_key_frame: bool,
    pub(super) picture: Option<PictureId>,
    pub(super) tl0: Option<Tl0>,
}

/// A picture id and its place.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct PictureId {
    at: u8,
    wide: bool,
    pub(super) value: u16,
}

/// The running number of base-layer frames and its place.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Tl0 {
    at: u8,
    pub(super) value: u8,
}

impl Descriptor {
    /// Reads the descriptor; `None` when the payload is cut short.
    pub(super) fn read(payload: &[u8]) -> Option<Self> {
        let first = *payload.first()?;
        let mut at = 1;
        let mut descriptor = Self { opens_frame: first & 0x10 != 0 && first & 0x07 == 0, ..Self::default() };
        if first & 0x80 != 0 {
            let fields = *payload.get(at)?;
            at += 1;
            if fields & 0x80 != 0 {
                let high = *payload.get(at)?;
                let wide = high & 0x80 != 0;
                let value =
                    if wide { u16::from_be_bytes([high & 0x7f, *payload.get(at + 1)?]) } else { u16::from(high) };
                descriptor.picture = Some(PictureId { at: at as u8, wide, value });
                at += if wide { 2 } else { 1 };
            }
            if fields & 0x40 != 0 {
                descriptor.tl0 = Some(Tl0 { at: at as u8, value: *payload.get(at)? });
                at += 1;
            }
            if fields & 0x30 != 0 {
                at += 1;
            }
        }
        // The first bit of a frame is 0 for key frames (RFC 6386, section 9.1).
        descriptor.opens_key_frame = descriptor.opens_frame && payload.get(at)? & 1 == 0;
        descriptor.len = at as u8;
        Some(descriptor)
    }

    /// Adds offsets to the picture id and to the base-layer number of a copied payload.
    pub(super) fn shift(&self, payload: &mut [u8], picture: u16, tl0: u8) {
        if let Some(id) = self.picture {
            let at = usize::from(id.at);
            let value = id.value.wrapping_add(picture);
            if id.wide {
                payload[at..at + 2].copy_from_slice(&(value & 0x7fff | 0x8000).to_be_bytes());
            } else {
                payload[at] = (value & 0x7f) as u8;
            }
        }
        if let Some(number) = self.tl0 {
            payload[usize::from(number.at)] = number.value.wrapping_add(tl0);
        }
    }
}

/// Width and height in a key frame's header (RFC 6386, section 9.1), in pixels.
pub(super) fn key_frame_size(frame: &[u8]) -> Option<(u16, u16)> {
    match frame {
        [_, _, _, 0x9d, 0x01, 0x2a, w0, w1, h0, h1, ..] => {
            Some((u16::from_le_bytes([*w0, *w1]) & 0x3fff, u16::from_le_bytes([*h0, *h1]) & 0x3fff))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn all_fields_of_a_key_frame_are_read() {
        let payload = [0x90, 0xf0, 0x92, 0x34, 0x56, 0x20, 0x10, 0x00];
        let read = Descriptor::read(&payload).unwrap();
        assert!(read.opens_frame && read.opens_key_frame);
        assert_eq!(read.len, 6);
        assert_eq!(read.picture.unwrap().value, 0x1234);
        assert_eq!(read.tl0.unwrap().value, 0x56);
    }

    #[test]
    fn a_delta_frame_and_a_continuation_open_no_key_frame() {
        assert!(!Descriptor::read(&[0x10, 0x01]).unwrap().opens_key_frame);
        assert!(!Descriptor::read(&[0x00, 0x00]).unwrap().opens_frame);
        assert!(!Descriptor::read(&[0x11, 0x00]).unwrap().opens_frame);
    }

    #[test]
    fn shifted_numbers_wrap_in_their_width() {
        let mut wide = [0x90, 0xc0, 0xff, 0xff, 0xff, 0x00];
        Descriptor::read(&wide).unwrap().shift(&mut wide, 2, 3);
        assert_eq!(wide, [0x90, 0xc0, 0x80, 0x01, 0x02, 0x00]);
        let mut narrow = [0x90, 0x80, 0x7f, 0x00];
        Descriptor::read(&narrow).unwrap().shift(&mut narrow, 1, 0);
        assert_eq!(narrow, [0x90, 0x80, 0x00, 0x00]);
    }

    #[test]
    fn a_cut_descriptor_is_refused() {
        assert_eq!(Descriptor::read(&[]), None);
        assert_eq!(Descriptor::read(&[0x90, 0x80, 0x80]), None);
        assert_eq!(Descriptor::read(&[0x10]), None);
    }

    #[test]
    fn the_size_is_in_the_key_frame_header() {
        assert_eq!(key_frame_size(&[0, 0, 0, 0x9d, 1, 0x2a, 0x80, 0x42, 0xe0, 0x01]), Some((640, 480)));
        assert_eq!(key_frame_size(&[0, 0, 0, 0x9d, 1]), None);
    }

    proptest! {
        #[test]
        fn random_bytes_never_panic(mut payload in proptest::collection::vec(any::<u8>(), 0..16)) {
            if let Some(read) = Descriptor::read(&payload) {
                read.shift(&mut payload, 5, 7);
                prop_assert!(usize::from(read.len) < payload.len() || !read.opens_frame);
            }
        }
    }
}
