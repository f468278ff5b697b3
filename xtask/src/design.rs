//! What the page takes from the design system: its stylesheet, made self-contained, its fonts and its icons.
//!
//! The stylesheet is changed in three ways. Its pictures are written into it, because the page must ask the server for nothing once it
//! has started. Rules that no element of the page can match are left out: nine tenths of it. And of the fonts it has the weights the page
//! uses, in the one format every browser reads. Of the icons there are those that the page names.

use crate::used::{Sources, usable};
use crate::{Result, root};
use std::collections::HashSet;
use std::fmt::Write;
use std::fs;
use std::path::Path;

/// Font files, by weight. The Latin-1 part has every Danish letter, the real minus and the no-break space.
const FONTS: &[(u32, &str)] =
    &[(400, "IBMPlexSans-Regular-Latin1.woff2"), (600, "IBMPlexSans-SemiBold-Latin1.woff2"), (700, "IBMPlexSans-Bold-Latin1.woff2")];

/// Writes `style/dkfds`, which `index.html` refers to.
pub fn prepare() -> Result {
    let from = root().join("node_modules").join("dkfds").join("dist");
    let to = root().join("style").join("dkfds");
    let fonts = to.join("fonts");
    fs::create_dir_all(&fonts).map_err(|error| format!("{} can't be made: {error}.", fonts.display()))?;

    let sources = Sources::read()?;
    let css = stylesheet(&read(&from.join("css").join("dkfds.min.css"))?, &sources.words(), &from.join("img").join("svg-icons"))?;
    write(&to.join("dkfds.css"), &css)?;
    write(&to.join("icons.svg"), &sprite(&read(&from.join("img").join("all-svg-icons.svg"))?, &sources))?;

    let plex = from.join("fonts").join("IBMPlexSans").join("split").join("woff2");
    for (_, name) in FONTS {
        copy(&plex.join(name), &fonts.join(name))?;
    }
    copy(&plex.join("license.txt"), &fonts.join("license.txt"))?;
    copy(&from.join("LICENSE.md"), &to.join("design-licence.md"))
}

fn stylesheet(css: &str, words: &HashSet<&str>, pictures: &Path) -> Result<String> {
    let css = css.split("/*# sourceMappingURL").next().unwrap_or(css);
    let kept = with_selectors(css, |selectors| if selectors == "@font-face" { String::new() } else { usable(selectors, words) });
    let mut css = String::new();
    for (weight, file) in FONTS {
        let _ = write!(
            css,
            "@font-face{{font-display:swap;font-family:IBM Plex Sans;font-style:normal;font-weight:{weight};src:url(fonts/{file}) format(\"woff2\")}}"
        );
    }
    css.push_str(&with_pictures(&kept, pictures)?);
    Ok(css)
}

/// `css` with what `change` makes of each rule's selectors, and without the rules it makes nothing of. Rules within `@media` and the like are
/// looked at one by one, and groups that have none left go too.
fn with_selectors(css: &str, change: impl Fn(&str) -> String) -> String {
    let mut kept = String::with_capacity(css.len());
    // Where each open group begins, and where its rules do.
    let mut groups = Vec::new();
    let mut rest = css;
    while let Some(brace) = rest.find(['{', '}']) {
        let (selectors, tail) = (rest[..brace].trim(), &rest[brace + 1..]);
        let closes_group = rest.as_bytes()[brace] == b'}';
        rest = tail;
        if closes_group {
            match groups.pop() {
                Some((group, rules)) if rules == kept.len() => kept.truncate(group),
                _ => kept.push('}'),
            }
        } else if selectors.starts_with('@') && selectors != "@font-face" {
            groups.push((kept.len(), kept.len() + selectors.len() + 1));
            let _ = write!(kept, "{selectors}{{");
        } else if let Some((body, after)) = tail.split_once('}') {
            rest = after;
            let selectors = change(selectors);
            if !selectors.is_empty() {
                let _ = write!(kept, "{selectors}{{{body}}}");
            }
        }
    }
    kept
}

