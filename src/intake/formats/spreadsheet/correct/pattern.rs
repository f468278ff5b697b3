//! What the filled cells of a column are like, for the cells above and below them that are empty.

use std::collections::HashMap;

/// What kind of value a filled cell holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Shape {
    Day,
    Number,
    Text,
}

/// The columns that edits are for.
pub struct Patterns<S> {
    columns: HashMap<u32, Column<S>>,
}

struct Column<S> {
    /// The last filled cell of each shape: its row and style.
    above: HashMap<Shape, (u32, S)>,
    /// The empty cells that wait for one of the shape: their row and whose they are.
    waiting: HashMap<Shape, Vec<(u32, usize)>>,
    has_heading: bool,
}

impl<S: Clone> Patterns<S> {
    pub fn of(columns: &[u32]) -> Self {
        let column = || Column { above: HashMap::new(), waiting: HashMap::new(), has_heading: false };
        Patterns { columns: columns.iter().map(|number| (*number, column())).collect() }
    }

    /// A filled cell; `tell` is told of every empty cell that it is the nearest to, or the nearest style above that one.
    pub fn filled(&mut self, row: u32, column: u32, shape: Shape, style: S, mut tell: impl FnMut(usize, S)) {
        let Some(column) = self.columns.get_mut(&column) else { return };
        // The first text of a column is its heading.
        if shape == Shape::Text && !std::mem::replace(&mut column.has_heading, true) {
            return;
        }
        let above = column.above.insert(shape, (row, style.clone()));
        for (of, whose) in column.waiting.remove(&shape).unwrap_or_default() {
            let nearer = above.as_ref().filter(|(above, _)| of.abs_diff(*above) <= row.abs_diff(of));
            tell(whose, nearer.map_or_else(|| style.clone(), |(_, style)| style.clone()));
        }
    }

    /// An empty cell that is to hold a value of the shape.
    pub fn wait(&mut self, row: u32, column: u32, shape: Shape, whose: usize) {
        if let Some(column) = self.columns.get_mut(&column) {
            column.waiting.entry(shape).or_default().push((row, whose));
        }
    }

    /// Tells the empty cells that still wait of the last one above, where there is one.
    pub fn finish(self, mut tell: impl FnMut(usize, S)) {
        for mut column in self.columns.into_values() {
            for (shape, waiting) in column.waiting.drain() {
                let Some((_, style)) = column.above.get(&shape) else { continue };
                waiting.into_iter().for_each(|(_, whose)| tell(whose, style.clone()));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_of_the_same_shape_counts() {
        let mut patterns = Patterns::of(&[1]);
        let mut told = Vec::new();
        let mut filled = |patterns: &mut Patterns<char>, row, column, shape, style| {
            patterns.filled(row, column, shape, style, |whose, style| told.push((whose, style)));
        };
        filled(&mut patterns, 0, 1, Shape::Text, 'h');
        patterns.wait(1, 1, Shape::Text, 10);
        patterns.wait(1, 1, Shape::Day, 11);
        filled(&mut patterns, 2, 1, Shape::Day, 'a');
        filled(&mut patterns, 2, 2, Shape::Text, 'x');
        patterns.wait(3, 1, Shape::Day, 12);
        patterns.wait(5, 1, Shape::Day, 13);
        filled(&mut patterns, 6, 1, Shape::Day, 'b');
        filled(&mut patterns, 7, 1, Shape::Text, 't');
        patterns.wait(9, 1, Shape::Day, 14);
        patterns.wait(9, 1, Shape::Number, 15);
        patterns.finish(|whose, style| told.push((whose, style)));
        assert_eq!(told, [(11, 'a'), (12, 'a'), (13, 'b'), (10, 't'), (14, 'b')]);
    }
}
