//! Actions on claims, and the rows they become: one for each debtor of each claim.

use super::broken;
use super::columns::{Column, Columns, Other, Scope};
use super::names::{Id, Name, Names, Role};
use super::walk::{Open, Text, is_content_of_action};
use crate::claim::Field;
use crate::intake::rows::CELL_LIMIT;
use crate::intake::{FileProblem, RowProblem, StagedWriter};

/// How many debtors a claim may have.
const DEBTORS: usize = 1000;
/// How much of an action is held at a time, with all its claims and debtors, in bytes.
const ACTION_LIMIT: usize = 32 << 20;
/// How many rows a file may become.
const ROWS: u64 = 5_000_000;
/// What is put between several values of an element that is no field.
const BETWEEN: &str = " · ";

/// What a debtor's structure may say of the claim's fields.
const OF_DEBTOR: [Field; 8] = [
    Field::Foraeldelsesdato,
    Field::Domsdato,
    Field::Forligsdato,
    Field::SkyldnerType,
    Field::SkyldnerId,
    Field::Bobehandling,
    Field::PNummer,
    Field::Kundenote,
];

/// Collects a delivery's claims. In the first reading it finds the columns, in the second it writes the rows.
pub(super) struct Claims {
    pub columns: Columns,
    action: Option<Action>,
    /// How many actions, claims and rows there are.
    pub actions: u64,
    claims: u64,
    pub rows: u64,
    /// Related claims whose main claim has no reference: how many, and the first one's number.
    pub orphans: Option<(u64, u64)>,
}

/// An action and the claims it is about.
struct Action {
    values: Vec<Value>,
    claims: Vec<Claim>,
    /// The element with the creditor.
    creditor: Option<Id>,
    /// The scopes that are open, from the outermost: each with the length of the path it starts at.
    open: Vec<(Place, usize)>,
    line: u64,
    /// Where its element starts.
    start: u64,
    weight: usize,
}

/// Whose values are read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Action,
    Claim(usize),
    /// The last debtor of the claim.
    Debtor(usize),
}

struct Claim {
    /// The claim it belongs to, where that is known.
    parent: Parent,
    values: Vec<Value>,
    debtors: Vec<Debtor>,
    line: u64,
    /// Where its element starts, if it has one of its own.
    start: Option<u64>,
}

struct Debtor {
    values: Vec<Value>,
    /// Where its element starts, if it has one.
    start: Option<u64>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Parent {
    None,
    /// The action's main claim, wherever it stands.
    Main,
    /// The claim it stands in.
    Claim(usize),
}

/// What stands in a column.
#[derive(Clone)]
pub(super) struct Value {
    column: Column,
    text: String,
    /// How long it is, where only the beginning is held.
    bytes: u64,
    /// How many values there are.
    count: u32,
    /// Where its element starts; `None` where it was put together.
    pub start: Option<u64>,
    /// Where other elements start that say the same.
    pub also: Vec<u64>,
}

/// A row, with what each of its cells came from.
pub(super) struct Shown<'r> {
    pub number: u64,
    pub cells: &'r [Option<Cell<'r>>],
    /// Where the elements of the debtor, the claim and the action start.
    pub starts: [Option<u64>; 3],
}

/// A cell of a row.
#[derive(Clone)]
pub(super) struct Cell<'r> {
    pub value: &'r Value,
    /// How many values there are.
    pub count: u32,
    /// Whose it is: the debtor's, the claim's or the action's.
    pub whose: usize,
    /// The same, said farther from the debtor.
    pub also: Vec<&'r Value>,
}

/// Takes a delivery's rows.
pub(super) trait Rows {
    fn row(&mut self, row: &Shown) -> Result<(), FileProblem>;
}

impl Rows for StagedWriter<'_> {
    fn row(&mut self, row: &Shown) -> Result<(), FileProblem> {
        let texts: Vec<&str> = row.cells.iter().map(|cell| cell.as_ref().map_or("", |cell| cell.value.text.as_str())).collect();
        let mut problems = Vec::new();
        for (column, cell) in row.cells.iter().enumerate() {
            let Some(Cell { value, count, .. }) = cell else { continue };
            if *count > 1 {
                problems.push(RowProblem::Several { column, count: *count });
            }
            if value.bytes > value.text.len() as u64 {
                problems.push(RowProblem::TooLong { column, bytes: value.bytes });
            }
        }
        StagedWriter::row(self, row.number, &texts, &problems)
    }
}

impl Claims {
    /// None yet.
    pub fn new() -> Claims {
        Claims { columns: Columns::new(), action: None, actions: 0, claims: 0, rows: 0, orphans: None }
    }

