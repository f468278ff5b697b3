//! `stamdatatjek typer`, `regel` and `felt`: the catalogue on the terminal.

use std::io::{self, Write};

use stamdatatjek::catalogue::table::RuleNumber;
use stamdatatjek::catalogue::{self, Creditor, REFERENCE, TYPES, language};
use stamdatatjek::check::view::{basis_view, source_view, suggestion};
use stamdatatjek::claim::Field;
use stamdatatjek::rules::doc::{Certainty, Effect};
use stamdatatjek::rules::ruleset::{Ruleset, choose};
use stamdatatjek::rules::{self, words};

/// Every fordringstype with what its check rests on.
pub fn types(out: &mut impl Write) -> io::Result<u8> {
    for fordringstype in TYPES {
        let basis = basis_view(choose(fordringstype, Creditor::default()));
        writeln!(out, "{:<8} {:<11} {:<55} {}", fordringstype.code.unwrap_or("–"), basis.kind, fordringstype.name, fordringstype.area)?;
    }
    writeln!(
        out,
        "\n{} fordringstyper. officiel: egen offentliggjort filtertabel; vejledende: en anden fordringshavers tabel som råd; kerne: kun de fælles kerneregler.",
        TYPES.len()
    )?;
    Ok(0)
}

/// One fordringstype with its rules.
pub fn fordringstype(code: &str, creditor: Creditor, out: &mut impl Write) -> io::Result<u8> {
    let Some(fordringstype) = catalogue::find(code).or_else(|| catalogue::find(&code.to_uppercase())) else {
        eprintln!("stamdatatjek: fordringstypen «{code}» kendes ikke. {}", suggestion(code));
        return Ok(2);
    };
    let text = catalogue::text_of(fordringstype);
    writeln!(out, "{}: {} ({})", fordringstype.code.unwrap_or("–"), fordringstype.name, fordringstype.area)?;
    for (name, value) in
        [("Dækker", text.description), ("Hjemmel", text.legal_basis), ("Forældelse", text.limitation), ("Bemærk", text.notes)]
    {
        if let Some(value) = value {
            writeln!(out, "  {name}: {value}")?;
        }
    }
    let ruleset = Ruleset::of(Some(fordringstype), creditor);
    let basis = basis_view(ruleset.footing);
    writeln!(out, "  Grundlag: {}", basis.text)?;
    if let Some(source) = basis.source {
        writeln!(out, "  Kilde: {}{}, {}", source.title, source.date.map(|date| format!(" ({date})")).unwrap_or_default(), source.url)?;
    }
    writeln!(out)?;
    for standing in &ruleset.rules {
        let effect = match standing.effect {
            Effect::Afvist => "afvist",
            Effect::Hoering => "høring",
            Effect::Advarsel => "råd",
        };
        writeln!(out, "  {:<14} {:<7} {}", standing.rule.numbers.to_string(), effect, words::condition(&standing.rule.check))?;
    }
    if !text.practice.is_empty() {
        writeln!(out, "\nHvad du skriver:")?;
        for practice in text.practice {
            let name = Field::from_name(practice.field).map_or(practice.field, Field::shown);
            if let Some(words) = practice.text {
                writeln!(out, "  {name}: {words}")?;
            }
        }
    }
    Ok(0)
}

/// One rule: what it demands, why, what to do, and who has it.
pub fn rule(id: &str, out: &mut impl Write) -> io::Result<u8> {
    let wanted = id.trim().replace(' ', "+");
    let found: Vec<_> = rules::all_docs()
        .filter(|doc| doc.id.eq_ignore_ascii_case(&wanted) || doc.id.split('+').any(|part| part.eq_ignore_ascii_case(&wanted)))
        .collect();
    if found.is_empty() {
        eprintln!("stamdatatjek: reglen «{id}» kendes ikke. Regler hedder fx R_6_20, R_6_3+R_6_4 eller G_BESKR_CPR.");
        return Ok(2);
    }
    for doc in found {
        writeln!(out, "{}: {}", doc.id, doc.name)?;
        writeln!(out, "  Kræver: {}", doc.says)?;
        writeln!(out, "  Hvorfor: {}", doc.why)?;
        writeln!(out, "  Det gør du: {}", doc.remedy)?;
        let effect = match doc.effect {
            Effect::Afvist => "afvist",
            Effect::Hoering => "høring",
            Effect::Advarsel => "råd, ændrer ikke udfaldet",
        };
        let certainty = if doc.certainty == Certainty::Documented { "dokumenteret" } else { "udledt" };
        writeln!(out, "  Følge: {effect} ({certainty}). Gælder: {}.", doc.applies_to)?;
        writeln!(out, "  Kilde: {}, {}", doc.basis, doc.url)?;
        if let Some(note) = doc.note {
            writeln!(out, "  Bemærk: {note}")?;
        }
        writeln!(out)?;
    }
    tables_with(&wanted, out)?;
    Ok(0)
}

fn tables_with(id: &str, out: &mut impl Write) -> io::Result<()> {
    let Some(number) = RuleNumber::parse(id.split('+').next().unwrap_or_default()) else { return Ok(()) };
    let tables = TYPES.iter().flat_map(|fordringstype| fordringstype.tables);
    for table in tables {
        for rule in table.rules.iter().filter(|rule| rule.numbers.contains(number)) {
            let inactive = if rule.inactive { " (ikke aktiv)" } else { "" };
            let words = language::print_condition(&rule.check);
            writeln!(
                out,
                "  {:<8} {:<7} {words}{inactive}   [{}]",
                table.code,
                language::print_consequence(rule.consequence),
                table.source
            )?;
        }
    }
    Ok(())
}

/// One field: what it means and how to find it.
pub fn field(name: &str, out: &mut impl Write) -> io::Result<u8> {
    let wanted = name.trim().to_lowercase();
    let canonical = Field::from_name(&wanted).or_else(|| {
        Field::ALL
            .into_iter()
            .find(|field| field.shown().to_lowercase() == wanted || field.aliases().iter().any(|alias| alias.to_lowercase() == wanted))
    });
    let guide = REFERENCE.fields.iter().find(|guide| canonical.map_or(guide.field == wanted, |field| guide.field == field.name()));
    let Some(guide) = guide.or_else(|| REFERENCE.fields.iter().find(|guide| wanted.starts_with(guide.field))) else {
        let names: Vec<&str> = REFERENCE.fields.iter().map(|guide| guide.field).collect();
        eprintln!("stamdatatjek: feltet «{name}» kendes ikke. Vi har vejledning til: {}.", names.join(", "));
        return Ok(2);
    };
    writeln!(out, "{}\n  {}", guide.name, guide.definition)?;
    for (title, items) in [("Sådan finder du værdien", guide.find), ("Typiske fejl", guide.mistakes)] {
        if !items.is_empty() {
            writeln!(out, "\n{title}:")?;
            for item in items {
                writeln!(out, "  - {item}")?;
            }
        }
    }
    for (other, difference) in guide.differs {
        let other = Field::from_name(other).map_or(*other, Field::shown);
        writeln!(out, "\nForskel fra {other}: {difference}")?;
    }
    writeln!(out, "\nForm: {}\nEksempel: {}", guide.format, guide.example)?;
    for source in guide.sources {
        writeln!(out, "Kilde: {}", source_view(source).title)?;
    }
    Ok(0)
}
