//! The elements of one action, with where each stands, and what the cells of its rows came from.

use super::claims::{Rows, Shown};
use super::names::{Id, Names};
use super::walk::{Open, Span, Written};
use super::{Document, broken};
use crate::intake::FileProblem;
use crate::intake::formats::nymf::walk::{Listener, Text};

/// The most elements of one action.
const ELEMENTS: usize = 500_000;
/// The longest beginning, and the most blanks before it, that are kept of an element, in bytes.
const TAG: usize = 1024;
const BLANKS: usize = 128;

/// An element.
pub(super) struct Element {
    pub name: Option<Id>,
    /// The element around it, by its number.
    pub parent: Option<usize>,
    pub span: Span,
    /// How its beginning is written; empty where that is too long to be kept.
    pub tag: Box<str>,
    /// The blanks before it.
    pub blanks: Box<str>,
    pub is_nil: bool,
    /// There are other elements in it, or remarks.
    pub is_mixed: bool,
}

/// A row, and what its cells came from.
pub(super) struct Traced {
    pub number: u64,
    pub cells: Vec<Option<Origin>>,
    /// Where the elements of the debtor, the claim and the action start.
    pub starts: [Option<u64>; 3],
}

/// What a cell came from.
pub(super) struct Origin {
    /// Where its elements start; none where it was put together.
    pub starts: Vec<u64>,
    /// Whose it is: the debtor's, the claim's or the action's.
    pub whose: usize,
    /// Elements with other values are meant for it too.
    pub is_disputed: bool,
}

impl Rows for Vec<Traced> {
    fn row(&mut self, row: &Shown) -> Result<(), FileProblem> {
        let origin = |cell: &super::claims::Cell| {
            let farther = cell.also.iter().flat_map(|value| value.start.into_iter().chain(value.also.iter().copied()));
            let own = cell.value.start.into_iter().chain(cell.value.also.iter().copied());
            let starts = if cell.value.start.is_some() { own.chain(farther).collect() } else { Vec::new() };
            Origin { starts, whose: cell.whose, is_disputed: cell.count > 1 }
        };
        let cells = row.cells.iter().map(|cell| cell.as_ref().map(origin)).collect();
        self.push(Traced { number: row.number, cells, starts: row.starts });
        Ok(())
    }
}

/// The elements of the action that is being read.
#[derive(Default)]
pub(super) struct Elements {
    list: Vec<Element>,
    /// Those that are open, with how deep they stand.
    open: Vec<(usize, usize)>,
}

impl Elements {
    fn start(&mut self, path: &[Open], written: &Written) -> Result<(), FileProblem> {
        let Some(last) = path.last() else { return Ok(()) };
        if self.list.len() >= ELEMENTS {
            return Err(broken(format!(
                "<FordringAktion> før linje {} har mere end 500.000 elementer. Så mange hører der ikke til én fordring. Hent filen igen fra fagsystemet.",
                last.line
            )));
        }
        let parent = self.open.last().map(|(parent, _)| *parent);
        let kept = |text: &str, most: usize| if text.len() <= most { text.into() } else { Box::default() };
        self.open.push((self.list.len(), path.len()));
        self.list.push(Element {
            name: last.name,
            parent,
            span: last.span,
            tag: kept(written.tag, TAG),
            blanks: kept(written.blanks, BLANKS),
            is_nil: last.is_nil,
            is_mixed: false,
        });
        Ok(())
    }

    fn end(&mut self, path: &[Open]) {
        let Some((number, _)) = self.open.pop_if(|(_, depth)| *depth == path.len()) else { return };
        if let (Some(element), Some(last)) = (self.list.get_mut(number), path.last()) {
            element.span = last.span;
            element.is_mixed = last.has_children || last.has_remarks;
        }
    }

    fn clear(&mut self) {
        self.list.clear();
        self.open.clear();
    }

    pub fn get(&self, number: usize) -> Option<&Element> {
        self.list.get(number)
    }

    /// The number of the element that starts there.
    pub fn at(&self, start: u64) -> Option<usize> {
        self.list.binary_search_by_key(&start, |element| element.span.start).ok()
    }

    /// The elements that stand right in one, in order.
    pub fn children(&self, parent: usize) -> impl Iterator<Item = &Element> {
        let end = self.get(parent).map_or(0, |element| element.span.end);
        let inside = self.list.iter().skip(parent + 1).take_while(move |element| element.span.start < end);
        inside.filter(move |element| element.parent == Some(parent))
    }

    /// The names of the elements between an outer one and one in it, from the outer; `None` when it doesn't stand in it.
    pub fn path(&self, outer: usize, inner: usize) -> Option<Vec<Id>> {
        let mut path = Vec::new();
        let mut at = self.get(inner)?.parent?;
        while at != outer {
            let element = self.get(at)?;
            path.push(element.name?);
            at = element.parent?;
        }
        path.reverse();
        Some(path)
    }

    /// The element that is got to by names from an outer one, where there is only one.
    pub fn follow(&self, outer: usize, path: &[Id]) -> Option<usize> {
        let mut at = outer;
        for name in path {
            let mut named = self.children(at).filter(|child| child.name == Some(*name));
            let only = named.next().filter(|_| named.next().is_none())?;
            at = self.at(only.span.start)?;
        }
        Some(at)
    }
}

/// Is told of each action when it has ended.
pub(super) trait Examiner {
    fn action(&mut self, elements: &Elements, rows: Vec<Traced>, names: &Names) -> Result<(), FileProblem>;
}

/// Reads a document with its elements.
pub(super) struct Tracer<'t, 'd, 'w> {
    pub document: &'t mut Document<'d, 'w>,
    pub elements: Elements,
    pub examiner: &'t mut dyn Examiner,
}

impl Listener for Tracer<'_, '_, '_> {
    fn start(&mut self, path: &[Open], names: &Names, written: &Written) -> Result<(), FileProblem> {
        self.document.start(path, names, written)?;
        if self.document.claims.is_in_action() { self.elements.start(path, written) } else { Ok(()) }
    }

    fn value(&mut self, path: &[Open], names: &Names, text: &Text) -> Result<(), FileProblem> {
        self.document.value(path, names, text)
    }

    fn end(&mut self, path: &[Open], names: &Names) -> Result<(), FileProblem> {
        self.elements.end(path);
        self.document.end(path, names)?;
        if self.document.claims.is_in_action() {
            return Ok(());
        }
        let rows = match &mut self.document.out {
            super::Out::Traced(rows) => std::mem::take(rows),
            _ => Vec::new(),
        };
        if !rows.is_empty() {
            self.examiner.action(&self.elements, rows, names)?;
        }
        self.elements.clear();
        Ok(())
    }
}
