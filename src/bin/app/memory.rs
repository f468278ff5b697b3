//! What the page remembers on this machine: the chosen columns, by the heading row's fingerprint. No claim data.

use serde_json::{Map, Value};
use stamdatatjek::intake::choices::Choices;
use web_sys::Storage;

/// Where it is kept.
const KEY: &str = "stamdatatjek.kolonner";
/// How many heading rows are remembered; the oldest is forgotten first.
const MOST: usize = 100;

/// What was chosen for a file with these headings.
pub fn recall(fingerprint: &str) -> Option<Choices> {
    let choices = all().remove(fingerprint)?;
    serde_json::from_value(choices).ok()
}

/// Remembers what was chosen for files with these headings.
pub fn remember(fingerprint: &str, choices: &Choices) {
    let Ok(choices) = serde_json::to_value(choices.to_remember()) else { return };
    let mut kept = all();
    kept.shift_remove(fingerprint);
    kept.insert(fingerprint.to_owned(), choices);
    while kept.len() > MOST {
        let Some(oldest) = kept.keys().next().cloned() else { break };
        kept.shift_remove(&oldest);
    }
    write(&kept);
}

/// Forgets what was chosen for files with these headings.
pub fn forget(fingerprint: &str) {
    let mut kept = all();
    kept.shift_remove(fingerprint);
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

fn all() -> Map<String, Value> {
    let text = storage().and_then(|storage| storage.get_item(KEY).ok().flatten());
    // Anything else in its place, e.g. from an older version, is as good as nothing.
    text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default()
}

fn write(kept: &Map<String, Value>) {
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
