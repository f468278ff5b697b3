//! The claims of `10-RIM-aftale-rater`, put together with what the other files tell, as staged rows.

use super::actions::{Actions, Found, Marks, Sent};
use super::agreements::{Agreements, BelongsTo, Identity, Reference, Standing};
use super::parties::{Known, Liable, Partners};
use super::table::{Key, Meter, Table, filled, is_marked, key};
use crate::claim::Field;
use crate::intake::{ANSWER_STATUS, FileProblem, Row, RowProblem, StagedWriter};

/// The fields that are taken as they stand: the field, its heading, and the heading normalised.
const TAKEN: [(Field, &str, &str); 12] = [
    (Field::Fordringsart, "Aftaletype", "aftaletype"),
    (Field::Fordringstype, "Fordringstype", "fordringstype"),
    (Field::FordringsId, "EFI-nummer", "efinummer"),
    (Field::Hovedstol, "Original Amount", "originalamount"),
    (Field::Beloeb, "Creation Amount", "creationamount"),
    (Field::PeriodeStart, "Ydelsesperiode fra", "ydelsesperiodefra"),
    (Field::PeriodeSlut, "Ydelsesperiode til", "ydelsesperiodetil"),
    (Field::Stiftelsesdato, "Stiftelsesdato", "stiftelsesdato"),
    (Field::Forfaldsdato, "Nettoforfald", "nettoforfald"),
    (Field::Srb, "SRI dato", "sridato"),
    (Field::PNummer, "Produktionsenh.", "produktionsenh"),
    (Field::Valuta, "Valuta", "valuta"),
];

/// What the claims are put together from.
pub(super) struct Sources {
    pub agreements: Agreements,
    pub actions: Option<Actions>,
    pub liable: Option<Liable>,
    pub partners: Option<Partners>,
    /// The extract shows all claims, so that a hovedfordring that isn't in it isn't anywhere.
    pub is_total: bool,
}

/// Where a column's values come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Source {
    /// The column of the file.
    Cell(usize),
    Reference,
    MainId,
    MainReference,
    Limitation,
    DebtorType,
    DebtorNumber,
    Status,
}

/// The columns of the joined claims. What no file tells has no column, so that the rules about it aren't run.
pub(super) struct Columns {
    list: Vec<(&'static str, Source)>,
    /// Headings that `10-RIM-aftale-rater` doesn't have.
    pub absent: Vec<&'static str>,
    /// The claims' own forældelsesdatoer aren't used, because some claims have none.
    pub limitation_unused: bool,
    /// Which hovedfordring a claim belongs to isn't told: for some it can't be, and an empty cell would look like a missing reference.
    pub mains_unused: bool,
    own_limitation: Option<usize>,
    valuta: Vec<usize>,
    /// Columns that are only counted: whether a claim was sent to DMI, called back, settled, sent back or deleted.
    system: Option<usize>,
    withdrawn: Option<usize>,
    settled: Option<usize>,
    returned: [Option<usize>; 2],
    deleted: Option<usize>,
}

/// How many claims there is something to say about.
#[derive(Debug, Default)]
pub(super) struct Tally {
    pub claims: u64,
    pub in_dmi: u64,
    pub withdrawn: u64,
    pub settled: u64,
    pub returned: u64,
    pub deleted: u64,
    pub without_agreement: u64,
    pub by_position: u64,
    pub by_line: u64,
    pub with_several_mains: u64,
    pub without_action: u64,
    pub limitation_of_another: u64,
    pub without_identity: u64,
    pub with_several_debtors: u64,
}

impl Columns {
    pub fn of(table: &Table, identity: &Identity, sources: &Sources) -> Self {
        let agreements = &sources.agreements;
        let own_limitation = table.column("foraeldelsesdato");
        let actions_tell = sources.actions.as_ref().is_some_and(|actions| actions.has_limitation);
        // An empty cell would look like a missing date, and the date may well stand in the file that isn't here.
        let own_is_whole = own_limitation.is_some() && agreements.without_limitation == 0;
        let mains_are_there = agreements.unnumbered_related == 0 && (agreements.orphans() == 0 || sources.is_total);
        let mut columns = Columns {
            list: Vec::new(),
            absent: Vec::new(),
            limitation_unused: !actions_tell
                && own_limitation.is_some()
                && !own_is_whole
                && agreements.without_limitation < agreements.claims,
            mains_unused: identity.kind.is_some() && !mains_are_there,
            own_limitation,
            valuta: table.columns("valuta"),
            system: table.column("system"),
            withdrawn: table.column("markeringfortilbagekald"),
            settled: table.column("udligningsdato"),
            returned: [table.column("returdato"), table.column("returaarsagkode")],
            deleted: table.column("slettes"),
        };
        columns.add(Field::Reference, identity.number.map(|_| Source::Reference));
        for (field, shown, heading) in TAKEN {
            let column = table.column(heading);
            columns.add(field, column.map(Source::Cell));
            if column.is_none() {
                columns.absent.push(shown);
            }
        }
        if identity.kind.is_some() && identity.number.is_some() && mains_are_there {
            columns.add(Field::HovedfordringId, identity.efi.map(|_| Source::MainId));
            columns.add(Field::HovedfordringReference, Some(Source::MainReference));
        }
        columns.add(Field::Foraeldelsesdato, (actions_tell || own_is_whole).then_some(Source::Limitation));
        if sources.partners.as_ref().is_some_and(Partners::has_identity) && (identity.partner.is_some() || sources.liable.is_some()) {
            columns.add(Field::SkyldnerType, Some(Source::DebtorType));
            columns.add(Field::SkyldnerId, Some(Source::DebtorNumber));
        }
        if sources.actions.as_ref().is_some_and(|actions| actions.has_status) {
            columns.list.push((ANSWER_STATUS, Source::Status));
        }
        columns
    }

