//! The page starts, is readable by everyone, asks for nothing afterwards, and says so in plain Danish when it can't go on.

use browser_tests::{BuiltCopy, Page};
use serde_json::json;
use std::fs;
use std::time::Duration;
use tokio::time::sleep;

#[tokio::test]
async fn the_page_starts_and_then_keeps_silent() {
    let page = Page::open().await;
    assert_ne!(page.text("h1").await, "");
    page.assert_accessible().await;
    page.assert_icons_drawn().await;
    page.assert_console_clean().await;
    page.assert_silent();
}

#[tokio::test]
async fn every_font_is_there_before_it_is_needed() {
    let page = Page::open().await;
    let waiting = page.script("return [...document.fonts].filter(font => font.status !== 'loaded').length", &[]).await;
    assert_eq!(waiting, json!(0));
    assert_eq!(page.script("return document.fonts.size", &[]).await, json!(3));
}

#[tokio::test]
async fn a_started_page_can_send_nothing() {
    let page = Page::open().await;
    let attempts = "const at = name => new URL(name, location.href).href; \
        const put = (name, values) => document.body.append(Object.assign(document.createElement(name), values)); \
        const tries = [ \
            () => fetch(at('fetch')), \
            () => new XMLHttpRequest().open('GET', at('xhr')), \
            () => navigator.sendBeacon(at('beacon'), 'x'), \
            () => new WebSocket(at('socket')), \
            () => new EventSource(at('events')), \
            () => import(at('module')), \
            () => put('img', { src: at('image') }), \
            () => put('link', { rel: 'stylesheet', href: at('style') }), \
            () => put('link', { rel: 'prefetch', href: at('prefetch') }), \
            () => put('link', { rel: 'icon', href: at('icon') }), \
            () => put('iframe', { src: at('frame') }), \
            () => put('audio', { src: at('audio') }), \
            () => put('object', { data: at('object') }), \
            () => put('script', { src: at('script') }), \
            () => new FontFace('x', `url(${at('font')})`).load(), \
            () => new Worker(at('worker')), \
            () => { put('form', { action: at('form'), method: 'post', id: 'f' }); document.getElementById('f').submit(); }, \
        ]; \
        tries.forEach(attempt => { try { attempt()?.catch?.(() => {}); } catch {} }); \
        return tries.length";
    assert_eq!(page.script(attempts, &[]).await, json!(17));
    sleep(Duration::from_millis(500)).await;
    page.assert_silent();
    assert!(!page.refused_by_policy().await.is_empty());
}

#[tokio::test]
async fn a_file_dropped_beside_the_zones_is_not_opened() {
    let page = Page::open().await;
    assert!(page.drop_file("body", "krav.csv", b"a;b").await);
}

#[tokio::test]
async fn a_panic_leads_back_to_the_start() {
    let page = Page::open_at("#/om").await;
    page.script("dispatchEvent(new ErrorEvent('error', { error: new Error('prøve') }))", &[]).await;
    page.wait_for_text("Stamdatatjek er gået i stå").await;
    page.assert_accessible().await;
    page.screenshot("gaaet-i-staa").await;
    page.click_text("Start forfra").await;
    let started = "return location.hash === '' && !!document.querySelector('h1') && !document.title.includes('gået i stå')";
    page.wait_until("the app has started again", started).await;
}

#[tokio::test]
async fn a_refused_clipboard_is_no_panic() {
    let page = Page::open().await;
    page.script("Promise.reject(new DOMException('nej', 'NotAllowedError'))", &[]).await;
    sleep(Duration::from_millis(200)).await;
    assert!(!page.all_text().await.contains("Stamdatatjek er gået i stå"));
}

#[tokio::test]
async fn a_missing_file_is_told_in_danish() {
    let broken = BuiltCopy::new();
    fs::remove_file(broken.file("app-", "_bg.wasm")).expect("the copy can be changed");

    let page = Page::open_unstarted(broken.path(), "").await;
    page.wait_for_text("Stamdatatjek kunne ikke starte").await;
    page.assert_accessible().await;
    page.set_width(320).await;
    assert_eq!(page.overflow().await, 0);
    page.screenshot("kunne-ikke-starte").await;
}

#[tokio::test]
async fn a_browser_that_is_too_old_is_told_so() {
    let newer = BuiltCopy::new();
    // An instruction that no browser knows yet, as SIMD was one that older browsers don't know.
    let module = b"\0asm\x01\0\0\0\x01\x04\x01\x60\0\0\x03\x02\x01\0\x0a\x05\x01\x03\0\xff\x0b";
    newer.replace(&newer.file("app-", "_bg.wasm"), module);

    let page = Page::open_unstarted(newer.path(), "").await;
    page.wait_for_text("Din browser kan ikke køre programmet.").await;
}

#[tokio::test]
async fn a_changed_file_is_refused() {
    let changed = BuiltCopy::new();
    fs::write(changed.file("app-", ".js"), "export default () => {}").expect("the copy can be changed");

    let page = Page::open_unstarted(changed.path(), "").await;
    page.wait_for_text("Stamdatatjek kunne ikke starte").await;
}
