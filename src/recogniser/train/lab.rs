//! Temporary experiments.
use std::{collections::BTreeMap, path::Path, sync::Arc, time::Duration};

use super::*;
use crate::recogniser::{
    Hand,
    decode::Tuning,
    features::{Outline, Trail},
    spelling::{Speller, SpellingModel},
};

fn env(name: &str, default: f32) -> f32 {
    std::env::var(name).ok().and_then(|v| v.parse().ok()).unwrap_or(default)
}

pub(crate) fn hand(outline: &Outline, mirror: bool) -> Hand {
    let m = if mirror { -1.0 } else { 1.0 };
    Hand {
        track: 1,
        points: outline.0.map(|[x, y]| [320.0 + m * 480.0 * x, 240.0 + 480.0 * y, 0.0]),
        world: [[0.0; 3]; 21],
        right: if mirror { 0.03 } else { 0.97 },
        presence: 1.0,
    }
}

pub(crate) fn edit(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut last = row[0];
        row[0] = i + 1;
        for j in 0..b.len() {
            let new = (row[j] + 1).min(row[j + 1] + 1).min(last + usize::from(x != b[j]));
            last = row[j + 1];
            row[j + 1] = new;
        }
    }
    row[b.len()]
}

fn tuning() -> Tuning {
    let mut t = Tuning::default();
    t.costs.letter = env("LETTER", t.costs.letter);
    t.costs.again = env("AGAIN", t.costs.again);
    t.costs.motion = env("MOTION", t.costs.motion);
    t.costs.pace = env("PACE", t.costs.pace);
    t.lone_score = env("LONE", t.lone_score);
    t.costs.rest = env("REST", t.costs.rest);
    t.costs.least = env("LEAST", t.costs.least);
    t
}

pub(crate) fn spell(model: &Arc<SpellingModel>, frames: impl Iterator<Item = (f32, Option<Hand>)>) -> String {
    let mut speller = Speller::tuned(model.clone(), tuning());
    let mut words = Vec::new();
    for (at, hand) in frames {
        words.extend(speller.push(Duration::from_secs_f32(at), (640, 480), hand.as_slice()));
    }
    words.extend(speller.finish());
    words.retain(|w| w.last);
    words.iter().map(|w| w.text.as_str()).filter(|t| !t.is_empty()).collect::<Vec<_>>().join(" ")
}

const WORDS: [&str; 40] = [
    "HOUSE", "WATER", "MUSIC", "GARDEN", "PLANET", "QUICK", "BROWN", "FOXES", "JUMPY", "OVERT", "LAZED", "DOGMA",
    "ZEBRA", "JACKET", "PRIZE", "MONDAY", "VIOLET", "KITCHEN", "BRIDGE", "WINTER", "SUMMER", "COFFEE", "PEPPER",
    "LETTER", "YELLOW", "NAVY", "EXIT", "TAXI", "MAPLE", "NOTES", "STONE", "MINTS", "AMEN", "TEAMS", "SNEAK", "QUEST",
    "HYMN", "GHOST", "CHALK", "FIVE",
];

