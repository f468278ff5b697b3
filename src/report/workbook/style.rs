//! How the workbook looks: colours by what a finding leads to, each with dark letters that can be read on it.

use rust_xlsxwriter::{Format, FormatAlign, FormatBorder};

use crate::check::totals::Shown;

/// The formats of the workbook's cells.
pub(super) struct Style {
    pub title: Format,
    pub label: Format,
    pub text: Format,
    pub heading: Format,
    pub afvist: Format,
    pub hoering: Format,
    pub advarsel: Format,
    pub undecided: Format,
}

impl Style {
    pub(super) fn new() -> Style {
        let wrapped = || Format::new().set_text_wrap().set_align(FormatAlign::Top);
        let coloured = |fill: u32, letters: u32| {
            Format::new().set_background_color(fill).set_font_color(letters).set_border(FormatBorder::Thin).set_border_color(0x00BF_BFBF)
        };
        Style {
            title: Format::new().set_bold().set_font_size(16),
            label: wrapped().set_bold(),
            text: wrapped(),
            heading: coloured(0x0024_3B53, 0x00FF_FFFF).set_bold().set_text_wrap().set_align(FormatAlign::Top),
            afvist: coloured(0x00FF_C7CE, 0x009C_0006),
            hoering: coloured(0x00FF_EB9C, 0x007F_4F00),
            advarsel: coloured(0x00DD_EBF7, 0x001F_3864),
            undecided: coloured(0x00E7_E6E6, 0x0040_4040),
        }
    }

    /// The format of a cell with a finding of this effect.
    pub(super) fn of_effect(&self, effect: &str) -> &Format {
        match effect {
            "afvist" => &self.afvist,
            "hoering" => &self.hoering,
            _ => &self.advarsel,
        }
    }

    /// The format of an outcome; none for a claim that would be received.
    pub(super) fn of_outcome(&self, shown: Shown) -> Option<&Format> {
        match shown {
            Shown::Afvist => Some(&self.afvist),
            Shown::Hoering => Some(&self.hoering),
            Shown::Undecided => Some(&self.undecided),
            Shown::Modtages => None,
        }
    }
}

/// How heavy a finding weighs: the worst colours the cell.
pub(super) fn weight(effect: &str) -> u8 {
    match effect {
        "afvist" => 3,
        "hoering" => 2,
        _ => 1,
    }
}
