//! `glossa admin block`: shuts somebody out.

use anyhow::Context;
use clap::Args;

use super::desk::Named;

#[derive(Args, Debug)]
pub(super) struct Block {
    #[command(flatten)]
    who: Named,
}

impl Block {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        let (desk, user) = self.who.find().await?;
        desk.store.block_user(user.id).await.with_context(|| format!("{} cannot be blocked", user.username))?;
        desk.note(&user, "user_blocked").await?;
        println!("{} is blocked: logged out everywhere, out of every call", user.username);
        desk.close().await
    }
}
