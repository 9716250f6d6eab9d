//! Measures what has a goal: `cargo bench --bench bench -- [TOPIC]...`, all topics by default.

mod accuracy;
mod forwarding;
mod landmarks;
mod lists;
mod logins;
mod network;
mod report;
mod signs;

fn main() -> std::process::ExitCode {
    // Cargo itself passes `--bench`.
    let wanted: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with("--")).collect();
    if let Some(unknown) = wanted.iter().find(|wanted| TOPICS.iter().all(|(name, _)| name != wanted)) {
        eprintln!("there is no topic {unknown}");
        return std::process::ExitCode::FAILURE;
    }
    for (name, measure) in TOPICS {
        if wanted.is_empty() || wanted.iter().any(|wanted| wanted == name) {
            measure();
        }
    }
    std::process::ExitCode::SUCCESS
}

const TOPICS: &[(&str, fn())] = &[
    ("accuracy", accuracy::measure),
    ("forwarding", forwarding::measure),
    ("landmarks", landmarks::measure),
    ("lists", lists::measure),
    ("logins", logins::measure),
    ("network", network::measure),
    ("signs", signs::measure),
];
