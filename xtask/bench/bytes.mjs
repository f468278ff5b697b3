// A worker that streams a file and counts its bytes.

onmessage = async ({ data: file }) => {
  const reader = file.stream().getReader();
  let bytes = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) bytes += part.value.length;
  postMessage(bytes);
};
postMessage('ready');
