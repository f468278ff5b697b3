//! Putting short lists in order by a few ranks.

/// The items by their ranks, the lowest first, and those of one rank as they stood.
///
/// For lists of some ten items. The page is fetched before it is used, and the library's sorting is 3 KB of it for each kind of list.
pub(super) fn in_ranks<T>(items: Vec<T>, rank: impl Fn(&T) -> usize) -> Vec<T> {
    let mut ordered: Vec<T> = Vec::with_capacity(items.len());
    for item in items {
        let place = ordered.iter().rposition(|other| rank(other) <= rank(&item)).map_or(0, |place| place + 1);
        ordered.insert(place, item);
    }
    ordered
}

#[cfg(test)]
mod tests {
    use super::in_ranks;

    #[test]
    fn ranks_stand_in_order_and_items_of_one_rank_as_they_were() {
        let items = vec![(2, 'a'), (0, 'b'), (2, 'c'), (1, 'd'), (0, 'e'), (9, 'f'), (1, 'g')];
        let mut sorted = items.clone();
        sorted.sort_by_key(|(rank, _)| *rank);
        assert_eq!(in_ranks(items, |(rank, _)| *rank), sorted);
        assert!(in_ranks(Vec::<u8>::new(), |_| 0).is_empty());
    }
}
