// Cuts a stream of bytes into HTTP/1.1 responses: { status, headers (lower-case names), body }.
'use strict';

const END_OF_HEAD = '\r\n\r\n';

class ResponseReader {
  #receive;
  #chunks = [];
  #length = 0;
  #needed = 0;

  constructor(receive) {
    this.#receive = receive;
  }

  push(chunk) {
    this.#chunks.push(chunk);
    this.#length += chunk.length;
    // A large body arrives in many chunks: join them once, when all are there.
    while (this.#length > 0 && this.#length >= this.#needed) {
      const bytes = this.#chunks.length === 1 ? this.#chunks[0] : Buffer.concat(this.#chunks);
      const { response, end } = parse(bytes);
      this.#needed = response ? 0 : end;
      const rest = response ? bytes.subarray(end) : bytes;
      this.#chunks = rest.length > 0 ? [rest] : [];
      this.#length = rest.length;
      if (!response) return;
      this.#receive(response);
    }
  }
}

// Without a response, `end` is how many bytes it takes at least.
function parse(bytes) {
  const headEnd = bytes.indexOf(END_OF_HEAD);
  if (headEnd < 0) return { end: bytes.length + 1 };
  const [statusLine, ...lines] = bytes.toString('utf8', 0, headEnd).split('\r\n');
  const headers = {};
  for (const line of lines) {
    const colon = line.indexOf(':');
    headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim();
  }
  const start = headEnd + END_OF_HEAD.length;
  const { body, end } = headers['transfer-encoding']?.toLowerCase() === 'chunked' ?
    chunkedBody(bytes, start) : sizedBody(bytes, start, Number(headers['content-length'] ?? 0));
  return { response: body && { status: Number(statusLine.split(' ', 2)[1]), headers, body }, end };
}

function sizedBody(bytes, start, size) {
  const end = start + size;
  return { body: bytes.length < end ? undefined : bytes.subarray(start, end), end };
}

function chunkedBody(bytes, start) {
  const parts = [];
  for (let at = start; ;) {
    const lineEnd = bytes.indexOf('\r\n', at);
    if (lineEnd < 0) return { end: bytes.length + 1 };
    const size = parseInt(bytes.toString('latin1', at, lineEnd), 16);
    at = lineEnd + 2;
    if (size === 0) {
      // Trailers, if any, end with an empty line.
      const close = bytes.indexOf(END_OF_HEAD, lineEnd);
      return close < 0 ? { end: bytes.length + 1 } : { body: Buffer.concat(parts), end: close + END_OF_HEAD.length };
    }
    if (bytes.length < at + size + 2) return { end: at + size + 2 };
    parts.push(bytes.subarray(at, at + size));
    at += size + 2;
  }
}

module.exports = { ResponseReader };
