//! The media plane: RTP in, rewritten, out.

use uuid::Uuid;

/// A participant, as media knows them.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct PeerId(pub Uuid);

/// A room, as media knows it: all its packets are handled by one worker.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct RoomId(pub Uuid);
