//! `glossa admin unblock`: lets somebody in again.

use clap::Args;

use super::desk::Named;

#[derive(Args, Debug)]
pub(super) struct Unblock {
    #[command(flatten)]
    who: Named,
}

impl Unblock {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        let (desk, user) = self.who.find().await?;
        desk.store.unblock_user(user.id).await?;
        desk.note(&user, "user_unblocked").await?;
        println!("{} may log in", user.username);
        desk.close().await
    }
}
