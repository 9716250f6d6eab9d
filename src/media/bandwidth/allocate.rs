//! Who gets which share of a network that does not take everything.

use crate::media::MediaKind;
use crate::media::sdp::MAX_LAYERS;

/// One picture that a viewer wants to see.
#[derive(Clone, Copy, Debug)]
pub(in crate::media) struct Claim {
    /// Whose signing is read: the one whom nobody may miss.
    pub(in crate::media) is_signer: bool,
    /// How many lines of it the viewer sees.
    pub(in crate::media) lines: u16,
    /// What each layer takes, from the lowest on, in bits per second.
    pub(in crate::media) rates: [f64; MAX_LAYERS],
    /// How many of them fill the tile.
    pub(in crate::media) layers: usize,
    /// How many may be sent so far.
    pub(in crate::media) given: usize,
}

/// Shares `budget` bits a second out: writes to each claim how many layers may be sent. First everyone
/// gets the lowest layer, then they rise, always signers before others, and the larger tile before the
/// smaller. A signer's lowest layer always fits, and so does the first one's. Who rises leaves a margin,
/// and nobody does unless `may_rise`.
///
/// Returns what would have to fit for somebody to rise, in bits per second; none when nobody wants more.
pub(in crate::media) fn allocate(budget: f64, may_rise: bool, claims: &mut [Claim]) -> Option<f64> {
    let mut order = [0_u16; MAX_CLAIMS];
    let order = &mut order[..claims.len().min(MAX_CLAIMS)];
    for (at, place) in order.iter_mut().enumerate() {
        *place = at as u16;
    }
    let rank = |claim: &Claim| (!claim.is_signer, std::cmp::Reverse(claim.lines));
    order.sort_by_key(|at| rank(&claims[usize::from(*at)]));
    let before: [usize; MAX_CLAIMS] = std::array::from_fn(|at| claims.get(at).map_or(0, |claim| claim.given));
    let (mut used, mut lacking) = (0.0, None);
    let mut is_first = true;
    let mut try_rise = |used: &mut f64, at: usize, claim: &mut Claim, is_owed: bool| {
        let from = claim.given.checked_sub(1).map_or(0.0, |layer| claim.rates[layer]);
        let more = claim.rates[claim.given] - from;
        let is_new = claim.given >= before[at];
        let needed = (*used + more) * if is_new { MARGIN } else { 1.0 };
        let fits = is_owed || needed <= budget && (may_rise || !is_new);
        if fits {
            *used += more;
            claim.given += 1;
        } else {
            lacking.get_or_insert((*used + more) * MARGIN);
        }
        fits
    };
    for &at in order.iter() {
        let at = usize::from(at);
        let claim = &mut claims[at];
        claim.given = 0;
        if claim.layers > 0 {
            try_rise(&mut used, at, claim, claim.is_signer || is_first);
            is_first = false;
        }
    }
    for &at in order.iter() {
        let at = usize::from(at);
        let claim = &mut claims[at];
        while (1..claim.layers).contains(&claim.given) && try_rise(&mut used, at, claim, false) {}
    }
    lacking
}

/// What a layer takes before it is measured, in bits per second.
pub(in crate::media) fn guess(kind: MediaKind, layer: usize, layers: usize) -> f64 {
    match (kind, layers) {
        (MediaKind::Audio, _) => 40_000.0,
        (MediaKind::Video, 1) => 500_000.0,
        (MediaKind::Video, _) => [150_000.0, 500_000.0, 1_500_000.0][layer.min(2)],
    }
}

/// Pictures that one viewer may see; further ones are not limited.
pub(in crate::media) const MAX_CLAIMS: usize = 256;
/// What has to be free beside it for somebody to rise.
const MARGIN: f64 = 1.15;

#[cfg(test)]
mod tests {
    use super::*;

    const RATES: [f64; MAX_LAYERS] = [100_000.0, 400_000.0, 1_200_000.0];

    fn claim(is_signer: bool, lines: u16, layers: usize, given: usize) -> Claim {
        Claim { is_signer, lines, rates: RATES, layers, given }
    }

    fn given(budget: f64, may_rise: bool, mut claims: Vec<Claim>) -> (Vec<usize>, Option<u32>) {
        let lacking = allocate(budget, may_rise, &mut claims);
        (claims.iter().map(|claim| claim.given).collect(), lacking.map(|lacking| lacking.round() as u32))
    }

    #[test]
    fn who_fits_gets_what_fills_the_tile_and_nothing_lacks() {
        let claims = vec![claim(false, 300, 2, 0), claim(true, 700, 3, 0), claim(false, 0, 0, 0)];
        assert_eq!(given(1_840_000.0, true, claims), (vec![2, 3, 0], None));
    }

    #[test]
    fn everyone_gets_the_lowest_before_anybody_rises_and_signers_rise_first() {
        let claims = || vec![claim(false, 900, 3, 0), claim(true, 300, 3, 0), claim(false, 300, 3, 0)];
        assert_eq!(given(600_000.0, true, claims()).0, [1, 1, 1]);
        assert_eq!(given(700_000.0, true, claims()).0, [1, 2, 1]);
        assert_eq!(given(1_700_000.0, true, claims()).0, [1, 3, 1]);
        assert_eq!(given(2_000_000.0, true, claims()).0, [2, 3, 1]);
    }

    #[test]
    fn the_smaller_tile_is_paused_first_and_a_signer_never() {
        let claims =
            || vec![claim(false, 900, 1, 0), claim(true, 200, 1, 0), claim(true, 300, 1, 0), claim(false, 400, 1, 0)];
        assert_eq!(given(400_000.0 * MARGIN, true, claims()).0, [1, 1, 1, 1]);
        assert_eq!(given(300_000.0 * MARGIN, true, claims()), (vec![1, 1, 1, 0], Some(460_000)));
        assert_eq!(given(10_000.0, true, claims()).0, [0, 1, 1, 0]);
        assert_eq!(given(10_000.0, true, vec![claim(false, 100, 1, 0), claim(false, 200, 1, 0)]).0, [0, 1]);
    }

    #[test]
    fn who_has_something_keeps_it_without_the_margin_that_rising_takes() {
        assert_eq!(given(400_000.0, true, vec![claim(false, 700, 3, 1)]), (vec![1], Some(460_000)));
        assert_eq!(given(400_000.0, true, vec![claim(false, 700, 3, 2)]).0, [2]);
        assert_eq!(given(399_000.0, true, vec![claim(false, 700, 3, usize::MAX)]).0, [1]);
        assert_eq!(given(9_000_000.0, false, vec![claim(false, 700, 3, 1)]).0, [1], "not so soon after a fall");
    }
}
