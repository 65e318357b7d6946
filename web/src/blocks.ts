/* The data blocks of the page: JSON, or JSON that is compressed and written in base64. */

export async function readBlock<Value>(id: string): Promise<Value | null> {
  const block = document.getElementById(id);
  if (!block) return null;
  return JSON.parse(
    block.getAttribute("type") === "application/gzip"
      ? await new Response(unzipped(block)).text()
      : (block.textContent ?? "null"),
  ) as Value;
}

export async function readBytes(id: string): Promise<ArrayBuffer | null> {
  const block = document.getElementById(id);
  return block ? new Response(unzipped(block)).arrayBuffer() : null;
}

function unzipped(block: HTMLElement): ReadableStream {
  const text = atob(block.textContent ?? "");
  const packed = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at += 1) packed[at] = text.charCodeAt(at); // megabytes: no function for each byte
  return new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
}
