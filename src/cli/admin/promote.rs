//! `glossa admin promote`: makes somebody an administrator.

use clap::Args;

use super::desk::Named;
use crate::store::UserChange;

#[derive(Args, Debug)]
pub(super) struct Promote {
    #[command(flatten)]
    who: Named,
}

impl Promote {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        let (desk, user) = self.who.find().await?;
        let change = UserChange { is_admin: Some(true), ..UserChange::default() };
        desk.store.change_user(user.id, change).await?;
        desk.note(&user, "administrator_made").await?;
        println!("{} administers this server", user.username);
        desk.close().await
    }
}
