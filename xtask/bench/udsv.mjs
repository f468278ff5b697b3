// A worker that streams a file through uDSV, as its documentation does it, and counts the rows.

import { inferSchema, initParser } from '/modules/udsv/dist/uDSV.mjs';

onmessage = async ({ data: file }) => {
  let parser;
  let rows = 0;
  const count = () => { rows += 1; };
  for await (const text of file.stream().pipeThrough(new TextDecoderStream())) {
    parser ??= initParser(inferSchema(text));
    parser.chunk(text, parser.stringArrs, count);
  }
  parser.end();
  postMessage(rows);
};
postMessage('ready');
