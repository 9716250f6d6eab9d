//! Which of a track's layers a viewer gets.

use crate::media::sdp::MAX_LAYERS;
use crate::media::tile::Tile;

/// What is known of a layer. Layers are given from the lowest to the highest.
#[derive(Clone, Copy, Debug)]
pub(super) struct Known {
    /// In lines; none before its first key frame.
    pub(super) height: Option<u16>,
    /// Packets of it come.
    pub(super) is_alive: bool,
}

/// Some of a track's layers.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(in crate::media) struct LayerSet(u8);

/// The lowest living layer that fills the tile, else the best living one, else the lowest. None when
/// the tile is hidden, or there are no layers to choose from.
pub(super) fn served(layers: impl Iterator<Item = Known> + Clone, tile: Tile) -> Option<usize> {
    let living = layers.clone().enumerate().filter(|(_, known)| known.is_alive);
    layers.clone().next().filter(|_| tile != Tile::Hidden).map(|_| lowest(living, tile).unwrap_or(0))
}

/// As [`served`], of layers that all come and are so many lines high.
pub(in crate::media) fn served_of_all(heights: [u16; MAX_LAYERS], tile: Tile, allowed: usize) -> Option<usize> {
    let known = heights.into_iter().map(|height| Known { height: Some(height), is_alive: true });
    served(known.take(allowed), tile)
}

/// How many layers there have to be, from the lowest on, for the tile to be filled.
pub(super) fn filling(layers: impl Iterator<Item = Known>, tile: Tile) -> usize {
    if tile == Tile::Hidden { 0 } else { lowest(layers.enumerate(), tile).map_or(0, |best| best + 1) }
}

/// The layers that a sender has to send for this tile: the one that suits it, and while that does not
/// come all down to the one that stands in for it. A sender without the bandwidth for the one in the
/// middle leaves it out by itself.
pub(super) fn wanted(layers: impl Iterator<Item = Known> + Clone, tile: Tile) -> LayerSet {
    let Some(served) = served(layers.clone(), tile) else { return LayerSet::default() };
    let suits = lowest(layers.enumerate(), tile).unwrap_or(0);
    let mut wanted = LayerSet::default();
    wanted.insert(suits);
    for at in served..=suits {
        wanted.insert(at);
    }
    wanted.insert(served);
    wanted
}

fn lowest(layers: impl Iterator<Item = (usize, Known)>, tile: Tile) -> Option<usize> {
    let mut best = None;
    for (at, known) in layers {
        best = Some(at);
        if tile.is_filled_by(known.height) {
            break;
        }
    }
    best
}

impl LayerSet {
    pub(super) fn insert(&mut self, layer: usize) {
        self.0 |= 1 << layer;
    }

    pub(in crate::media) fn contains(self, layer: usize) -> bool {
        self.0 & 1 << layer != 0
    }

    pub(in crate::media) fn add(&mut self, other: Self) {
        self.0 |= other.0;
    }

    pub(super) fn is_empty(self) -> bool {
        self.0 == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layers(known: [(u16, bool); 3]) -> impl Iterator<Item = Known> + Clone {
        known.into_iter().map(|(height, is_alive)| Known { height: (height > 0).then_some(height), is_alive })
    }

    fn set(layers: &[usize]) -> LayerSet {
        let mut set = LayerSet::default();
        layers.iter().for_each(|layer| set.insert(*layer));
        set
    }

    #[test]
    fn a_viewer_gets_the_lowest_layer_that_fills_the_tile() {
        let all = [(180, true), (360, true), (720, true)];
        for (tile, expected) in [(1, 0), (180, 0), (181, 1), (360, 1), (361, 2), (2_000, 2)] {
            assert_eq!(served(layers(all), Tile::Lines(tile)), Some(expected), "{tile}");
        }
        assert_eq!(served(layers(all), Tile::Unknown), Some(2));
        assert_eq!(served(layers(all), Tile::Hidden), None);
    }

    #[test]
    fn of_the_layers_that_may_be_sent_a_viewer_gets_the_best() {
        let all = [(180, true), (360, true), (720, true)];
        for (allowed, expected) in [(0, None), (1, Some(0)), (2, Some(1)), (3, Some(2)), (usize::MAX, Some(2))] {
            assert_eq!(served(layers(all).take(allowed), Tile::Lines(700)), expected, "{allowed}");
        }
        assert_eq!(wanted(layers(all).take(2), Tile::Lines(700)), set(&[1]));
        assert_eq!(wanted(layers(all).take(0), Tile::Lines(700)), set(&[]));
    }

    #[test]
    fn a_tile_says_how_many_layers_fill_it() {
        let all = [(180, true), (360, false), (720, true)];
        for (tile, expected) in [(Tile::Hidden, 0), (Tile::Lines(100), 1), (Tile::Lines(300), 2), (Tile::Unknown, 3)] {
            assert_eq!(filling(layers(all), tile), expected, "{tile:?}");
        }
    }

    #[test]
    fn a_layer_that_does_not_come_is_stood_in_for_by_the_best_below_or_the_next_above() {
        assert_eq!(served(layers([(180, true), (360, true), (720, false)]), Tile::Lines(700)), Some(1));
        assert_eq!(served(layers([(180, true), (360, false), (720, true)]), Tile::Lines(300)), Some(2));
        assert_eq!(served(layers([(180, true), (360, false), (720, false)]), Tile::Unknown), Some(0));
        assert_eq!(served(layers([(0, false); 3]), Tile::Unknown), Some(0));
    }

    #[test]
    fn an_unknown_height_is_enough_for_a_tile_but_not_the_best() {
        assert_eq!(served(layers([(180, true), (0, true), (0, true)]), Tile::Lines(700)), Some(1));
        assert_eq!(served(layers([(0, true); 3]), Tile::Unknown), Some(2));
    }

    #[test]
    fn what_suits_is_wanted_with_all_that_stands_in_until_it_comes() {
        let tile = Tile::Lines(700);
        assert_eq!(wanted(layers([(180, true), (360, true), (720, true)]), tile), set(&[2]));
        assert_eq!(wanted(layers([(180, true), (360, true), (720, false)]), tile), set(&[1, 2]));
        assert_eq!(wanted(layers([(180, true), (360, false), (720, false)]), tile), set(&[0, 1, 2]));
        assert_eq!(wanted(layers([(0, false); 3]), Tile::Unknown), set(&[0, 1, 2]));
        // A smaller tile than what is sent: the larger picture goes on until the smaller one is there.
        assert_eq!(wanted(layers([(180, false), (360, false), (720, true)]), Tile::Lines(100)), set(&[0, 2]));
        assert_eq!(wanted(layers([(180, true); 3]), Tile::Hidden), set(&[]));
    }
}
