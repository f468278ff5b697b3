// What the app is compared with: each made ready before the file is chosen, and then only counting what it reads.

const PEERS = {
  // The bytes alone: nothing can be faster than this.
  async bytes() {
    return inWorker(new Worker('/bytes.mjs', { type: 'module' }));
  },

  // Papa Parse's own worker. `chunk` is its fastest callback.
  async papa() {
    return file =>
      new Promise((resolve, reject) => {
        let rows = 0;
        Papa.parse(file, {
          worker: true,
          header: false,
          skipEmptyLines: true,
          chunk: ({ data }) => { rows += data.length; },
          complete: () => resolve(rows - 1),
          error: reject,
        });
      });
  },

  async udsv() {
    return inWorker(new Worker('/udsv.mjs', { type: 'module' }));
  },

  // The bundle that duckdb-wasm itself chooses for a page without cross-origin isolation.
  async duckdb() {
    const duckdb = await import('/modules/@duckdb/duckdb-wasm/dist/duckdb-browser.mjs');
    const folder = new URL('/modules/@duckdb/duckdb-wasm/dist/', location.href).href;
    const db = new duckdb.AsyncDuckDB(new duckdb.VoidLogger(), new Worker(`${folder}duckdb-browser-eh.worker.js`));
    await db.instantiate(`${folder}duckdb-eh.wasm`);
    const connection = await db.connect();
    return async file => {
      await db.registerFileHandle('claims.csv', file, duckdb.DuckDBDataProtocol.BROWSER_FILEREADER, true);
      // An aggregate of every kind of value, so that columns are parsed and not only counted.
      const result = await connection.query(`
        select count(*)::int as claims, sum(hovedstol)::double, sum(beloeb)::double, max(forfaldsdato)::varchar,
               count(distinct fordringstype)::int, max(skyldner_id)::varchar
        from read_csv('claims.csv', delim = ';', header = true)`);
      return result.toArray()[0].claims;
    };
  },
};

function inWorker(worker) {
  const answer = () => new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = event => reject(new Error(event.message));
  });
  return answer().then(() => file => {
    const rows = answer();
    worker.postMessage(file);
    return rows;
  });
}

const name = new URLSearchParams(location.search).get('peer');
const read = await PEERS[name]();
document.getElementById('claim-file').addEventListener('change', async event => {
  const rows = await read(event.target.files[0]).catch(error => `${error}`);
  document.getElementById('outcome').textContent = `${rows}`;
});
document.body.dataset.ready = name;
