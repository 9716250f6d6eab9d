//! Makes the certificate of a server that nobody vouches for.

use std::fs::{self, DirBuilder, OpenOptions};
use std::io::{self, Write};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::path::Path;

use chrono::{Datelike, Utc};
use rcgen::{CertificateParams, DnType, ExtendedKeyUsagePurpose, KeyPair, date_time_ymd};

use super::{Files, TlsError};

/// Makes the files unless they are there: a person who once made an exception for this certificate
/// shall not be asked again.
pub(super) fn prepare(files: &Files, addresses: &[IpAddr]) -> Result<(), TlsError> {
    if files.certificate.exists() && files.key.exists() {
        return Ok(());
    }
    let key = KeyPair::generate()?;
    let mut about = CertificateParams::new(names(addresses))?;
    about.distinguished_name.push(DnType::CommonName, "Glossa");
    about.insert_extended_key_usage(ExtendedKeyUsagePurpose::ServerAuth);
    let year = Utc::now().year();
    (about.not_before, about.not_after) = (date_time_ymd(year - 1, 1, 1), date_time_ymd(year + YEARS, 1, 1));
    let certificate = about.self_signed(&key)?;
    if let Some(folder) = files.key.parent() {
        make_private_folder(folder)?;
    }
    // The key first: a certificate without one would never be mended.
    write_private(&files.key, &key.serialize_pem())?;
    write_private(&files.certificate, &certificate.pem())?;
    Ok(())
}

/// How a browser in the same network may call this machine.
fn names(addresses: &[IpAddr]) -> Vec<String> {
    let loopback = [Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()];
    let mut names = vec!["localhost".to_owned()];
    names.extend(fs::read_to_string(HOST_NAME).ok().map(|name| name.trim().to_owned()).filter(|name| is_name(name)));
    names.extend(loopback.iter().chain(addresses).map(ToString::to_string));
    names.dedup();
    names
}

/// A host's name may be set to anything; a certificate takes names of letters, digits and hyphens.
fn is_name(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.'))
}

fn make_private_folder(folder: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

fn write_private(file: &Path, text: &str) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.create(true).truncate(true).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(file)?.write_all(text.as_bytes())
}

/// Where Linux tells the machine's name.
const HOST_NAME: &str = "/proc/sys/kernel/hostname";
/// Longer than anybody tries something out.
const YEARS: i32 = 10;
