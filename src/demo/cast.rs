//! The two accounts of the demo: the signer, a visitor who is let in by a link.

use chrono::{DateTime, TimeDelta, Utc};
use rand::CryptoRng;

use crate::{
    account::Token,
    room_code::RoomCode,
    store::{NewUser, PasswordHash, Room, Store, StoreError, User},
};

/// Who plays in a demo.
#[derive(Clone, Debug)]
pub struct Cast {
    pub signer: User,
    pub visitor: User,
}

/// A log-in of the signer, for one performance.
#[derive(Clone, Debug)]
pub struct Ticket {
    pub session: Token,
}

impl Cast {
    /// Finds the two accounts, or makes them. Neither has a password: they come by ticket and link.
    pub async fn call(store: &Store, random: &mut impl CryptoRng, now: DateTime<Utc>) -> Result<Self, StoreError> {
        Ok(Self {
            signer: account(store, SIGNER, random, now).await?,
            visitor: account(store, VISITOR, random, now).await?,
        })
    }

    /// Whether this account is the demo signer's.
    pub fn is_signer(username: &str) -> bool {
        username == SIGNER.name
    }

    /// A room of the visitor's for a demo.
    pub async fn room(
        &self,
        store: &Store,
        random: &mut impl CryptoRng,
        now: DateTime<Utc>,
    ) -> Result<Room, StoreError> {
        loop {
            let code = RoomCode::draw(random);
            match store.create_room(self.visitor.id, code.as_str(), Some(TITLE.to_owned()), now).await {
                Err(StoreError::CodeTaken) => {}
                made => return made,
            }
        }
    }

    /// Logs the signer in.
    pub async fn ticket(
        &self,
        store: &Store,
        random: &mut impl CryptoRng,
        now: DateTime<Utc>,
    ) -> Result<Ticket, StoreError> {
        let session = Token::draw(random);
        store.create_session(self.signer.id, session.digest(), SIGNER.name, now, now + TICKET_LASTS).await?;
        Ok(Ticket { session })
    }

    /// The secret of a link that logs the visitor in, once.
    pub async fn invitation(
        &self,
        store: &Store,
        random: &mut impl CryptoRng,
        now: DateTime<Utc>,
    ) -> Result<Token, StoreError> {
        let link = Token::draw(random);
        store.create_entry_link(self.visitor.id, link.digest(), now + INVITATION_LASTS).await?;
        Ok(link)
    }
}

async fn account(
    store: &Store,
    role: Role,
    random: &mut impl CryptoRng,
    now: DateTime<Utc>,
) -> Result<User, StoreError> {
    if let Some(user) = store.user_by_name(role.name).await? {
        return Ok(user);
    }
    let new = NewUser {
        username: role.name.to_owned(),
        email: role.email.to_owned(),
        // No hash of anything: every password is wrong.
        password_hash: PasswordHash("!".to_owned()),
        is_admin: false,
        created_at: now,
        token_digest: Token::draw_for_api(random).digest(),
        token_expiration: now,
    };
    store.create_user(new).await
}

#[derive(Clone, Copy)]
struct Role {
    name: &'static str,
    email: &'static str,
}

const SIGNER: Role = Role { name: "Demo signer", email: "demo-signer@localhost" };
const VISITOR: Role = Role { name: "Demo visitor", email: "demo-visitor@localhost" };
const TITLE: &str = "Meet the demo signer";
/// A performance ends earlier.
const TICKET_LASTS: TimeDelta = TimeDelta::hours(2);
const INVITATION_LASTS: TimeDelta = TimeDelta::hours(1);
