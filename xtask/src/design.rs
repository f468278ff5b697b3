//! What the page takes from the design system: its stylesheet, made self-contained, its fonts and its icons.
//!
//! The stylesheet is changed in three ways. Its pictures are written into it, because the page must ask the server for nothing once it
//! has started. The classes that only show one icon as a background are left out, because the page takes its icons from a sprite. And of
//! the fonts it has the weights the page uses, in the one format every browser reads.

use crate::{Result, root};
use std::fmt::Write;
use std::fs;
use std::path::Path;

/// Font files, by weight. The Latin-1 part has every Danish letter, the real minus and the no-break space.
const FONTS: &[(u32, &str)] =
    &[(400, "IBMPlexSans-Regular-Latin1.woff2"), (600, "IBMPlexSans-SemiBold-Latin1.woff2"), (700, "IBMPlexSans-Bold-Latin1.woff2")];

/// The icons in the page's sprite, by the design system's names.
#[rustfmt::skip]
const ICONS: &[&str] = &[
    "add-document", "arrow-back", "arrow-downward", "arrow-forward", "arrow-upward", "attach-file", "bookmark",
    "calendar-month", "check", "checklist", "chevron-double-left", "chevron-double-right", "chevron-down", "chevron-left",
    "chevron-right", "chevron-up", "close", "copy", "delete", "document", "download", "edit", "error", "feedback", "file", "first-page",
    "flag", "forward", "help", "home", "hourglass", "info", "last-page", "link", "list-add", "lock", "menu", "minus", "more-horiz",
    "more-vert", "open-in-new", "payments", "plus", "print", "refresh", "reply", "save", "search", "settings", "share",
    "sort-table-ascending", "sort-table-descending", "sort-table-none", "star", "student", "success", "sync", "time", "tune",
    "upload", "visibility", "warning",
];

/// Writes `style/dkfds`, which `index.html` refers to.
pub fn prepare() -> Result {
    let from = root().join("node_modules").join("dkfds").join("dist");
    let to = root().join("style").join("dkfds");
    let fonts = to.join("fonts");
    fs::create_dir_all(&fonts).map_err(|error| format!("{} can't be made: {error}.", fonts.display()))?;

    let css = stylesheet(&read(&from.join("css").join("dkfds.min.css"))?, &from.join("img").join("svg-icons"))?;
    write(&to.join("dkfds.css"), &css)?;
    write(&to.join("icons.svg"), &sprite(&read(&from.join("img").join("all-svg-icons.svg"))?)?)?;

    let plex = from.join("fonts").join("IBMPlexSans").join("split").join("woff2");
    for (_, name) in FONTS {
        copy(&plex.join(name), &fonts.join(name))?;
    }
    copy(&plex.join("license.txt"), &fonts.join("license.txt"))?;
    copy(&from.join("LICENSE.md"), &to.join("design-licence.md"))
}

fn stylesheet(css: &str, pictures: &Path) -> Result<String> {
    let css = css.split("/*# sourceMappingURL").next().unwrap_or(css);
    let kept = without_rules(css, |selector, body| selector == "@font-face" || (selector.starts_with(".icon-") && body.contains("url(")));
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

/// `css` less the rules that `unwanted` picks by selector and body. Rules within `@media` and the like are looked at one by one.
fn without_rules(css: &str, unwanted: impl Fn(&str, &str) -> bool) -> String {
    let mut kept = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(brace) = rest.find(['{', '}']) {
        let (selector, tail) = (rest[..brace].trim(), &rest[brace + 1..]);
        let opens_group = selector.starts_with('@') && selector != "@font-face";
        let closes_group = rest.as_bytes()[brace] == b'}';
        if opens_group || closes_group {
            kept.push_str(&rest[..=brace]);
            rest = tail;
            continue;
        }
        let Some(end) = tail.find('}') else { break };
        if !unwanted(selector, &tail[..end]) {
            kept.push_str(&rest[..brace + 1 + end + 1]);
        }
        rest = &tail[end + 1..];
    }
    kept.push_str(rest);
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

/// The icons the page uses, as one hidden drawing to refer into.
fn sprite(all: &str) -> Result<String> {
    let mut sprite = "<svg xmlns=\"http://www.w3.org/2000/svg\" hidden aria-hidden=\"true\">".to_owned();
    for icon in ICONS {
        let opening = format!("<symbol id=\"{icon}\"");
        let symbol = all
            .find(&opening)
            .and_then(|start| all[start..].split_inclusive("</symbol>").next())
            .ok_or(format!("The design system has no icon named {icon}: see xtask/src/design.rs."))?;
        sprite.push_str(symbol);
    }
    sprite.push_str("</svg>\n");
    Ok(sprite)
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
        let css = "a{b:c}.icon-x:not(a){background:url(x)}@media print{.icon-y{z:url(y)}p{q:r}}@font-face{src:url(f)}.icon-svg{w:1em}";
        let kept =
            without_rules(css, |selector, body| selector == "@font-face" || (selector.starts_with(".icon-") && body.contains("url(")));
        assert_eq!(kept, "a{b:c}@media print{p{q:r}}.icon-svg{w:1em}");
    }

    #[test]
    fn a_drawing_fits_between_quotes() {
        assert_eq!(data_url("<svg fill=\"#FFF\"/>\n"), "data:image/svg+xml,%3Csvg fill='%23FFF'/%3E");
    }

    #[test]
    fn the_sprite_has_each_icon_whole() {
        let all: String = ICONS.iter().map(|icon| format!("<symbol id=\"{icon}\"><path d=\"M0 0\"/></symbol>")).collect();
        let sprite = sprite(&all).expect("every icon is there");
        assert_eq!(sprite.matches("</symbol>").count(), ICONS.len());
    }
}
