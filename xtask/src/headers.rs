//! The headers that every response carries: the one place they are written.

/// What the page may do: run its own scripts and wasm, show its own styles and fonts, start workers from a blob, and nothing else.
///
/// Images come as `data:` only: the design system's pictures are written into its stylesheet, so that showing one is never a request.
/// `connect-src 'self'` is for fetching the wasm; the start script takes it away again (`public/start.js`).
pub const CONTENT_SECURITY_POLICY: &[&str] = &[
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self'",
    "img-src data:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src blob:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-src 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types default",
];

/// The headers, name and value, less `Cache-Control` and what describes the body.
pub fn security() -> Vec<(&'static str, String)> {
    let fixed = [
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "no-referrer"),
        ("Permissions-Policy", "camera=(), microphone=(), geolocation=(), usb=(), serial=(), payment=(), clipboard-read=()"),
        ("X-DNS-Prefetch-Control", "off"),
    ];
    let policy = ("Content-Security-Policy", CONTENT_SECURITY_POLICY.join("; "));
    std::iter::once(policy).chain(fixed.map(|(name, value)| (name, value.to_owned()))).collect()
}

/// The policy as `index.html` repeats it in a `<meta>`, where `frame-ancestors` has no effect.
pub fn meta_policy() -> String {
    let directives: Vec<&str> =
        CONTENT_SECURITY_POLICY.iter().copied().filter(|directive| !directive.starts_with("frame-ancestors")).collect();
    directives.join("; ")
}

/// How long a file may be kept: one with a hash in its name for ever, any other only after asking.
pub fn cache_control(file_name: &str) -> &'static str {
    let is_hash = |part: &str| part.len() >= 15 && part.bytes().all(|byte| byte.is_ascii_hexdigit());
    if file_name.split(['-', '_', '.']).any(is_hash) { "public, max-age=31536000, immutable" } else { "no-cache" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn index_html_repeats_the_policy() {
        let page = std::fs::read_to_string(crate::root().join("index.html")).expect("index.html");
        let meta = format!(r#"<meta http-equiv="Content-Security-Policy" content="{}">"#, meta_policy());
        assert!(page.contains(&meta), "index.html should have {meta}");
    }

    #[test]
    fn only_hashed_files_are_kept() {
        assert_eq!(cache_control("app-8b2f3c4d5e6f7a8b_bg.wasm"), "public, max-age=31536000, immutable");
        for name in ["index.html", "IBMPlexSans-Bold-Latin1.woff2", "start.js"] {
            assert_eq!(cache_control(name), "no-cache", "{name}");
        }
    }
}