    /// Starts the second reading.
    pub fn restart(&mut self) {
        (self.action, self.actions, self.claims, self.rows, self.orphans) = (None, 0, 0, 0, None);
    }

    /// Whether the path stands in an action.
    pub fn is_in_action(&self) -> bool {
        self.action.is_some()
    }

    /// An element starts.
    ///
    /// # Errors
    /// When there are too many debtors or claims in one action.
    pub fn start(&mut self, path: &[Open], names: &Names) -> Result<(), FileProblem> {
        let Some(last) = path.last() else { return Ok(()) };
        let role = names.role(last.name);
        let Some(action) = &mut self.action else {
            if role == Role::Action {
                self.action = Some(Action::new(path.len(), last));
            }
            return Ok(());
        };
        match role {
            Role::Debtor => action.open_debtor(path.len(), last),
            Role::Related => action.open_related(path.len(), last),
            _ if action.innermost() == Place::Action && is_content_of_action(path, names) => {
                action.open_claim(Parent::None, path.len(), last.line, Some(last.span.start))
            }
            _ => Ok(()),
        }
    }

    /// The last of the path holds text.
    ///
    /// # Errors
    /// When the action holds too much.
    pub fn value(&mut self, path: &[Open], names: &Names, text: &Text) -> Result<(), FileProblem> {
        let (Some(action), Some(last)) = (&mut self.action, path.last()) else { return Ok(()) };
        let Some((place, start)) = action.open.last().copied() else { return Ok(()) };
        // Between the scope's own element and the value.
        let between = path.get(start..path.len() - 1).unwrap_or_default();
        let name = names.get(last.name);
        let field = name.filter(|name| accepts(place.scope(), name, between, names)).and_then(|name| name.field);
        if place == Place::Action && field == Some(Field::FordringshaverId) {
            action.creditor = last.name;
        }
        let values = action.values(place);
        match (field, name) {
            (Some(Field::SkyldnerId), Some(name)) => add_debtor(values, &mut self.columns, name, text, last.span.start),
            (Some(field), Some(name)) => add(values, self.columns.field(field, &name.local), text, Some(last.span.start)),
            // An empty element that is no field says nothing.
            _ if text.is_blank() => {}
            _ => {
                let parent = between.last().and_then(|open| open.name);
                let other = last.name.map(|name| Other { scope: place.scope(), parent, name });
                match other {
                    Some(other) => {
                        if let Some(column) = self.columns.other(other) {
                            add(values, column, text, Some(last.span.start));
                        }
                    }
                    None => self.columns.left_out += 1,
                }
            }
        }
        action.weigh(text.kept.len())
    }

    /// The last of the path ends; `out` is where rows go in the second reading.
    ///
    /// # Errors
    /// When there are too many rows, or they can't be written.
    pub fn end(&mut self, path: &[Open], out: Option<&mut dyn Rows>) -> Result<(), FileProblem> {
        let Some(action) = &mut self.action else { return Ok(()) };
        if action.open.last().is_some_and(|(_, start)| *start == path.len()) {
            action.open.pop();
        }
        if !action.open.is_empty() {
            return Ok(());
        }
        match self.action.take() {
            Some(action) => self.finish(action, out),
            None => Ok(()),
        }
    }

    fn finish(&mut self, mut action: Action, mut out: Option<&mut dyn Rows>) -> Result<(), FileProblem> {
        self.actions += 1;
        if action.claims.is_empty() {
            action.open_claim(Parent::None, 0, action.line, None)?;
        }
        self.show_other_creditors(&mut action);
        for index in 0..action.claims.len() {
            self.claims += 1;
            self.name_main(&mut action, index);
            let Some(claim) = action.claims.get(index) else { break };
            let nobody = [Debtor { values: Vec::new(), start: None }];
            let debtors = if claim.debtors.is_empty() { &nobody[..] } else { &claim.debtors };
            for debtor in debtors {
                self.rows += 1;
                if self.rows > ROWS {
                    return Err(FileProblem::TooMuch { what: "rækker", limit: "5 millioner" });
                }
                if let Some(out) = &mut out {
                    let starts = [debtor.start, claim.start, Some(action.start)];
                    self.write([&debtor.values, &claim.values, &action.values], starts, *out)?;
                }
            }
        }
        Ok(())
    }

