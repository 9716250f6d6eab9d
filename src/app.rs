//! A running server: its parts, made in order, handed to each other.

mod retention;

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use std::{fs, io, thread};

use chrono::Utc;
use tokio::net::TcpListener;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use crate::account::{Cost, Hasher, SetupLink};
use crate::config::{Config, MailHalf, TlsMode};
use crate::demo::House;
use crate::http::{self, AppState, Broadcasts, CookiePolicy, Edge, Logins, Tls, TlsError};
use crate::mail::{self, Clerk, NoTransport};
use crate::media::udp::host_addresses;
use crate::media::{MediaConfig, MediaError, Plane};
use crate::recogniser::{Model, ModelError, Pool, PoolConfig};
use crate::room::Directory;
use crate::shutdown;
use crate::store::{Store, StoreError};

/// A server that has its ports, its database and its links; it answers while it is run.
pub struct App {
    listener: TcpListener,
    tls: Option<Tls>,
    local_addr: SocketAddr,
    origin: String,
    elsewhere: Vec<String>,
    setup_link: Option<String>,
    state: AppState,
    clerk: Option<Clerk>,
    plane: Plane,
}

/// Why the server does not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// bcrypt knows no such work factor.
    #[error("bcrypt_cost: it is a number from 4 to 31")]
    BcryptCost,
    /// The data folder cannot be made or written.
    #[error("the data folder {0} cannot be used: {1}")]
    Data(String, #[source] io::Error),
    /// Another program has the address, or this machine does not.
    #[error("cannot listen on {0}: {1}")]
    Listen(SocketAddr, #[source] io::Error),
    /// Some of what mails take is missing in the settings.
    #[error(transparent)]
    MailHalf(#[from] MailHalf),
    /// The mail server cannot be named in a certificate.
    #[error(transparent)]
    MailServer(#[from] NoTransport),
    /// The media plane cannot start.
    #[error(transparent)]
    Media(#[from] MediaError),
    /// The model named in the settings cannot be used.
    #[error("model: {0}")]
    Model(#[from] ModelError),
    /// The database cannot be opened.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The certificate cannot be used or made.
    #[error("TLS: {0}")]
    Tls(#[from] TlsError),
    /// One half of a certificate is missing in the settings.
    #[error("tls_cert and tls_key belong together: set both, or none")]
    TlsHalf,
    /// The system gives no more threads.
    #[error("cannot start the threads that check passwords: {0}")]
    Threads(#[source] io::Error),
}

impl App {
    /// Makes everything ready. Asks the port first: who starts a second server by mistake is told
    /// before anything is touched.
    pub async fn start(config: Config) -> Result<Self, StartError> {
        let cost = Cost::new(config.bcrypt_cost).ok_or(StartError::BcryptCost)?;
        let mail = config.mail()?;
        let unusable = |error| StartError::Data(config.data.display().to_string(), error);
        let unheard = |error| StartError::Listen(config.listen, error);
        let listener = TcpListener::bind(config.listen).await.map_err(unheard)?;
        let local_addr = listener.local_addr().map_err(unheard)?;
        make_private_folder(&config.data).map_err(unusable)?;
        let tls = tls(&config, local_addr)?;
        let store = match &config.database_url {
            Some(url) => Store::open(url.reveal()).await?,
            None => Store::open_in(&config.data).await?,
        };
        let ended = store.close_open_calls(Utc::now()).await?;
        if ended > 0 {
            tracing::warn!(calls = ended, "ended the calls that were open when the server last stopped");
        }
        let setup = match store.has_administrator().await? {
            false => SetupLink::prepare(&config.data, &mut rand::rng()),
            true => SetupLink::spent(&config.data),
        }
        .map_err(unusable)?;
        let origin = origin(&config, local_addr);
        let setup_link = setup.publish(&origin).map_err(unusable)?;
        let plane = Plane::start(MediaConfig {
            listen: config.media.unwrap_or(local_addr),
            public: config.public_address,
            workers: config.media_workers.get().into(),
            shares_tcp: config.media.is_none_or(|media| media == local_addr),
            near_only: config.media.is_none() && local_addr.ip().is_loopback(),
        })?;
        let office = mail.as_ref().map(|mail| mail::open(mail, store.clone())).transpose()?;
        let (postbox, clerk) = office.unzip();
        let house = House { origin: local_origin(local_addr), media: plane.local_addr() };
        let rooms = Directory::new(store.clone(), plane.clone(), recogniser(&config)?, config.room_size.get().into());
        let state = AppState {
            store: store.clone(),
            hasher: Hasher::start(cost, busy_threads()).map_err(StartError::Threads)?,
            setup_link: setup,
            cookies: CookiePolicy::new(config.secure_cookies),
            edge: Edge {
                proxies: config.trusted_proxies.clone(),
                binds_cookies: !config.secure_cookies,
                tls: tls.as_ref().map(Tls::trust),
            },
            rate_limit: config.rate_limit,
            on_loopback: local_addr.ip().is_loopback(),
            rooms: rooms.clone(),
            broadcasts: Broadcasts::default(),
            house,
            postbox,
            attempts: Arc::default(),
            room_attempts: Arc::default(),
            logins: Logins::watch(store, rooms),
            started_at: Utc::now(),
        };
        let elsewhere = elsewhere(&config, local_addr);
        Ok(Self { listener, tls, local_addr, origin, elsewhere, setup_link, state, clerk, plane })
    }

    /// Where it listens; the port is a real one even when port 0 was asked for.
    pub fn local_addr(&self) -> SocketAddr {
        self.local_addr
    }

    /// Where a browser on this machine finds it, e.g. `http://127.0.0.1:8900`.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Where browsers on other machines of this network find it, when it listens for them.
    pub fn elsewhere(&self) -> &[String] {
        &self.elsewhere
    }

    /// SHA-256 of the certificate that the server made for itself, as browsers show it.
    pub fn fingerprint(&self) -> Option<String> {
        self.tls.as_ref().filter(|tls| tls.trust() == http::Trust::Exception).map(Tls::fingerprint)
    }

    /// The link that makes the first administrator, while there is none.
    pub fn setup_link(&self) -> Option<&str> {
        self.setup_link.as_deref()
    }

    /// This server, as a client on this machine reaches it.
    pub fn house(&self) -> &House {
        &self.state.house
    }

    pub fn store(&self) -> &Store {
        &self.state.store
    }

    /// Answers until somebody wants the process to end; a second time means at once.
    pub async fn run_until_stopped(self) -> io::Result<()> {
        self.run_until(shutdown::on_signal()).await
    }

    /// Answers until `stop` is cancelled, then ends in order: no new connections, calls end, what
    /// is under way is finished, mails are sent, the database is closed.
    pub async fn run_until(self, stop: CancellationToken) -> io::Result<()> {
        let Self { listener, tls, state, clerk, plane, .. } = self;
        let (store, rooms) = (state.store.clone(), state.rooms.clone());
        let forgetting = tokio::spawn(retention::run(store.clone(), stop.clone()));
        let serving = http::serve(listener, tls, state, plane.clone(), stop.clone());
        tokio::pin!(serving);
        let served = tokio::select! {
            served = &mut serving => served,
            () = stop.cancelled() => {
                tracing::info!("stopping");
                if timeout(GRACE, rooms.stop()).await.is_err() {
                    tracing::warn!("some calls did not end in time");
                }
                // A client that keeps its connection busy does not keep us.
                timeout(GRACE, serving).await.unwrap_or(Ok(()))
            }
        };
        plane.stop();
        if let Some(clerk) = clerk {
            clerk.finish(GRACE).await;
        }
        // It may stand in the middle of a long sweep, which the next start takes up again.
        forgetting.abort();
        if let Err(error) = store.close().await {
            tracing::warn!(%error, "the database did not close cleanly");
        }
        served
    }
}

/// How long calls, and then requests, may take to finish at the end.
const GRACE: Duration = Duration::from_secs(5);

/// The model that the settings name, or the bundled one. Without a model there are calls all the
/// same, only nobody can have their signing read.
fn recogniser(config: &Config) -> Result<Option<Pool>, ModelError> {
    let with_words = |model: Model| if config.words { model.hearing_words() } else { Ok(model) };
    let model = match &config.model {
        Some(folder) => Model::open(folder).and_then(with_words)?,
        None => match Model::bundled().and_then(with_words) {
            Ok(model) => model,
            Err(error) => {
                tracing::warn!(%error, "nothing can be read from signing");
                return Ok(None);
            }
        },
    };
    Ok(Some(Pool::start(PoolConfig { threads: busy_threads() }, model.into())))
}

/// Passwords, and likewise the recogniser, may keep all cores busy but one.
fn busy_threads() -> usize {
    thread::available_parallelism().map_or(1, |cores| cores.get().saturating_sub(1).max(1))
}

/// What the settings say of TLS. A certificate that is named goes before one of the server's own.
fn tls(config: &Config, local: SocketAddr) -> Result<Option<Tls>, StartError> {
    Ok(match (&config.tls_cert, &config.tls_key) {
        (Some(certificate), Some(key)) => Some(Tls::from_files(certificate, key)?),
        (None, None) if config.tls == TlsMode::Off => None,
        (None, None) => {
            let mut addresses: Vec<IpAddr> = config.public_address.into_iter().collect();
            addresses.extend(host_addresses());
            addresses.extend(Some(local.ip()).filter(|ip| !ip.is_unspecified()));
            Some(Tls::self_signed(&config.data, &addresses)?)
        }
        _ => return Err(StartError::TlsHalf),
    })
}

/// What browsers are told. An address that means every interface is none that they can open.
pub fn origin(config: &Config, local: SocketAddr) -> String {
    if let Some(public) = &config.public_url {
        return public.to_string();
    }
    let address = match config.public_address {
        Some(public) if local.ip().is_unspecified() => SocketAddr::new(public, local.port()),
        _ => near(local),
    };
    format!("{}://{address}", scheme(config))
}

/// The other ways in, for a server that listens on all of the machine's addresses.
fn elsewhere(config: &Config, local: SocketAddr) -> Vec<String> {
    let addresses = host_addresses().into_iter().filter(|ip| local.is_ipv6() || ip.is_ipv4());
    let addresses = addresses.filter(|_| local.ip().is_unspecified() && config.public_address.is_none());
    addresses.map(|ip| format!("{}://{}", scheme(config), SocketAddr::new(ip, local.port()))).collect()
}

fn scheme(config: &Config) -> &'static str {
    if config.speaks_tls() { "https" } else { "http" }
}

/// What a client of our own on this machine opens: plainly, for it never leaves the machine.
pub fn local_origin(local: SocketAddr) -> String {
    format!("http://{}", near(local))
}

/// An address of this machine that a client on it can connect to.
fn near(local: SocketAddr) -> SocketAddr {
    let ip = match local.ip() {
        ip if !ip.is_unspecified() => ip,
        IpAddr::V4(_) => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(_) => Ipv6Addr::LOCALHOST.into(),
    };
    SocketAddr::new(ip, local.port())
}

/// Makes the folder if it is missing, then for its owner only; one that is there stays as it is.
fn make_private_folder(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}
