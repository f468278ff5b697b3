// Measures one file of claims in the app and in what it is compared with, and the form; prints tables for the readme.
// `cargo xtask bench-browser` starts it: node run.mjs <chrome> <address of the app> <file> <claims> <rows> <runs> <peers, by commas>

import { createServer } from 'node:http';
import { readFile, stat } from 'node:fs/promises';
import { cpus } from 'node:os';
import { dirname, extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { withPage, pause } from './chromium.mjs';

const HERE = dirname(fileURLToPath(import.meta.url));
const NAMES = {
  bytes: '(a) the bytes alone, streamed in a worker',
  papa: '(b) Papa Parse in its worker, rows counted',
  udsv: '(c) uDSV in a worker, rows counted',
  duckdb: '(d) DuckDB-WASM, count and five aggregates',
  app: '(e) Stamdatatjek, every claim checked, totals on screen',
};
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.mjs': 'text/javascript', '.wasm': 'application/wasm' };

const [chrome, app, file, claims, rows, runs, peers] = process.argv.slice(2);
const observe = await readFile(join(HERE, 'observe.js'), 'utf8');
const { size } = await stat(file);

const server = await serve();
try {
  const results = await measureAll();
  printFile(results);
  if (peers.includes('papa')) printForm(await measureForm());
} finally {
  server.close();
}

// Serves the peers' page, with none of the app's headers. The app has a server of its own.
function serve() {
  const server = createServer(async (request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, 'http://x').pathname));
    const name = path === '/' ? 'page.html' : path.replace(/^\/modules\//, '/node_modules/');
    const body = await readFile(join(HERE, name)).catch(() => null);
    response.writeHead(body ? 200 : 404, { 'Content-Type': TYPES[extname(name)] ?? 'text/plain' });
    response.end(body ?? 'Not found');
  });
  return new Promise(resolve => server.listen(0, '127.0.0.1', () => resolve(server)));
}

async function measureAll() {
  const results = Object.fromEntries(peers.split(',').map(name => [name, []]));
  // In turn, so that what else the machine does falls on all of them.
  for (let run = 1; run <= Number(runs); run += 1) {
    for (const name of Object.keys(results)) {
      const result = await measure(name);
      console.error(`run ${run}, ${name}: ${result.ms.toFixed(0)} ms`);
      results[name].push(result);
    }
  }
  return results;
}

/** One file in one new browser: from the choice to the painted result. */
function measure(name) {
  return withPage(chrome, async page => {
    const isApp = name === 'app';
    const url = isApp ? app : `http://127.0.0.1:${server.address().port}/?peer=${name}`;
    await page.open(url, observe, isApp ? "!document.getElementById('starter') && document.querySelector('h1')" : 'document.body?.dataset.ready');
    // What the start left to do is done by then.
    await pause(1000);
    // A file dialog takes people longer.
    await page.pointAt('#claim-file');
    await page.evaluate(`bench.watch(${claims})`);
    const before = await page.processesFromNow();
    await page.choose('#claim-file', file);
    await page.until('bench.observed.end');
    await pause(300);
    const observed = await page.evaluate('bench.observed');
    const after = await page.processes();
    const said = isApp ? null : await page.evaluate("document.getElementById('outcome').textContent");
    const wanted = { bytes: size, app: null }[name] ?? (isApp ? null : Number(rows));
    if (wanted !== null && Number(said) !== wanted) throw new Error(`${name} should have counted ${wanted}, and says: ${said}`);
    const wasm = isApp ? await page.wasmMemory() : [];
    const { end, start, longest, gap } = observed;
    return { ms: end - start, longest, gap, wasm, ...spent(before, after) };
  });
}

/** What the page's process spent: it is the one that did the most, beside those that the browser keeps for other pages. */
function spent(before, after) {
  const all = [...before].filter(([id]) => after.has(id)).map(([id, { now, processor }]) => ({
    held: now,
    memory: after.get(id).peak - now,
    processor: after.get(id).processor - processor,
  }));
  return all.reduce((one, other) => (other.processor > one.processor ? other : one));
}