    /// The creditor stands on the action and on the claim. Where they differ, the action's is shown as well.
    fn show_other_creditors(&mut self, action: &mut Action) {
        let creditor = Column::Field(Field::FordringshaverId);
        let Some(of_action) = find(&action.values, creditor).filter(|value| !value.is_blank()).cloned() else { return };
        let Some(name) = action.creditor else { return };
        for claim in &mut action.claims {
            let differs =
                find(&claim.values, creditor).is_some_and(|value| !value.is_blank() && value.text.trim() != of_action.text.trim());
            if let Some(column) = differs.then(|| self.columns.other(Other { scope: Scope::Action, parent: None, name })).flatten() {
                claim.values.push(Value { column, ..of_action.clone() });
            }
        }
    }

    /// A claim that stands below another one is known to belong to it by that one's reference.
    fn name_main(&mut self, action: &mut Action, index: usize) {
        let Some(claim) = action.claims.get(index) else { return };
        let parent = match claim.parent {
            Parent::None => return,
            Parent::Claim(parent) => action.claims.get(parent),
            Parent::Main => action.claims.iter().find(|claim| claim.parent == Parent::None),
        };
        let reference = parent.and_then(|parent| find(&parent.values, Column::Field(Field::Reference))).filter(|value| !value.is_blank());
        let column = self.columns.field(Field::HovedfordringReference, "");
        match reference.cloned() {
            Some(reference) => {
                if let Some(claim) = action.claims.get_mut(index)
                    && find(&claim.values, column).is_none()
                {
                    claim.values.push(Value { column, count: 1, start: None, also: Vec::new(), ..reference });
                }
            }
            None => {
                let (count, first) = self.orphans.unwrap_or((0, self.claims));
                self.orphans = Some((count + 1, first));
            }
        }
    }

    /// Writes a row. What stands nearest to the debtor counts.
    fn write(&self, nearest_first: [&Vec<Value>; 3], starts: [Option<u64>; 3], out: &mut dyn Rows) -> Result<(), FileProblem> {
        let mut cells: Vec<Option<Cell>> = vec![None; self.columns.len()];
        for (whose, value) in
            nearest_first.into_iter().enumerate().flat_map(|(whose, values)| values.iter().map(move |value| (whose, value)))
        {
            let Some(cell) = self.columns.place(value.column).and_then(|place| cells.get_mut(place)) else { continue };
            match cell {
                Some(nearer) if !nearer.value.is_blank() => {
                    if value.is_blank() || !matches!(value.column, Column::Field(_)) {
                        continue;
                    }
                    if nearer.value.text.trim() == value.text.trim() {
                        nearer.also.push(value);
                    } else {
                        nearer.count += value.count;
                    }
                }
                // Of several that are empty the nearest is as good as any.
                Some(_) if value.is_blank() => {}
                _ => *cell = Some(Cell { value, count: value.count, whose, also: Vec::new() }),
            }
        }
        out.row(&Shown { number: self.claims, cells: &cells, starts })
    }
}

impl Place {
    fn scope(self) -> Scope {
        match self {
            Place::Action => Scope::Action,
            Place::Claim(_) => Scope::Claim,
            Place::Debtor(_) => Scope::Debtor,
        }
    }
}

impl Action {
    fn new(depth: usize, of: &Open) -> Action {
        let open = vec![(Place::Action, depth)];
        Action { values: Vec::new(), claims: Vec::new(), creditor: None, open, line: of.line, start: of.span.start, weight: 0 }
    }

    fn innermost(&self) -> Place {
        self.open.last().map_or(Place::Action, |(place, _)| *place)
    }

    /// The values of the place.
    fn values(&mut self, place: Place) -> &mut Vec<Value> {
        match place {
            Place::Action => &mut self.values,
            Place::Claim(claim) => self.claims.get_mut(claim).map_or(&mut self.values, |claim| &mut claim.values),
            Place::Debtor(claim) => match self.claims.get_mut(claim).and_then(|claim| claim.debtors.last_mut()) {
                Some(debtor) => &mut debtor.values,
                None => &mut self.values,
            },
        }
    }

    fn open_claim(&mut self, parent: Parent, depth: usize, line: u64, start: Option<u64>) -> Result<(), FileProblem> {
        self.open.push((Place::Claim(self.claims.len()), depth));
        self.claims.push(Claim { parent, values: Vec::new(), debtors: Vec::new(), line, start });
        self.weigh(size_of::<Claim>())
    }

    fn open_related(&mut self, depth: usize, of: &Open) -> Result<(), FileProblem> {
        let parent = match self.innermost() {
            Place::Claim(claim) | Place::Debtor(claim) => Parent::Claim(claim),
            Place::Action => Parent::Main,
        };
        self.open_claim(parent, depth, of.line, Some(of.span.start))
    }