/// `css` with each `url(../img/svg-icons/x.svg)` replaced by the picture itself, and the placeholder logos by nothing.
fn with_pictures(css: &str, pictures: &Path) -> Result<String> {
    let mut done = String::with_capacity(css.len());
    let mut rest = css;
    while let Some((before, tail)) = rest.split_once("url(../img/") {
        let (name, after) = tail.split_once(')').ok_or("The design system's stylesheet has an unfinished url().")?;
        done.push_str(before);
        match name.strip_prefix("svg-icons/") {
            Some(icon) => done.push_str(&format!("url(\"{}\")", data_url(&read(&pictures.join(icon))?))),
            None => done.push_str("none"),
        }
        rest = after;
    }
    done.push_str(rest);
    if done.contains("url(../") {
        return Err("The design system's stylesheet refers to files in an unknown folder: see xtask/src/design.rs.".to_owned());
    }
    Ok(done)
}

/// A drawing as an address that holds it.
fn data_url(svg: &str) -> String {
    let mut url = "data:image/svg+xml,".to_owned();
    for letter in svg.trim().chars() {
        match letter {
            '"' => url.push('\''),
            '%' | '#' | '<' | '>' | '{' | '}' => {
                let _ = write!(url, "%{:02X}", u32::from(letter));
            }
            _ => url.push(letter),
        }
    }
    url
}

/// The icons that the page names, as one hidden drawing to refer into.
fn sprite(all: &str, sources: &Sources) -> String {
    let mut sprite = "<svg xmlns=\"http://www.w3.org/2000/svg\" hidden aria-hidden=\"true\">".to_owned();
    for symbol in all.split("<symbol ").skip(1).filter_map(|tail| tail.split_inclusive("</symbol>").next()) {
        let name = symbol.split_once("id=\"").and_then(|(_, tail)| tail.split('"').next());
        if name.is_some_and(|name| sources.name_icon(name)) {
            let _ = write!(sprite, "<symbol {symbol}");
        }
    }
    sprite.push_str("</svg>\n");
    sprite
}

fn read(file: &Path) -> Result<String> {
    fs::read_to_string(file).map_err(|error| format!("{} can't be read: {error}. Delete node_modules and try again.", file.display()))
}

fn write(file: &Path, text: &str) -> Result {
    fs::write(file, text).map_err(|error| format!("{} can't be written: {error}.", file.display()))
}

fn copy(from: &Path, to: &Path) -> Result {
    fs::copy(from, to).map(drop).map_err(|error| format!("{} can't be copied: {error}. Delete node_modules and try again.", from.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unwanted_rules_go_wherever_they_stand() {
        let css = "a{b:c}.x,p{d:e}@media print{.x{z:y}p{q:r}}@media all{@supports(k:v){.x{z:y}}}@font-face{src:url(f)}@keyframes k{0%{l:m}}.x{n:o}";
        let kept =
            with_selectors(
                css,
                |selectors| if selectors == "@font-face" { String::new() } else { selectors.replace(".x,", "").replace(".x", "") },
            );
        assert_eq!(kept, "a{b:c}p{d:e}@media print{p{q:r}}@keyframes k{0%{l:m}}");
    }

    #[test]
    fn a_drawing_fits_between_quotes() {
        assert_eq!(data_url("<svg fill=\"#FFF\"/>\n"), "data:image/svg+xml,%3Csvg fill='%23FFF'/%3E");
    }

    #[test]
    fn the_sprite_has_each_icon_that_is_named_whole() {
        let symbol = |icon: &str| format!("<symbol id=\"{icon}\" viewBox=\"0 0 24 24\"><path d=\"M0 0\"/></symbol>");
        let all = format!("<svg>{}{}{}</svg>", symbol("info"), symbol("no-such-icon"), symbol("open-in-new"));
        let sprite = sprite(&all, &Sources::read().expect("the sources"));
        assert!(sprite.contains(&format!("{}{}</svg>", symbol("info"), symbol("open-in-new"))), "{sprite}");
    }
}
