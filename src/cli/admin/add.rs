//! `glossa admin add`: makes an account.

use chrono::Utc;
use clap::Args;

use super::desk::Desk;
use super::new_password::NewPassword;
use crate::account::{Email, Token, Username};
use crate::cli::settings::Settings;
use crate::store::NewUser;

#[derive(Args, Debug)]
pub(super) struct Add {
    /// The name that others see, with which they log in
    #[arg(value_name = "NAME")]
    username: String,
    /// Where they can be written to
    email: String,
    /// Let them administer the server
    #[arg(long)]
    admin: bool,
    #[command(flatten)]
    password: NewPassword,
    #[command(flatten)]
    settings: Box<Settings>,
}

impl Add {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        let (username, email) = (Username::parse(&self.username)?, Email::parse(&self.email)?);
        let desk = Desk::open(&self.settings).await?;
        let password = self.password.choose(&desk.hasher()?).await?;
        let now = Utc::now();
        let new = NewUser {
            username: username.into_string(),
            email: email.into_string(),
            password_hash: password.hash.clone(),
            is_admin: self.admin,
            created_at: now,
            // Nobody saw this API token, and it is over already: they ask for one of their own.
            token_digest: Token::draw_for_api(&mut rand::rng()).digest(),
            token_expiration: now,
        };
        let user = desk.store.create_user(new).await?;
        desk.note(&user, "user_added").await?;
        println!("{} has an account", user.username);
        password.show();
        desk.close().await
    }
}
