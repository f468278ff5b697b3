// A browser of its own for one measurement, driven over a pipe by Chromium's debugging protocol: no driver, no package.

import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// As in the browser tests. What is measured must not be slowed down for being out of sight.
const FLAGS = [
  '--headless=new', '--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-dev-shm-usage', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync', '--accept-lang=da', '--window-size=1280,900',
  '--disable-background-timer-throttling', '--disable-renderer-backgrounding', '--disable-backgrounding-occluded-windows',
];

/** How long anything may take, in milliseconds. */
const PATIENCE = 600_000;

/** Opens a browser with one empty page, hands it to `use`, and ends the browser. */
export async function withPage(chrome, use) {
  const profile = await mkdtemp(join(tmpdir(), 'stamdatatjek-bench-'));
  const child = spawn(chrome, [...FLAGS, '--remote-debugging-pipe', `--user-data-dir=${profile}`, 'about:blank'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise(resolve => child.once('exit', resolve));
  try {
    const connection = new Connection(child);
    const { targetInfos } = await connection.send('Target.getTargets');
    const { targetId } = targetInfos.find(target => target.type === 'page');
    const { sessionId } = await connection.send('Target.attachToTarget', { targetId, flatten: true });
    const page = new Page(connection, sessionId);
    await page.send('Page.enable');
    return await use(page);
  } finally {
    child.kill();
    await Promise.race([ended, pause(5000)]);
    child.kill('SIGKILL');
    await rm(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

export const pause = milliseconds => new Promise(resolve => setTimeout(resolve, milliseconds));

class Connection {
  #pipe;
  #waiting = new Map();
  #last = 0;
  listeners = new Set();

  constructor(child) {
    this.#pipe = child.stdio[3];
    let rest = [];
    child.stdio[4].on('data', data => {
      for (let end = data.indexOf(0); end >= 0; end = data.indexOf(0)) {
        this.#take(JSON.parse(Buffer.concat([...rest, data.subarray(0, end)])));
        rest = [];
        data = data.subarray(end + 1);
      }
      rest.push(data);
    });
    child.once('exit', () => this.#giveUp('the browser has ended'));
    child.once('error', error => this.#giveUp(error.message));
    this.#pipe.on('error', () => {});
  }

  #giveUp(why) {
    for (const { reject } of this.#waiting.values()) reject(new Error(why));
    this.#waiting.clear();
  }

  #take({ id, result, error, ...event }) {
    if (!id) return this.listeners.forEach(listener => listener(event));
    const { resolve, reject, method } = this.#waiting.get(id) ?? {};
    this.#waiting.delete(id);
    if (error) reject?.(new Error(`${method}: ${error.message}`));
    else resolve?.(result);
  }

  send(method, params = {}, sessionId = undefined) {
    const id = ++this.#last;
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`${method} took too long`)), PATIENCE);
      const settled = use => value => (clearTimeout(late), use(value));
      this.#waiting.set(id, { resolve: settled(resolve), reject: settled(reject), method });
      this.#pipe.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    });
  }
}

class Page {
  #connection;
  #session;

  constructor(connection, session) {
    this.#connection = connection;
    this.#session = session;
  }

  send(method, params) {
    return this.#connection.send(method, params, this.#session);
  }

  /** Opens an address, with a script that runs before the page's own, and waits until `ready` holds there. */
  async open(url, script, ready) {
    await this.send('Page.addScriptToEvaluateOnNewDocument', { source: script });
    await this.send('Page.navigate', { url });
    await this.until(ready);
  }

  async until(condition) {
    const end = Date.now() + PATIENCE;
    while (!(await this.evaluate(`!!(${condition})`).catch(() => false))) {
      if (Date.now() > end) throw new Error(`never came true: ${condition}`);
      await pause(50);
    }
  }

  /** The value of an expression, waited for if it is a promise. */
  async evaluate(expression) {
    const { result, exceptionDetails } = await this.send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  }

  /** Points at what the user is about to choose a file in, and gives the page a second for it. */
  async pointAt(selector) {
    const at = await this.evaluate(`(() => { const box = document.querySelector('${selector}').getBoundingClientRect(); return [box.x + box.width / 2, box.y + box.height / 2]; })()`);
    await this.send('Input.dispatchMouseEvent', { type: 'mouseMoved', x: at[0], y: at[1] });
    await pause(1000);
  }

  /** Chooses a file in a file input, as a person would. */
  async choose(selector, file) {
    const { root } = await this.send('DOM.getDocument');
    const { nodeId } = await this.send('DOM.querySelector', { nodeId: root.nodeId, selector });
    await this.send('DOM.setFileInputFiles', { nodeId, files: [file] });
  }

  /** Presses one key that writes a letter. */
  async press(letter) {
    await this.send('Input.dispatchKeyEvent', { type: 'keyDown', text: letter, key: letter });
    await this.send('Input.dispatchKeyEvent', { type: 'keyUp', key: letter });
  }

  /** Every process that holds pages, by its id: its memory now and at its most in bytes, and its processor time in milliseconds. */
  async processes() {
    const { processInfo } = await this.#connection.send('SystemInfo.getProcessInfo');
    const renderers = processInfo.filter(({ type }) => type === 'renderer');
    return new Map(await Promise.all(renderers.map(async ({ id }) => [id, await seen(id)])));
  }

  /** As `processes`, and from now on their most memory is counted anew: the start of a page takes more than it keeps. */
  async processesFromNow() {
    const all = await this.processes();
    await Promise.all([...all.keys()].map(id => writeFile(`/proc/${id}/clear_refs`, '5').catch(() => {})));
    return all;
  }

  /** The wasm memory of the page and of each worker that still runs, in bytes. Such memory never shrinks. */
  async wasmMemory() {
    const sessions = [];
    const listen = ({ method, params }) => {
      if (method === 'Target.attachedToTarget') sessions.push(params.sessionId);
    };
    this.#connection.listeners.add(listen);
    await this.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: true });
    await pause(300);
    this.#connection.listeners.delete(listen);
    const sizes = await Promise.all([this.#session, ...sessions].map(session => this.#wasmMemoryOf(session).catch(() => 0)));
    return sizes.filter(size => size > 0);
  }

  async #wasmMemoryOf(session) {
    const send = (method, params) => this.#connection.send(method, params, session);
    const { result: prototype } = await send('Runtime.evaluate', { expression: 'WebAssembly.Memory.prototype' });
    const { objects } = await send('Runtime.queryObjects', { prototypeObjectId: prototype.objectId });
    const { result } = await send('Runtime.callFunctionOn', {
      objectId: objects.objectId,
      functionDeclaration: 'function () { return this.reduce((sum, memory) => sum + memory.buffer.byteLength, 0); }',
      returnByValue: true,
    });
    return result.value;
  }
}

// What Linux says of a process; elsewhere nothing is known.
async function seen(pid) {
  const read = name => readFile(`/proc/${pid}/${name}`, 'utf8').catch(() => '');
  const [status, stat] = await Promise.all([read('status'), read('stat')]);
  const bytes = name => 1024 * Number(new RegExp(`^${name}:\\s*(\\d+) kB`, 'm').exec(status)?.[1] ?? NaN);
  // The 14th and 15th number, in hundredths of a second; the name in brackets may hold anything.
  const [user, system] = stat.slice(stat.lastIndexOf(')') + 2).split(' ').slice(11, 13).map(Number);
  return { now: bytes('VmRSS'), peak: bytes('VmHWM'), processor: 10 * ((user ?? NaN) + (system ?? NaN)) };
}
