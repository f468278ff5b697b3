// Starts the page: fetches everything that every visit needs, starts the app, and then seals the page so that nothing can leave it.
//
// Two programs are fetched later: the checker, when the first file is coming, and the reader, when the first spreadsheet, XML or JSON file is
// there, or the first report is wanted as a workbook. Each is fetched by a worker of its own that was made before the seal and is told nothing.

const script = document.querySelector('script[data-app]');

// The addresses of the workers' programs. All of them are made here.
const programUrls = new Set();

// Trusted Types: one policy, so that no other place can turn text into markup, code or a script's address.
// Markup must pass unchanged: Leptos builds its static templates with innerHTML. No user data takes that way.
globalThis.trustedTypes?.createPolicy('default', {
  createHTML: markup => markup,
  createScriptURL: url => (programUrls.has(url) ? url : null),
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
  const { app, appWasm, checker, checkerIntegrity, checkerWasm, checkerWasmIntegrity, reader, readerIntegrity, readerWasm, readerWasmIntegrity } =
    script.dataset;
  const [module, program, fetchChecker, fetchReader] = await Promise.all([
    import(new URL(app, document.baseURI)),
    compiled(appWasm, integrityOf(appWasm)),
    fetcher([checker, checkerIntegrity], [checkerWasm, checkerWasmIntegrity]),
    fetcher([reader, readerIntegrity], [readerWasm, readerWasmIntegrity]),
    fonts(),
  ]);

  seal();
  // Made after the seal, so that no worker can come from a time before it.
  globalThis.stamdatatjekNewCheckers = later(
    fetchChecker,
    team,
    'Den del af siden, der tjekker filer, kunne ikke hentes. Er der forbindelse til serveren? Vælg filen igen, eller genindlæs siden.',
  );
  globalThis.stamdatatjekNewReader = later(
    fetchReader,
    make => make(),
    'Den del af siden, der læser og skriver regneark, XML og JSON, kunne ikke hentes. Er der forbindelse til serveren? Prøv igen, genindlæs siden, eller brug CSV i stedet.',
  );
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
// it starts. What is left is what needs no request: pictures written into the stylesheet, workers from blobs, and their wasm.
function seal() {
  const meta = document.createElement('meta');
  meta.httpEquiv = 'Content-Security-Policy';
  meta.content = "default-src 'none'; script-src 'wasm-unsafe-eval'; img-src data:; worker-src blob:; form-action 'none'; base-uri 'none'";
  document.head.append(meta);
}

// An address for a worker's program. A worker that runs from a blob starts without a request, and inherits the page's policy as it is then.
function programUrl(...parts) {
  const url = URL.createObjectURL(new Blob(parts, { type: 'text/javascript' }));
  programUrls.add(url);
  return url;
}

// Makes workers out of a program that is here already: its glue, and its wasm, compiled.
function workerMaker(glue, program) {
  const url = programUrl(glue, '\nonmessage = event => { onmessage = null; initSync({ module: event.data }); };\n');
  return () => {
    const worker = new Worker(url, { type: 'module' });
    worker.postMessage(program);
    return worker;
  };
}

// Starts a fetcher, and gives the function that has it fetch a program: its glue and its wasm, as bytes.
//
// The fetchers are the one part of the page that the seal doesn't reach, so they must be told nothing. What one fetches is written into it; it
// does not look at what a message says; and nothing but the function given here can send it one. A message makes it try once. When it has
// fetched the files it hands them over and ends.
async function fetcher(...files) {
  const requests = files.map(([url, integrity]) => [
    new URL(url, document.baseURI).href,
    { integrity, credentials: 'same-origin', redirect: 'error' },
  ]);
  const url = programUrl(`
    const requests = ${JSON.stringify(requests)};
    const get = async ([url, options]) => {
      const response = await fetch(url, options);
      if (!response.ok) throw response.status;
      return response.arrayBuffer();
    };
    onmessage = () => Promise.all(requests.map(get)).then(
      files => { postMessage(files, files); close(); },
      () => postMessage(null),
    );
    postMessage([]);
  `);
  const worker = new Worker(url);
  const answer = () => new Promise((resolve, reject) => {
    worker.onmessage = event => (event.data ? resolve(event.data) : reject(new Error('the program could not be fetched')));
    worker.onerror = () => reject(new Error('the fetcher does not run'));
  });
  // Its first word: from here on it has its policy, and the page may be sealed. A page without it still checks what is typed into the form.
  const runs = await answer().then(() => true, () => false);
  URL.revokeObjectURL(url);
  programUrls.delete(url);
  return async () => {
    if (!runs) throw new Error('the fetcher does not run');
    worker.postMessage(null);
    return answer();
  };
}

// Makes workers of a program that is fetched when it is first wanted, as `start` starts them. An attempt that fails can be made again; `failure`
// is what people are told of it.
function later(fetchFiles, start, failure) {
  const files = kept(fetchFiles);
  const maker = kept(async () => {
    const [glue, wasm] = await files();
    return workerMaker(glue, await WebAssembly.compile(wasm));
  });
  return async () => {
    try {
      return start(await maker());
    } catch (cause) {
      throw new Error(failure, { cause });
    }
  };
}

// The workers that check a file: first the one that leads, then its hands, as many as the machine has cores. Each hand is connected with the
// lead, and the page talks to the lead alone.
function team(make) {
  const lead = make();
  const hands = Array.from({ length: Math.min(Math.max(navigator.hardwareConcurrency || 1, 1), 8) }, () => make());
  const ports = hands.map(hand => {
    const { port1, port2 } = new MessageChannel();
    hand.postMessage('hand', [port2]);
    return port1;
  });
  lead.postMessage('lead', ports);
  return [lead, ...hands];
}

// What `make` gave, made once. After a failure the next call tries again.
function kept(make) {
  let made;
  return () => {
    made ??= make().catch(error => {
      made = undefined;
      throw error;
    });
    return made;
  };
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
