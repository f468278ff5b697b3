//! Answers to deliveries and receipts, and the rows they become: one for each action that was answered.

use super::names::{Names, Reply, Role};
use super::walk::{Open, Text};
use crate::claim::shorten;
use crate::intake::rows::CELL_LIMIT;
use crate::intake::{FileProblem, RowProblem, StagedWriter};

/// What is put between several reasons.
const BETWEEN: &str = " · ";
/// How many answered actions are held until what holds them ends.
const HELD: usize = 1000;
/// And how much of their texts, in bytes.
const HELD_BYTES: usize = 4 << 20;
/// How many answers there may be.
const ROWS: u64 = 5_000_000;
/// How many sentences about the whole delivery are passed on.
const WHOLE: usize = 5;
/// The most letters of such a sentence.
const SENTENCE: usize = 300;

/// Collects the answers; in the second reading it writes them.
#[derive(Default)]
pub(super) struct Answers {
    /// What holds actions, and the length of the path it starts at.
    holder: Option<(Part, usize)>,
    action: Option<(Part, usize)>,
    /// Actions whose holder isn't ended.
    held: Vec<Part>,
    held_bytes: usize,
    pub rows: u64,
    /// What the system says of the whole delivery.
    pub whole: Vec<String>,
    number: String,
}

/// The values of one answer, in the columns' order.
#[derive(Clone, Default)]
struct Part([Cell; Reply::COLUMNS.len()]);

#[derive(Clone, Default)]
struct Cell {
    text: String,
    bytes: u64,
    count: u32,
}

impl Answers {
    /// The columns' names.
    pub fn headings() -> Vec<String> {
        Reply::COLUMNS.iter().map(|(_, heading)| (*heading).to_owned()).collect()
    }

    /// An element starts.
    pub fn start(&mut self, path: &[Open], names: &Names) {
        match path.last().map(|open| names.role(open.name)) {
            Some(Role::AnswerHolder) if self.holder.is_none() && self.action.is_none() => self.holder = Some((Part::default(), path.len())),
            Some(Role::AnswerAction) if self.action.is_none() => self.action = Some((Part::default(), path.len())),
            _ => {}
        }
    }

    /// The last of the path holds text.
    pub fn value(&mut self, path: &[Open], names: &Names, text: &Text) {
        if text.is_blank() {
            return;
        }
        let Some(reply) = path.last().and_then(|open| names.get(open.name)).and_then(|name| name.reply) else { return };
        match reply {
            Reply::WholeNumber => self.number = cut(&text.kept),
            Reply::WholeText => self.tell_whole(&text.kept),
            _ => {
                let part = self.action.as_mut().or(self.holder.as_mut());
                let place = Reply::COLUMNS.iter().position(|(column, _)| *column == reply);
                if let Some((part, _)) = part
                    && let Some(cell) = place.and_then(|place| part.0.get_mut(place))
                {
                    cell.add(reply, text);
                }
            }
        }
    }

    /// The last of the path ends; `out` is where rows go in the second reading.
    ///
    /// # Errors
    /// When there are too many rows, or they can't be written.
    pub fn end(&mut self, path: &[Open], mut out: Option<&mut StagedWriter>) -> Result<(), FileProblem> {
        if let Some((part, _)) = self.action.take_if(|(_, start)| *start == path.len()) {
            self.held.push(part);
            self.held_bytes += self.held.last().map_or(0, Part::bytes);
            if self.holder.is_none() || self.held.len() >= HELD || self.held_bytes >= HELD_BYTES {
                self.write_held(out.as_deref_mut())?;
            }
        }
        let Some((_, start)) = &self.holder else { return Ok(()) };
        if *start != path.len() {
            return Ok(());
        }
        // A holder without actions in it may be the answer itself.
        if let Some((part, _)) = &self.holder
            && self.held.is_empty()
            && part.says_something()
        {
            self.held.push(part.clone());
        }
        self.write_held(out)?;
        self.holder = None;
        Ok(())
    }

    /// Writes the actions. What they don't say themselves is what their holder says.
    fn write_held(&mut self, mut out: Option<&mut StagedWriter>) -> Result<(), FileProblem> {
        self.held_bytes = 0;
        for mut part in std::mem::take(&mut self.held) {
            self.rows += 1;
            if self.rows > ROWS {
                return Err(FileProblem::TooMuch { what: "svar", limit: "5 millioner" });
            }
            let Some(out) = out.as_deref_mut() else { continue };
            if let Some((holder, _)) = &self.holder {
                part.fill(holder);
            }
            part.write(self.rows, out)?;
        }
        Ok(())
    }

    /// Starts the second reading.
    pub fn restart(&mut self) {
        *self = Answers::default();
    }

    fn tell_whole(&mut self, text: &str) {
        let number = std::mem::take(&mut self.number);
        if self.whole.len() < WHOLE {
            let number = if number.is_empty() { number } else { format!(" ({})", shorten(&number)) };
            self.whole.push(format!("«{}»{number}", cut(text)));
        }
    }
}

impl Part {
    fn says_something(&self) -> bool {
        let filled = |wanted: Reply| Reply::COLUMNS.iter().zip(&self.0).any(|((reply, _), cell)| *reply == wanted && !cell.text.is_empty());
        filled(Reply::Status) || filled(Reply::Number) || filled(Reply::Text)
    }

    fn bytes(&self) -> usize {
        self.0.iter().map(|cell| cell.text.len()).sum()
    }

    fn fill(&mut self, holder: &Part) {
        for (cell, other) in self.0.iter_mut().zip(&holder.0) {
            if cell.text.is_empty() {
                cell.clone_from(other);
            }
        }
    }

    fn write(&self, number: u64, out: &mut StagedWriter) -> Result<(), FileProblem> {
        let mut problems = Vec::new();
        for (column, cell) in self.0.iter().enumerate() {
            if cell.count > 1 {
                problems.push(RowProblem::Several { column, count: cell.count });
            }
            if cell.bytes > cell.text.len() as u64 {
                problems.push(RowProblem::TooLong { column, bytes: cell.bytes });
            }
        }
        let texts: Vec<&str> = self.0.iter().map(|cell| cell.text.as_str()).collect();
        out.row(number, &texts, &problems)
    }
}

impl Cell {
    /// Reasons are put one after the other; of anything else there is one.
    fn add(&mut self, reply: Reply, text: &Text) {
        if self.text.is_empty() {
            *self = Cell { text: text.kept.clone(), bytes: text.bytes, count: 1 };
            return;
        }
        if !matches!(reply, Reply::Number | Reply::Text) {
            self.count += u32::from(self.text.trim() != text.kept.trim());
            return;
        }
        let more = format!("{BETWEEN}{}", text.kept);
        if self.bytes == self.text.len() as u64 {
            let room = CELL_LIMIT.saturating_sub(self.text.len());
            self.text.push_str(&more[..more.floor_char_boundary(room)]);
        }
        self.bytes += BETWEEN.len() as u64 + text.bytes;
    }
}

/// The beginning of a text, on one line.
fn cut(text: &str) -> String {
    text.trim().chars().take(SENTENCE).map(|letter| if letter.is_control() { ' ' } else { letter }).collect()
}
