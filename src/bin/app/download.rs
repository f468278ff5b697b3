//! Handing the user a file that was made here.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Blob, HtmlAnchorElement, Url};

/// How long the file's address lives: the browser fetches it after the click.
const KEPT: std::time::Duration = std::time::Duration::from_secs(60);

/// Lets the user keep a file under this name.
pub fn save_file(file: &Blob, name: &str) {
    let Ok(url) = Url::create_object_url_with_blob(file) else { return };
    let link = document().create_element("a").ok().and_then(|link| link.dyn_into::<HtmlAnchorElement>().ok());
    if let Some(link) = link {
        link.set_href(&url);
        link.set_download(name);
        link.click();
    }
    set_timeout(move || drop(Url::revoke_object_url(&url)), KEPT);
}
