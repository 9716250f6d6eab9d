//! The certificate that the server shows, kept as its files are.

mod self_signed;

use std::fs;
use std::io;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, SystemTime};

use sha2::{Digest, Sha256};
use tokio_rustls::rustls::crypto::{CryptoProvider, ring};
use tokio_rustls::rustls::pki_types::pem::{self, PemObject};
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::server::{ClientHello, ResolvesServerCert};
use tokio_rustls::rustls::sign::CertifiedKey;
use tokio_rustls::rustls::{self, ServerConfig};
use tokio_util::sync::CancellationToken;

use super::edge::Trust;

/// TLS, ready to be spoken.
#[derive(Clone, Debug)]
pub struct Tls {
    files: Files,
    shown: Arc<Shown>,
    trust: Trust,
}

/// Why TLS cannot be spoken.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// A file cannot be used.
    #[error("{0}: {1}")]
    File(String, #[source] pem::Error),
    /// The files do not fit together, or to TLS.
    #[error("{0}: {1}")]
    Unfit(String, #[source] rustls::Error),
    /// The server could not make a certificate for itself.
    #[error("no certificate could be made: {0}")]
    SelfSigned(#[from] rcgen::Error),
    /// The server could not keep the certificate that it made.
    #[error("the certificate could not be kept: {0}")]
    Kept(#[from] io::Error),
}

impl Tls {
    /// Shows the certificate in these files.
    pub fn from_files(certificate: &Path, key: &Path) -> Result<Self, TlsError> {
        Self::show(Files { certificate: certificate.to_owned(), key: key.to_owned() }, Trust::Signature)
    }

    /// Shows a certificate of the server's own, made once in the data folder for this machine's name
    /// and for these addresses.
    pub fn self_signed(data: &Path, addresses: &[IpAddr]) -> Result<Self, TlsError> {
        let files = Files::in_folder(&data.join(FOLDER));
        self_signed::prepare(&files, addresses)?;
        Self::show(files, Trust::Exception)
    }

    fn show(files: Files, trust: Trust) -> Result<Self, TlsError> {
        let shown = Arc::new(Shown { provider: Arc::new(ring::default_provider()), now: RwLock::default() });
        shown.read(&files)?;
        Ok(Self { files, shown, trust })
    }

    /// How a browser comes to trust it.
    pub fn trust(&self) -> Trust {
        self.trust
    }

    /// SHA-256 of the certificate, as browsers show it.
    pub fn fingerprint(&self) -> String {
        let now = self.shown.now();
        let digest = now.as_ref().and_then(|now| now.cert.first()).map(Sha256::digest).unwrap_or_default();
        digest.iter().map(|byte| format!("{byte:02X}")).collect::<Vec<_>>().join(":")
    }

    pub(super) fn config(&self) -> Result<Arc<ServerConfig>, TlsError> {
        let unfit = |error| TlsError::Unfit("TLS".to_owned(), error);
        let builder = ServerConfig::builder_with_provider(self.shown.provider.clone());
        let builder = builder.with_safe_default_protocol_versions().map_err(unfit)?.with_no_client_auth();
        let mut config = builder.with_cert_resolver(self.shown.clone());
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(Arc::new(config))
    }

    /// Reads the files again whenever they have changed, until `stop`. What cannot be used changes
    /// nothing: whoever renews a certificate may be half-way through writing it.
    pub(super) async fn follow(self, stop: CancellationToken) {
        let mut read = self.files.changed();
        loop {
            tokio::select! {
                () = tokio::time::sleep(LOOK) => {}
                () = stop.cancelled() => return,
            }
            let changed = self.files.changed();
            if changed == read {
                continue;
            }
            match self.shown.read(&self.files) {
                Ok(()) => tracing::info!(fingerprint = self.fingerprint(), "another certificate is shown from now on"),
                Err(error) => tracing::warn!(%error, "the changed certificate cannot be used: the old one is shown"),
            }
            read = changed;
        }
    }
}

/// Where a certificate and its key are.
#[derive(Clone, Debug)]
struct Files {
    certificate: PathBuf,
    key: PathBuf,
}

impl Files {
    fn in_folder(folder: &Path) -> Self {
        Self { certificate: folder.join("certificate.pem"), key: folder.join("key.pem") }
    }

    /// When they were written; nothing for one that is not there just now.
    fn changed(&self) -> [Option<SystemTime>; 2] {
        [&self.certificate, &self.key].map(|file| fs::metadata(file).and_then(|metadata| metadata.modified()).ok())
    }
}

/// What browsers are shown at the moment.
#[derive(Debug)]
struct Shown {
    provider: Arc<CryptoProvider>,
    /// A std lock: it is held for a clone, never across an await.
    now: RwLock<Option<Arc<CertifiedKey>>>,
}

impl Shown {
    fn read(&self, files: &Files) -> Result<(), TlsError> {
        let unreadable = |file: &Path| {
            let name = file.display().to_string();
            move |error| TlsError::File(name, error)
        };
        let certificates = CertificateDer::pem_file_iter(&files.certificate)
            .and_then(Iterator::collect::<Result<Vec<_>, _>>)
            .and_then(|chain| if chain.is_empty() { Err(pem::Error::NoItemsFound) } else { Ok(chain) })
            .map_err(unreadable(&files.certificate))?;
        let key = PrivateKeyDer::from_pem_file(&files.key).map_err(unreadable(&files.key))?;
        let certified = CertifiedKey::from_der(certificates, key, &self.provider)
            .map_err(|error| TlsError::Unfit(files.certificate.display().to_string(), error))?;
        *self.now.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(certified));
        Ok(())
    }

    fn now(&self) -> Option<Arc<CertifiedKey>> {
        self.now.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl ResolvesServerCert for Shown {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        self.now()
    }
}

/// In the data folder.
const FOLDER: &str = "tls";
/// How soon a renewed certificate is shown.
const LOOK: Duration = Duration::from_secs(1);
