//! Finds the name that was meant by one that is none.

/// The known name that is nearest, if one is near.
pub(crate) fn hint(key: &str, known: &[&str]) -> String {
    let near = known.iter().map(|name| (distance(key, name), name)).min();
    match near {
        Some((steps, name)) if steps <= NEAR => format!("is {name:?} meant?"),
        _ => format!("there are {}", known.join(", ")),
    }
}

const NEAR: usize = 3;

/// Levenshtein's distance: how many letters to insert, remove or change.
pub(crate) fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, a) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, &b) in b.iter().enumerate() {
            let changed = diagonal + usize::from(a != b);
            diagonal = row[j + 1];
            row[j + 1] = changed.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_finger_is_understood() {
        assert_eq!(hint("lisen", &["data", "listen"]), "is \"listen\" meant?");
    }

    #[test]
    fn what_is_far_from_everything_gets_the_whole_list() {
        assert_eq!(hint("password", &["data", "listen"]), "there are data, listen");
    }

    #[test]
    fn a_distance_counts_letters() {
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(distance("data", "data"), 0);
    }
}