    fn add(&mut self, field: Field, source: Option<Source>) {
        self.list.extend(source.map(|source| (field.name(), source)));
    }

    /// The headings.
    pub fn names(&self) -> Vec<String> {
        self.list.iter().map(|(name, _)| (*name).to_owned()).collect()
    }

    fn has(&self, source: Source) -> bool {
        self.place(source).is_some()
    }

    fn place(&self, source: Source) -> Option<usize> {
        self.list.iter().position(|(_, other)| *other == source)
    }

    /// What was odd about a row, by the joined columns. Lines that ran together keep the place they have in the file.
    fn carried(&self, row: &Row) -> Vec<RowProblem> {
        let to = |column: usize| self.place(Source::Cell(column));
        let carried = row.problems.iter().filter_map(|problem| match *problem {
            RowProblem::OddLetters { column } => to(column).map(|column| RowProblem::OddLetters { column }),
            RowProblem::TooLong { column, bytes } => to(column).map(|column| RowProblem::TooLong { column, bytes }),
            RowProblem::UnclosedQuote | RowProblem::SwallowedLines { .. } => Some(*problem),
            // These come from other kinds of file.
            RowProblem::Merged { .. } | RowProblem::DigitsLost { .. } | RowProblem::NoCachedValue { .. } | RowProblem::Several { .. } => {
                None
            }
        });
        let mut carried: Vec<RowProblem> = carried.collect();
        carried.extend(self.several_currencies(row));
        carried
    }

    /// `Valuta` is repeated. That is odd only where the currencies differ.
    fn several_currencies(&self, row: &Row) -> Option<RowProblem> {
        let used = self.place(Source::Cell(*self.valuta.first()?))?;
        let mut currencies: Vec<&str> =
            self.valuta.iter().map(|column| filled(row, Some(*column))).filter(|text| !text.is_empty()).collect();
        currencies.dedup();
        let count = u32::try_from(currencies.len()).unwrap_or(u32::MAX);
        (count > 1).then_some(RowProblem::Several { column: used, count })
    }
}

/// Reads the claims and writes a row for each debtor of each.
pub(super) fn write(
    table: &mut Table,
    sources: &Sources,
    columns: &Columns,
    out: &mut StagedWriter,
    meter: &mut Meter,
) -> Result<Tally, FileProblem> {
    let identity = Identity::of(table);
    let mut tally = Tally::default();
    table.rows(meter, &mut |row| {
        let claim = Claim::of(row, &identity, sources, columns);
        tally.count(&claim, row, columns);
        claim.write(row, sources, columns, &mut tally, out)
    })?;
    Ok(tally)
}

/// One line of the file, and what belongs to it.
struct Claim {
    agreement: Option<Key>,
    marks: Marks,
    reference: Option<Reference>,
    belongs_to: Option<BelongsTo>,
    parties: Vec<Option<Key>>,
}

impl Claim {
    fn of(row: &Row, identity: &Identity, sources: &Sources, columns: &Columns) -> Self {
        let of = |column| key(filled(row, column));
        let (agreement, partner) = (of(identity.number), of(identity.partner));
        let is_related = columns.has(Source::MainReference) && identity.standing(row) == Standing::Related;
        Claim {
            agreement,
            marks: Marks { efi: of(identity.efi), kind: of(identity.kind), bilag: of(identity.bilag), partner },
            reference: sources.agreements.reference(row, identity),
            belongs_to: is_related.then(|| sources.agreements.belongs_to(row, identity)),
            parties: sources.liable.as_ref().map_or_else(|| vec![partner], |liable| liable.parties(agreement, partner)),
        }
    }

