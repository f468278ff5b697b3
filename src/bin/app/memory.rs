//! What the page remembers on this machine: the chosen columns, by the heading row's fingerprint. No claim data.

use stamdatatjek::intake::choices::Choices;
use web_sys::Storage;

/// Where it is kept.
const KEY: &str = "stamdatatjek.kolonner";
/// How many heading rows are remembered; the oldest is forgotten first.
const MOST: usize = 100;

/// What was chosen for a file with these headings.
pub fn recall(fingerprint: &str) -> Option<Choices> {
    all().into_iter().find(|(of, _)| of == fingerprint).map(|(_, choices)| choices)
}

/// Remembers what was chosen for files with these headings.
pub fn remember(fingerprint: &str, choices: &Choices) {
    let mut kept = all();
    kept.retain(|(of, _)| of != fingerprint);
    kept.push((fingerprint.to_owned(), choices.to_remember()));
    let too_many = kept.len().saturating_sub(MOST);
    write(&kept[too_many..]);
}

/// Forgets what was chosen for files with these headings.
pub fn forget(fingerprint: &str) {
    let mut kept = all();
    kept.retain(|(of, _)| of != fingerprint);
    write(&kept);
}

/// Forgets everything.
pub fn forget_all() {
    if let Some(storage) = storage() {
        // A storage that refuses has nothing of ours in it.
        let _ = storage.remove_item(KEY);
    }
}

/// How many heading rows are remembered.
pub fn count() -> usize {
    all().len()
}

/// Everything that is remembered, the oldest first.
fn all() -> Vec<(String, Choices)> {
    let text = storage().and_then(|storage| storage.get_item(KEY).ok().flatten());
    // Anything else in its place, e.g. from an older version, is as good as nothing.
    text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default()
}

fn write(kept: &[(String, Choices)]) {
    if kept.is_empty() {
        return forget_all();
    }
    if let (Some(storage), Ok(text)) = (storage(), serde_json::to_string(kept)) {
        // Where the browser keeps nothing, the user chooses again next time.
        let _ = storage.set_item(KEY, &text);
    }
}

/// The browser's storage for this page. Some browsers and settings have none.
fn storage() -> Option<Storage> {
    web_sys::window()?.local_storage().ok().flatten()
}
