// Runs in the measured page before anything of its own: notes when a file is chosen, when its result is on screen, and how long the page
// was deaf meanwhile. The same for the app and for what it is compared with.

globalThis.bench = (() => {
  const observed = { start: 0, end: 0, longest: 0, gap: 0, claims: 0 };

  addEventListener('change', event => {
    if (event.target.type !== 'file') return;
    Object.assign(observed, { start: performance.now(), end: 0, longest: 0, gap: 0 });
    beat(observed.start);
  }, true);

  // A beat as often as the browser lets us (4 ms): a longer gap is time in which the page answered nothing.
  const beat = last => {
    const now = performance.now();
    observed.gap = Math.max(observed.gap, now - last);
    if (!observed.end) setTimeout(beat, 0, now);
  };

  new PerformanceObserver(list => {
    for (const { startTime, duration } of list.getEntries()) {
      if (startTime + duration > observed.start && (!observed.end || startTime < observed.end)) {
        observed.longest = Math.max(observed.longest, duration);
      }
    }
  }).observe({ type: 'longtask', buffered: true });

  // What is in the DOM now is painted in the next frame; a message sent from there comes after it.
  const painted = then => requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = then;
    channel.port2.postMessage(0);
  });

  const digits = element => Number(element.textContent.replace(/\D/g, ''));

  // The app's numbers are on screen when they make up all claims; a peer's when it has said anything.
  const shown = claims => {
    const counts = [...document.querySelectorAll('#count-modtages, #count-hoering, #count-afvist, #count-uafgjort')];
    if (counts.length) return counts.reduce((sum, element) => sum + digits(element), 0) === claims;
    return !!document.getElementById('outcome')?.textContent;
  };

  const watch = claims => {
    let waiting = false;
    new MutationObserver((_, observer) => {
      if (waiting || !observed.start || !shown(claims)) return;
      waiting = true;
      observer.disconnect();
      painted(() => { observed.end = performance.now(); });
    }).observe(document, { subtree: true, childList: true, characterData: true });
  };

  // From a key press to the last change of the verdict that came of it, painted.
  const keys = { start: 0, end: 0, changes: 0 };
  addEventListener('input', () => {
    Object.assign(keys, { start: performance.now(), end: 0, changes: 0 });
    painted(() => { keys.end = performance.now(); });
  }, true);
  const watchVerdict = () => {
    new MutationObserver(() => {
      keys.changes += 1;
      painted(() => { keys.end = performance.now(); });
    }).observe(document.querySelector('.verdict'), { subtree: true, childList: true, characterData: true });
  };

  return { observed, watch, keys, watchVerdict };
})();
