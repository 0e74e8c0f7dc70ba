// Takes events by GET /next and answers them, on one connection, posting an answer and asking for the next event in one write.
'use strict';

const net = require('node:net');

const NEXT = 'GET /next HTTP/1.1\r\nHost: bench\r\n\r\n';
const connection = net.connect({ port: Number(process.argv[2]), host: '127.0.0.1', noDelay: true }, () => connection.write(NEXT));
let received = '';

connection.setEncoding('latin1');
connection.on('error', () => process.exit());
connection.on('close', () => process.exit());
connection.on('data', (chunk) => {
  received += chunk;
  for (let response; (response = read());) {
    // A response without an Id says that the answer was taken.
    if (response.id) answer(response.id, JSON.stringify(JSON.parse(response.body)));
  }
});

function answer(id, body) {
  connection.write(`POST /response/${id} HTTP/1.1\r\nHost: bench\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}${NEXT}`);
}

function read() {
  const end = received.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const headers = Object.fromEntries(received.slice(0, end).split('\r\n').slice(1).map((line) => line.split(': ', 2)));
  const start = end + 4;
  const next = start + Number(headers['Content-Length'] ?? 0);
  if (received.length < next) return undefined;
  const body = received.slice(start, next);
  received = received.slice(next);
  return { id: headers.Id, body };
}
