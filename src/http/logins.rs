//! Tells open connections that some log-in ended, so that each looks whether it was its own.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;

use crate::room::Directory;
use crate::store::{Store, StoreError};

/// Clones share the news.
#[derive(Clone, Debug)]
pub struct Logins {
    ended: Arc<watch::Sender<()>>,
}

impl Logins {
    /// Asks the store from now on, as another process (the command line, another server) may end
    /// log-ins as well. It is one row by its key; the task ends with the last clone.
    pub fn watch(store: Store, rooms: Directory) -> Self {
        let ended = Arc::new(watch::Sender::new(()));
        let news = Arc::downgrade(&ended);
        tokio::spawn(async move {
            let mut known = store.logins_ended().await.ok().flatten();
            loop {
                tokio::time::sleep(PACE).await;
                let Some(ended) = news.upgrade() else { return };
                let looked = async {
                    let now = store.logins_ended().await?;
                    if now != known {
                        ended.send_replace(());
                        clear(&store, &rooms).await?;
                        known = now;
                    }
                    Ok::<_, StoreError>(())
                };
                // Nothing can be said while the store does not answer; each failed request logs it.
                if let Err(error) = looked.await {
                    tracing::debug!(%error, "it is unknown whether log-ins ended");
                }
            }
        });
        Self { ended }
    }

    /// This process ended some.
    pub(super) fn tell(&self) {
        self.ended.send_replace(());
    }

    pub(super) fn listen(&self) -> watch::Receiver<()> {
        self.ended.subscribe()
    }
}

/// Sends away whoever is shut out. Sockets look for themselves, but a member who lost theirs is
/// still seen and heard for as long as they may come back.
async fn clear(store: &Store, rooms: &Directory) -> Result<(), StoreError> {
    for user in store.shut_out(rooms.users().await).await? {
        rooms.expel(user).await;
    }
    Ok(())
}

/// How soon somebody is out whom another process blocked.
const PACE: Duration = Duration::from_millis(500);
