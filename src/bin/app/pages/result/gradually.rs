//! Building a long page bit by bit, so that the browser can show the first and answer the user before the last is there.

use leptos::prelude::*;

use crate::session::Summary;

/// A part of the page, built when its turn comes.
pub type Part = Box<dyn Fn(&Summary) -> AnyView + Send>;

/// Parts that follow one another, each built in a task of its own after what is before it was painted.
///
/// Measured with the benchmark's million claims: built at once, the result is 33 ms of work in one task, and the page answers nothing for 45 to
/// 90 ms while the workers want the processors too. Built like this, no task is more than 15 ms of work.
pub fn gradually(summary: StoredValue<Summary>, parts: Vec<Part>) -> impl IntoView {
    let built = RwSignal::new(0);
    let count = parts.len();
    go_on(built, count);
    parts
        .into_iter()
        .enumerate()
        .map(|(place, part)| {
            // Only its own turn builds a part, not that of those after it.
            let is_due = Memo::new(move |_| place < built.get());
            move || is_due.get().then(|| summary.with_value(|summary| part(summary)))
        })
        .collect_view()
}

/// Has the next part built after the next frame.
fn go_on(built: RwSignal<usize>, of: usize) {
    request_animation_frame(move || {
        // What is there is painted at the end of the frame, and a task comes after that.
        set_timeout(
            move || {
                // Gone when the user has left the page meanwhile.
                let Some(built_now) = built.try_update(|built| {
                    *built += 1;
                    *built
                }) else {
                    return;
                };
                if built_now < of {
                    go_on(built, of);
                }
            },
            std::time::Duration::ZERO,
        );
    });
}