pub fn lab(data: &Path) -> Result<(), TrainError> {
    let synthetic = Synthetic::new();
    let what = std::env::args().nth(1).unwrap_or_default();
    let hold: Vec<String> = std::env::var("HOLD")
        .unwrap_or("t32rahman,seeeeeeel,longhongvo23,borisgraudt,nejohnson2,13lack13lood,traduttore".into())
        .split(',')
        .map(str::to_owned)
        .collect();
    let corpus = if what == "synth" { Corpus { sources: vec![] } } else { Corpus::read(data)? };
    let dir = std::env::var("DIR").unwrap_or("/tmp/spell/models".into());
    match what.as_str() {
        "train" => {
            for name in &hold {
                let effort = Effort {
                    seed: env("SEED", 1.0) as u64,
                    members: env("MEM", 3.0) as usize,
                    shape_steps: env("STEPS", 1000.0) as usize,
                    motion_steps: env("MSTEPS", 600.0) as usize,
                };
                Trained::new(&corpus, std::slice::from_ref(name), &synthetic, effort)?
                    .save(&Path::new(&dir).join(name))?;
            }
        }
        "clips" => {
            let model = Arc::new(SpellingModel::open(&Path::new(&dir).join(&hold[0]))?);
            for read in measure::clips(data, &std::env::var("SPLIT").unwrap_or("train".into()), &model)? {
                println!("{} {} {}", read.clip.expected_text, read.text, read.errors());
            }
        }
        "motion" => {
            let model = Arc::new(SpellingModel::open(&Path::new(&dir).join("traduttore"))?);
            for source in corpus.sources.iter().filter(|s| s.name() == "traduttore") {
                let mut table = BTreeMap::<String, (usize, f32, f32, usize, usize)>::new();
                for take in &source.takes {
                    let mut trail = Trail::default();
                    let (mut j, mut z) = (0.0f32, 0.0f32);
                    for (i, o) in take.frames.iter().enumerate() {
                        let Some(o) = o else { continue };
                        trail.push(Duration::from_secs_f32(i as f32 / take.rate), o.clone());
                        let s = model.score(o, &trail)?;
                        let n = s.len();
                        if i >= 12 {
                            j = j.max(s[n - 2]);
                            z = z.max(s[n - 1]);
                        }
                    }
                    let e = table.entry(take.label.clone()).or_default();
                    e.0 += 1;
                    e.1 += j;
                    e.2 += z;
                    e.3 += usize::from(j > 0.5);
                    e.4 += usize::from(z > 0.5);
                }
                for (l, (n, j, z, cj, cz)) in table {
                    println!("{l:14} {n:4} J {:.2} ({cj}) Z {:.2} ({cz})", j / n as f32, z / n as f32);
                }
            }
        }
        "bursts" => {
            // Words from single letters of a held-out signer, joined by hard cuts.
            let mut sum = (0, 0);
            for name in &hold {
                let model = Arc::new(SpellingModel::open(&Path::new(&dir).join(name))?);
                let source = corpus.sources.iter().find(|s| s.name() == name.as_str()).unwrap();
                let mut random = Random::new(5);
                let mut letters = BTreeMap::<char, Vec<Vec<Outline>>>::new();
                for take in &source.takes {
                    if let Some(m) = take.meaning {
                        letters.entry(m).or_default().push(take.frames.iter().flatten().cloned().collect());
                    }
                }
                let mut by = BTreeMap::<char, Vec<(i64, Outline)>>::new();
                for still in &source.stills {
                    if "JZ".contains(still.meaning) {
                        continue;
                    }
                    by.entry(still.meaning).or_default().push((still.frame, still.outline.clone()));
                }
                for (m, mut v) in by {
                    v.sort_by_key(|(f, _)| *f);
                    for c in v.chunks(22).filter(|c| c.len() >= 16) {
                        letters.entry(m).or_default().push(c.iter().map(|(_, o)| o.clone()).collect());
                    }
                }
                let (mut errors, mut total, mut show) = (0, 0, String::new());
                let mut mirrored = 0;
                for word in WORDS.iter().filter(|w| w.chars().all(|c| letters.contains_key(&c))) {
                    let word: String = {
                        let mut w: Vec<char> = word.chars().collect();
                        w.dedup();
                        w.into_iter().collect()
                    };
                    let mut frames = Vec::new();
                    for c in word.chars() {
                        frames.extend(random.pick(&letters[&c]).iter().cloned());
                    }
                    let got =
                        spell(&model, frames.iter().enumerate().map(|(i, o)| (i as f32 / 15.0, Some(hand(o, false)))));
                    let got_mirror =
                        spell(&model, frames.iter().enumerate().map(|(i, o)| (i as f32 / 15.0, Some(hand(o, true)))));
                    mirrored += usize::from(got != got_mirror);
                    let e = edit(&word, &got);
                    errors += e;
                    total += word.len();
                    if e > 0 {
                        show += &format!(" {word}:{got}");
                    }
                }
                sum.0 += errors;
                sum.1 += total;
                println!(
                    "{name}: {:.3} of {total} mirror differs {mirrored} |{show}",
                    1.0 - errors as f32 / total as f32
                );
            }
            println!("ALL {:.4}", 1.0 - sum.0 as f32 / sum.1 as f32);
        }
        "synth" => {
            let model = Arc::new(SpellingModel::open(&Path::new(&dir).join(&hold[0]))?);
            for (speed, tempo) in [
                ("slow", performance::Tempo { hold: [0.5, 1.0], way: [0.2, 0.4] }),
                ("middle", performance::Tempo { hold: [0.25, 0.5], way: [0.12, 0.25] }),
                ("fast", performance::Tempo { hold: [0.12, 0.25], way: [0.08, 0.16] }),
            ] {
                let mut random = Random::new(5);
                let (mut errors, mut total, mut show) = (0, 0, String::new());
                for word in WORDS {
                    let act = performance::Performance::spell(word, tempo, &synthetic, &mut random);
                    let rate = *random.pick(&[15.0, 30.0]);
                    let frames = act.seen(rate, &synthetic, &mut random);
                    let got =
                        spell(&model, frames.iter().enumerate().map(|(i, o)| (i as f32 / rate, Some(hand(o, false)))));
                    let e = edit(word, &got);
                    errors += e;
                    total += word.len();
                    if e > 0 {
                        show += &format!(" {word}:{got}");
                    }
                }
                println!("{speed}: {:.3} |{show}", 1.0 - errors as f32 / total as f32);
            }
            let mut random = Random::new(6);
            let mut letters = String::new();
            for _ in 0..20 {
                let act = performance::Performance::fidget(20.0, &synthetic, &mut random);
                let frames = act.seen(15.0, &synthetic, &mut random);
                letters +=
                    &spell(&model, frames.iter().enumerate().map(|(i, o)| (i as f32 / 15.0, Some(hand(o, false)))));
                letters += "|";
            }
            println!("fidget 400 s: {letters}");
        }
        _ => {}
    }
    Ok(())
}
