// Starts the page: fetches everything it will ever need, starts the app, and then seals the page so that nothing can leave it.

const script = document.querySelector('script[data-app]');
let workerUrl;

// Trusted Types: one policy, so that no other place can turn text into markup, code or a script's address.
// Markup must pass unchanged: Leptos builds its static templates with innerHTML. No user data takes that way.
globalThis.trustedTypes?.createPolicy('default', {
  createHTML: markup => markup,
  createScriptURL: url => (url === workerUrl ? url : null),
  createScript: () => null,
});

// A file dropped beside a drop zone must not make the browser leave the page and open the file. A zone that takes files has already
// called preventDefault when the event gets here, and a file input takes them by itself.
const misses = event => event.dataTransfer?.types.includes('Files') && !event.target.closest?.('input[type=file]');
addEventListener('dragover', event => {
  if (event.defaultPrevented || !misses(event)) return;
  event.preventDefault();
  event.dataTransfer.dropEffect = 'none';
});
addEventListener('drop', event => {
  if (misses(event)) event.preventDefault();
});

// After a panic the app answers nothing more: say so, instead of leaving a dead page.
let failed = false;
addEventListener('error', event => {
  if (event.error) stopped(event.error);
});
addEventListener('unhandledrejection', event => {
  // A DOMException is the browser refusing something, the clipboard for instance. The app lives on.
  if (!(event.reason instanceof DOMException)) stopped(event.reason);
});

start().catch(notStarted);

async function start() {
  const { app, appWasm } = script.dataset;
  const [module, program, glue] = await Promise.all([
    import(new URL(app, document.baseURI)),
    compiled(appWasm, integrityOf(appWasm)),
    fetched(app, integrityOf(app)).then(response => response.text()),
    fonts(),
  ]);

  // A worker is the same program once more, compiled already. It runs from a blob: it then inherits the page's policy, sealed as it is, and
  // starts without a request.
  const bootstrap = '\nonmessage = event => { onmessage = null; initSync({ module: event.data }); };\n';
  workerUrl = URL.createObjectURL(new Blob([glue, bootstrap], { type: 'text/javascript' }));
  globalThis.stamdatatjekNewWorker = () => {
    const worker = new Worker(workerUrl, { type: 'module' });
    worker.postMessage(program);
    return worker;
  };

  seal();
  await module.default({ module_or_path: program });
  if (failed) return;
  document.getElementById('starter')?.remove();
  performance.mark('started');
}

// The fingerprint that Trunk wrote into the page for a file.
function integrityOf(url) {
  return [...document.querySelectorAll('link[integrity]')].find(link => link.href === new URL(url, document.baseURI).href)?.integrity;
}

async function fetched(url, integrity = '') {
  const response = await fetch(url, { integrity, credentials: 'same-origin' });
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return response;
}

async function compiled(url, integrity) {
  const response = await fetched(url, integrity);
  // Streaming wants the right Content-Type, which not every host sends.
  return response.headers.get('Content-Type') === 'application/wasm'
    ? WebAssembly.compileStreaming(response)
    : WebAssembly.compile(await response.arrayBuffer());
}

// Fonts would otherwise be fetched at the first bold word, after the seal. A missing font stops nothing.
function fonts() {
  return Promise.allSettled([...document.fonts].map(font => font.load()));
}

// A second policy on top of the first: from here on the page can fetch nothing, from anywhere, by any means, and neither can the workers
// it starts. What is left is what needs no request: pictures written into the stylesheet, workers from the blob, and their wasm.
function seal() {
  const meta = document.createElement('meta');
  meta.httpEquiv = 'Content-Security-Policy';
  meta.content = "default-src 'none'; script-src 'wasm-unsafe-eval'; img-src data:; worker-src blob:; form-action 'none'; base-uri 'none'";
  document.head.append(meta);
}

function notStarted(error) {
  const old = typeof WebAssembly !== 'object' || error instanceof WebAssembly.CompileError;
  show(
    error,
    'Stamdatatjek kunne ikke starte',
    old
      ? 'Din browser kan ikke køre programmet. Opdatér den, eller åbn siden i en anden browser.'
      : 'En del af siden kunne ikke hentes eller startes. Tryk på Prøv igen. Hjælper det ikke, så opdatér din browser, eller kontakt dem, der driver siden.',
    'Prøv igen',
    () => location.reload(),
  );
}

function stopped(error) {
  show(
    error,
    'Stamdatatjek er gået i stå',
    'Der er en fejl i programmet. Din fil er ikke ændret, og intet er sendt. Tryk på Start forfra, og vælg filen igen.',
    'Start forfra',
    () => {
      history.replaceState(null, '', location.pathname + location.search);
      location.reload();
    },
  );
}

// Replaces the page. The first failure wins: those that follow are its echoes.
function show(error, heading, text, action, act) {
  if (failed) return;
  failed = true;
  console.error(error);
  const element = (name, content) => Object.assign(document.createElement(name), { textContent: content });
  const h1 = Object.assign(element('h1', heading), { tabIndex: -1 });
  const button = Object.assign(element('button', action), { type: 'button', className: 'button button-primary', onclick: act });
  const main = Object.assign(document.createElement('main'), { className: 'container page-container' });
  main.append(h1, element('p', text), button, element('p', `Teknisk besked: ${error?.message ?? error}`));
  document.title = `${heading} – Stamdatatjek`;
  document.body.replaceChildren(main);
  h1.focus();
}
