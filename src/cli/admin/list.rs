//! `glossa admin list`: tells who has an account.

use std::io::{Write, stdout};

use chrono::{DateTime, SecondsFormat, Utc};
use clap::Args;

use super::desk::Desk;
use crate::cli::settings::Settings;
use crate::store::{Slice, User};

#[derive(Args, Debug)]
pub(super) struct List {
    /// Only accounts whose name or email address contains this
    #[arg(default_value = "", hide_default_value = true)]
    words: String,
    #[command(flatten)]
    settings: Box<Settings>,
}

impl List {
    pub(super) async fn run(self) -> anyhow::Result<()> {
        let desk = Desk::open(&self.settings).await?;
        let mut out = stdout().lock();
        writeln!(out, "name\temail\tis\tfailed log-ins\tlast seen\tmade")?;
        let mut slice = Slice::first(PAGE);
        loop {
            let page = desk.store.users(&self.words, slice).await?;
            for user in &page.items {
                writeln!(out, "{}", line(user))?;
            }
            slice.after = page.next;
            if page.next.is_none() {
                break;
            }
        }
        desk.close().await
    }
}

/// Accounts asked for at once.
const PAGE: u64 = 100;

/// Names and addresses have neither tabs nor line ends.
fn line(user: &User) -> String {
    let is = match (user.is_admin, user.is_blocked) {
        (true, true) => "administrator, blocked",
        (true, false) => "administrator",
        (false, true) => "member, blocked",
        (false, false) => "member",
    };
    let seen = user.last_seen.map_or_else(|| "never".to_owned(), second);
    let (name, email, failures) = (&user.username, &user.email, user.failed_logins);
    format!("{name}\t{email}\t{is}\t{failures}\t{seen}\t{}", second(user.created_at))
}

fn second(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}