    fn write(&self, row: &Row, sources: &Sources, columns: &Columns, tally: &mut Tally, out: &mut StagedWriter) -> Result<(), FileProblem> {
        let carried = columns.carried(row);
        for (place, party) in self.parties.iter().enumerate() {
            let sent = match &sources.actions {
                Some(actions) => actions.newest(self.agreement, Marks { partner: *party, ..self.marks }),
                None => Sent::default(),
            };
            let known = sources.partners.as_ref().and_then(|partners| partners.find(*party));
            let own = filled(row, columns.own_limitation);
            // The claim's own date is surer than another claim's.
            let own_first = !own.is_empty() && (sent.found != Found::Own || sent.limitation.is_empty());
            let limitation = if own_first { own } else { sent.limitation };
            let cells: Vec<&str> = columns.list.iter().map(|(_, source)| self.cell(*source, row, limitation, sent.status, known)).collect();
            let mut problems = carried.clone();
            problems.extend(self.several_mains(columns));
            problems.extend(several_numbers(columns, known));
            if place == 0 {
                tally.without_action += u64::from(sources.actions.is_some() && sent.found == Found::None);
                tally.limitation_of_another += u64::from(sent.found == Found::OfAnother && !own_first);
            }
            tally.without_identity += u64::from(columns.has(Source::DebtorNumber) && known.is_none());
            out.row(row.line, &cells, &problems)?;
        }
        Ok(())
    }

    fn cell<'c>(&'c self, source: Source, row: &'c Row, limitation: &'c str, status: &'c str, known: Option<&'c Known>) -> &'c str {
        let main = self.belongs_to.as_ref();
        match source {
            Source::Cell(column) => row.cell(column),
            Source::Reference => self.reference.as_ref().map_or("", Reference::text),
            Source::MainId => main.map_or("", |main| &main.efi),
            // One that was received before has its id; the other way to name it is for claims that are sent together.
            Source::MainReference => main.filter(|main| main.efi.is_empty()).map_or("", |main| &main.reference),
            Source::Limitation => limitation,
            Source::DebtorType => known.map_or("", |known| &known.kind),
            Source::DebtorNumber => known.map_or("", |known| &known.number),
            Source::Status => status,
        }
    }

    fn several_mains(&self, columns: &Columns) -> Option<RowProblem> {
        let main = self.belongs_to.as_ref().filter(|main| main.candidates > 1)?;
        let source = if main.efi.is_empty() { Source::MainReference } else { Source::MainId };
        Some(RowProblem::Several { column: columns.place(source)?, count: main.candidates })
    }
}

fn several_numbers(columns: &Columns, known: Option<&Known>) -> Option<RowProblem> {
    let known = known.filter(|known| known.count > 1)?;
    Some(RowProblem::Several { column: columns.place(Source::DebtorNumber)?, count: known.count })
}

impl Tally {
    fn count(&mut self, claim: &Claim, row: &Row, columns: &Columns) {
        let is_filled = |column: Option<usize>| !filled(row, column).is_empty();
        self.claims += 1;
        self.in_dmi += u64::from(filled(row, columns.system).eq_ignore_ascii_case("dmi"));
        self.withdrawn += u64::from(is_marked(filled(row, columns.withdrawn)));
        self.settled += u64::from(is_filled(columns.settled));
        self.returned += u64::from(columns.returned.iter().any(|column| is_filled(*column)));
        self.deleted += u64::from(is_marked(filled(row, columns.deleted)));
        self.without_agreement += u64::from(claim.reference.is_none());
        self.by_position += u64::from(matches!(claim.reference, Some(Reference::Position(_))));
        self.by_line += u64::from(matches!(claim.reference, Some(Reference::Line(_))));
        self.with_several_mains += u64::from(claim.belongs_to.as_ref().is_some_and(|main| main.candidates > 1));
        self.with_several_debtors += u64::from(claim.parties.len() > 1);
    }
}
