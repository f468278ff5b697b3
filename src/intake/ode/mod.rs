//! The files of a KMD Opus Debitor extract, joined into claims.
//!
//! The claims stand in `10-RIM-aftale-rater`; what the other files hold is found by agreement and by business partner. The file with the claims is
//! read twice, the others once, and only numbers and dates are kept between.

mod actions;
mod agreements;
mod claims;
mod notes;
mod part;
mod parties;
mod table;

use self::actions::Actions;
use self::agreements::{Agreements, Identity};
use self::claims::{Columns, Sources};
use self::notes::notes;
use self::part::Extent;
pub use self::part::{Part, part_of};
use self::parties::{Liable, Partners};
use self::table::{Meter, Table};
use super::{Bytes, FileProblem, Layout, StagedForm, StagedWriter, Staging};
use crate::claim::NaiveDate;

/// A file of the extract.
pub struct OdeFile<'f> {
    /// Its name, which tells the extract's day and whether it is whole.
    pub name: String,
    pub part: Part,
    pub layout: &'f Layout,
    pub bytes: &'f mut dyn Bytes,
}

/// Joins the files into staged rows: one for each debtor of each claim. A row's number is its line in `10-RIM-aftale-rater`.
///
/// A part that isn't given, or a column that a part doesn't have, leaves its columns out; `Staging.notes` says what can't be checked then.
/// `progress` is called with thousandths and answers whether to go on.
///
/// # Errors
/// When the claims aren't among the files, a part is there twice, the files are from different municipalities, or can't be read any more.
pub fn join(files: Vec<OdeFile>, out: &mut StagedWriter, progress: &mut dyn FnMut(u16) -> bool) -> Result<Staging, FileProblem> {
    let mut parts = Parts::of(files)?;
    let today = parts.tables().filter_map(|table| table.told.day).max();
    let mut meter = Meter::new(parts.tables().map(Table::len).sum::<u64>() + parts.rater.len(), progress);
    let sources = parts.read(today, &mut meter)?;
    let identity = Identity::of(&parts.rater);
    let columns = Columns::of(&parts.rater, &identity, &sources);
    let tally = claims::write(&mut parts.rater, &sources, &columns, out, &mut meter)?;
    let notes = notes(&parts.tables().collect::<Vec<_>>(), &sources, &columns, &tally);
    Ok(Staging {
        form: StagedForm::Ode,
        sheets: Vec::new(),
        sheet: None,
        headings: Some(columns.names()),
        days_from_1904: false,
        notes,
        rows: out.rows(),
    })
}

/// The files by what they hold.
struct Parts<'f> {
    rater: Table<'f>,
    aftale: Option<Table<'f>>,
    partner: Option<Table<'f>>,
    renter: Option<Table<'f>>,
    haefter: Option<Table<'f>>,
}

impl<'f> Parts<'f> {
    fn of(files: Vec<OdeFile<'f>>) -> Result<Self, FileProblem> {
        let mut tables: Vec<Table> = files.into_iter().map(Table::new).collect();
        same_municipality(&tables)?;
        let mut take = |part: Part| -> Result<Option<Table<'f>>, FileProblem> {
            let Some(place) = tables.iter().position(|table| table.part == part) else { return Ok(None) };
            let table = tables.swap_remove(place);
            match tables.iter().find(|other| other.part == part) {
                Some(other) => Err(twice(part, &table.name, &other.name)),
                None => Ok(Some(table)),
            }
        };
        let (aftale, partner) = (take(Part::Aftale)?, take(Part::Forretningspartner)?);
        let (renter, haefter) = (take(Part::Renter)?, take(Part::Haefter)?);
        match take(Part::Rater)? {
            Some(rater) => Ok(Parts { rater, aftale, partner, renter, haefter }),
            None => Err(without_claims([aftale, partner, renter, haefter])),
        }
    }

    /// All the files.
    fn tables(&self) -> impl Iterator<Item = &Table<'f>> {
        std::iter::once(&self.rater).chain([&self.aftale, &self.partner, &self.renter, &self.haefter].into_iter().flatten())
    }

    /// Reads what must be known before any claim can be written.
    fn read(&mut self, today: Option<NaiveDate>, meter: &mut Meter) -> Result<Sources, FileProblem> {
        let mut agreements = Agreements::read(&mut self.rater, meter)?;
        if agreements.claims == 0 {
            return Err(FileProblem::NoRows);
        }
        let mut wanted = std::mem::take(&mut agreements.partners);
        let liable = match &mut self.haefter {
            Some(table) => Some(Liable::read(table, &agreements, today, meter)?),
            None => None,
        };
        wanted.extend(liable.iter().flat_map(Liable::everybody));
        let partners = match &mut self.partner {
            Some(table) => Some(Partners::read(table, &wanted, today, meter)?),
            None => None,
        };
        let actions = match &mut self.aftale {
            Some(table) => Some(Actions::read(table, &agreements, meter)?),
            None => None,
        };
        let is_total = self.rater.told.extent == Some(Extent::Total);
        Ok(Sources { agreements, actions, liable, partners, is_total })
    }
}

/// Numbers of agreements and partners mean something within one municipality only.
fn same_municipality(tables: &[Table]) -> Result<(), FileProblem> {
    let mut told = tables.iter().filter_map(|table| Some((table.told.kommune?, &table.name)));
    let Some((kommune, name)) = told.next() else { return Ok(()) };
    match told.find(|(other, _)| *other != kommune) {
        Some((other, other_name)) => Err(FileProblem::Broken(format!(
            "Filerne er fra hver sin kommune: «{name}» er fra kommune {kommune}, «{other_name}» er fra kommune {other}. Slip kun filer fra samme udtræk."
        ))),
        None => Ok(()),
    }
}

fn twice(part: Part, name: &str, other: &str) -> FileProblem {
    FileProblem::Broken(format!(
        "Der er to filer af slagsen {}: «{name}» og «{other}». Vælg den ene, og slip den sammen med resten af samme udtræk.",
        part.name()
    ))
}

fn without_claims(tables: [Option<Table>; 4]) -> FileProblem {
    let given: Vec<&str> = tables.iter().flatten().map(|table| table.part.name()).collect();
    let given = match given.as_slice() {
        [] => return FileProblem::Empty,
        [one] => format!("Filen er {one}"),
        [many @ .., last] => format!("Filerne er {} og {last}", many.join(", ")),
    };
    FileProblem::Broken(format!(
        "{given} af et KMD-udtræk, men fordringerne selv mangler. De står i 10-RIM-aftale-rater. Slip den sammen med det, der er valgt."
    ))
}