/** Keys pressed in several fields of the form, from the key to the painted verdict. */
function measureForm() {
  const typed = [
    ['hovedstol', '2.800,00'], ['beloeb', '2.100,00'], ['periode_start', '01-06-2026'], ['forfaldsdato', '31-12-2025'],
    ['foraeldelsesdato', '01-06-2029'], ['beskrivelse', 'Faktura'],
  ];
  return withPage(chrome, async page => {
    await page.open(`${app}#/fordring/KFDAINS`, observe, "document.querySelector('.verdict') && document.getElementById('felt-hovedstol')");
    await pause(1000);
    await page.evaluate('bench.watchVerdict()');
    const times = [];
    let changed = 0;
    for (const [field, text] of typed) {
      await page.evaluate(`document.getElementById('felt-${field}').focus()`);
      for (const letter of text) {
        await page.press(letter);
        // Long enough for the verdict, and shorter than the rest after which the fields' own notes appear.
        await pause(250);
        const { start, end, changes } = await page.evaluate('bench.keys');
        times.push(end - start);
        changed += changes > 0 ? 1 : 0;
      }
      await pause(700);
    }
    return { times, changed };
  });
}

function printFile(results) {
  const megabytes = bytes => (Number.isNaN(bytes) ? '–' : `${(bytes / 1e6).toFixed(0)} MB`);
  console.log(`\n${Number(claims).toLocaleString('en')} claims (${Number(rows).toLocaleString('en')} rows, ${(size / 1e6).toFixed(1)} MB CSV), ` +
    `median of ${runs} new browsers, ${cpus().length} cores (${cpus()[0]?.model.trim()}).\n`);
  console.log('| what | time | fastest–slowest | rows/s | MB/s | processor time, least | memory | longest task of the page | longest silence of the page |');
  console.log('|---|---|---|---|---|---|---|---|---|');
  const medians = {};
  for (const [name, all] of Object.entries(results)) {
    const times = all.map(({ ms }) => ms).sort((a, b) => a - b);
    const middle = (medians[name] = median(times));
    const most = key => Math.max(...all.map(result => result[key]));
    const longest = most('longest') ? `${most('longest').toFixed(0)} ms` : 'under 50 ms';
    console.log(`| ${NAMES[name]} | ${(middle / 1000).toFixed(2)} s | ${(times[0] / 1000).toFixed(2)}–${(times.at(-1) / 1000).toFixed(2)} s ` +
      `| ${Math.round(Number(rows) / middle * 1000).toLocaleString('en')} | ${(size / 1e3 / middle).toFixed(0)} ` +
      `| ${(Math.min(...all.map(({ processor }) => processor)) / 1000).toFixed(2)} s | ${megabytes(most('memory'))} | ${longest} | ${most('gap').toFixed(0)} ms |`);
  }
  const ratio = (a, b) => (medians[a] && medians[b] ? (medians[a] / medians[b]).toFixed(2) : null);
  const ratios = [['papa', 'app', 'Papa Parse / Stamdatatjek'], ['app', 'bytes', 'Stamdatatjek / the bytes alone'], ['udsv', 'app', 'uDSV / Stamdatatjek'], ['duckdb', 'app', 'DuckDB-WASM / Stamdatatjek']];
  console.log(`\n${ratios.filter(([a, b]) => ratio(a, b)).map(([a, b, name]) => `${name}: ${ratio(a, b)}`).join('; ')}.`);
  const last = results.app?.at(-1);
  if (last) {
    console.log(`WASM memory of the app at the end, page and workers that still run: ${last.wasm.map(megabytes).join(' + ') || 'unknown'}. ` +
      `The process of the open page held ${megabytes(last.held)} before the file was chosen.`);
  }
  console.log('Memory: the peak (VmHWM) of the process that holds the page and its workers, less what it held (VmRSS) just before. ' +
    'Processor time: of that process, all its threads together. ' +
    'Time: from the choice of the file to the painted result; libraries are loaded and workers started before, as far as they let themselves.');
}

function printForm({ times, changed }) {
  const sorted = [...times].sort((a, b) => a - b);
  console.log(`\nForm: from the key to the painted answer, median ${median(sorted).toFixed(1)} ms, slowest ${sorted.at(-1).toFixed(1)} ms ` +
    `(${times.length} keys in six fields, ${changed} of which changed the verdict; up to 16.7 ms of it is the wait for the next frame).`);
}

function median(sorted) {
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
}
