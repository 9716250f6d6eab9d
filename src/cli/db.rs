//! `glossa db`: moves a server's database.

use clap::{Args, Subcommand};

use crate::config::DatabaseUrl;
use crate::store::Store;

/// Move the database
#[derive(Args, Debug)]
pub(super) struct Db {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Copy everything into an empty database, each row compared; stop the server before
    Copy(Copy),
}

#[derive(Args, Debug)]
struct Copy {
    /// The database to copy, which stays as it is
    #[arg(long, value_name = "URL")]
    from: String,
    /// The empty database to copy into
    #[arg(long, value_name = "URL")]
    to: String,
}

impl Db {
    pub(super) fn run(self) -> anyhow::Result<()> {
        let Command::Copy(Copy { from, to }) = self.command;
        tokio::runtime::Runtime::new()?.block_on(async {
            let (source, target) = (Store::open_existing(&from).await?, Store::open(&to).await?);
            for copied in source.copy_into(&target).await? {
                println!("{:>10} {}", copied.rows, copied.table);
            }
            source.close().await?;
            target.close().await?;
            println!("Everything is copied. Start the server with --database-url {}", DatabaseUrl::new(to));
            Ok(())
        })
    }
}
