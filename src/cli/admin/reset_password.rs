//! `glossa admin reset-password`: gives somebody a new password.

use chrono::Utc;
use clap::Args;

use super::desk::Named;
use super::new_password::NewPassword;
use crate::account::Token;

#[derive(Args, Debug)]
pub(super) struct ResetPassword {
    #[command(flatten)]
    password: NewPassword,
    #[command(flatten)]
    who: Named,
}

impl ResetPassword {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        let (desk, user) = self.who.find().await?;
        let password = self.password.choose(&desk.hasher()?).await?;
        // Whoever got hold of the account may hold an API token, too: an unknown one that is over
        // already takes its place.
        let nobodys = Token::draw_for_api(&mut rand::rng()).digest();
        desk.store.mint_token(user.id, nobodys, Utc::now()).await?;
        desk.store.change_password(user.id, password.hash.clone(), None).await?;
        desk.note(&user, "password_reset").await?;
        println!("{} has a new password, and is logged out everywhere", user.username);
        if user.is_blocked {
            println!("{0} is still blocked: glossa admin unblock {0:?}", user.username);
        }
        password.show();
        desk.close().await
    }
}