    fn open_debtor(&mut self, depth: usize, element: &Open) -> Result<(), FileProblem> {
        let claim = match self.innermost() {
            Place::Claim(claim) => claim,
            Place::Debtor(_) => return Ok(()),
            Place::Action => {
                // Debtors beside their claim: the last one is meant.
                if self.claims.is_empty() {
                    let line = element.line;
                    self.claims.push(Claim { parent: Parent::None, values: Vec::new(), debtors: Vec::new(), line, start: None });
                }
                self.claims.len().saturating_sub(1)
            }
        };
        let Some(of) = self.claims.get_mut(claim) else { return Ok(()) };
        of.debtors.push(Debtor { values: Vec::new(), start: Some(element.span.start) });
        if of.debtors.len() > DEBTORS {
            return Err(broken(format!(
                "Fordringen i linje {} har mere end 1.000 hæftere. Så mange har ingen fordring. Hent filen igen fra fagsystemet.",
                of.line
            )));
        }
        self.open.push((Place::Debtor(claim), depth));
        self.weigh(size_of::<Debtor>())
    }

    /// Counts what is held.
    fn weigh(&mut self, bytes: usize) -> Result<(), FileProblem> {
        self.weight += bytes + size_of::<Value>();
        if self.weight <= ACTION_LIMIT {
            return Ok(());
        }
        Err(broken(format!(
            "<FordringAktion> i linje {} fylder mere end 32 MB. Så meget hører der ikke til én fordring. Hent filen igen fra fagsystemet.",
            self.line
        )))
    }
}

impl Value {
    fn is_blank(&self) -> bool {
        self.text.trim_matches(crate::claim::is_space).is_empty()
    }
}

fn find(values: &[Value], column: Column) -> Option<&Value> {
    values.iter().find(|value| value.column == column)
}

/// Adds a value. A field has one; other elements show all of theirs.
fn add(values: &mut Vec<Value>, column: Column, text: &Text, start: Option<u64>) {
    let Some(value) = values.iter_mut().find(|value| value.column == column) else {
        values.push(Value { column, text: text.kept.clone(), bytes: text.bytes, count: 1, start, also: Vec::new() });
        return;
    };
    if text.is_blank() {
        return;
    }
    if value.is_blank() {
        value.text.clone_from(&text.kept);
        value.bytes = text.bytes;
        value.start = start;
        return;
    }
    match column {
        // It stands with every amount.
        Column::Field(Field::Valuta) if value.text.trim() == text.kept.trim() => value.also.extend(start),
        Column::Field(_) => value.count += 1,
        Column::Other(_) => value.append(text),
    }
}

impl Value {
    fn append(&mut self, text: &Text) {
        // It is no longer one element's.
        self.start = None;
        let more = format!("{BETWEEN}{}", text.kept);
        if self.bytes == self.text.len() as u64 {
            let room = CELL_LIMIT.saturating_sub(self.text.len());
            self.text.push_str(&more[..more.floor_char_boundary(room)]);
        }
        self.bytes += BETWEEN.len() as u64 + text.bytes;
    }
}

/// Adds a debtor's number; what kind it is shows by the element it stands in.
fn add_debtor(values: &mut Vec<Value>, columns: &mut Columns, name: &Name, text: &Text, start: u64) {
    let column = columns.field(Field::SkyldnerId, &name.local);
    let is_first = find(values, column).is_none_or(Value::is_blank);
    add(values, column, text, Some(start));
    let Some(kind) = name.debtor.filter(|_| is_first && !text.is_blank()) else { return };
    let mut kind_text = Text::default();
    kind_text.push(kind);
    add(values, columns.field(Field::SkyldnerType, ""), &kind_text, None);
}

/// Whether the element is the field it's named for, where it stands: the same names occur in addresses, notes and documents.
fn accepts(scope: Scope, name: &Name, between: &[Open], names: &Names) -> bool {
    let Some(field) = name.field else { return false };
    let count = |role: Role| between.iter().filter(|open| names.role(open.name) == role).count();
    if count(Role::Collection) > 0 {
        return false;
    }
    let is_near = name.is_own || (count(Role::Structure) <= 1 && count(Role::Structure) + count(Role::Choice) == between.len());
    let names_debtor = matches!(field, Field::SkyldnerId | Field::SkyldnerType);
    match scope {
        Scope::Debtor => OF_DEBTOR.contains(&field) && (is_near || names_debtor),
        Scope::Claim | Scope::Action if names_debtor => between.iter().any(|open| is_about_debtor(names.local(open.name))),
        Scope::Claim => is_near,
        Scope::Action => is_near || between.len() <= 3,
    }
}

fn is_about_debtor(local: &str) -> bool {
    let local = local.to_lowercase();
    ["kunde", "skyldner", "hæft", "haeft"].iter().any(|word| local.contains(word))
}
