// The Lambda Runtime API (2018-06-01) over one HTTP/1.1 connection that lives as long as the process.
'use strict';

const net = require('node:net');
const { ResponseReader } = require('./response-reader.cjs');

const exit = process.exit.bind(process);
const API = '/2018-06-01/runtime/';

// Never reconnects: the end of the connection is the end of the environment.
class RuntimeApi {
  #socket;
  #host;
  #next;
  #waiting = [];
  #unaccepted = false;
  #whenAccepted = () => {};

  // The function is loaded when connected, not before: it may close file descriptors that the socket would then take.
  constructor(endpoint, connected) {
    const { hostname, port } = new URL(`http://${endpoint}`);
    this.#host = `HTTP/1.1\r\nHost: ${endpoint}\r\n`;
    this.#next = `GET ${API}invocation/next ${this.#host}\r\n`;
    const reader = new ResponseReader((response) => this.#waiting.shift()(response));
    this.#socket = net.connect({ host: hostname.replace(/^\[|\]$/g, ''), port, noDelay: true }, connected);
    this.#socket.on('data', (chunk) => reader.push(chunk));
    this.#socket.on('error', () => {});
    this.#socket.on('close', () => exit(1));
    // Only an awaited response may keep the event loop alive: an empty loop tells that the function has finished.
    this.#socket.unref();
  }

  // Asks which function this is: Brasa's own, before anything else is asked for.
  assignment(receive) {
    this.#send(`GET /brasa/assignment ${this.#host}\r\n`, [(response) => {
      if (response.status !== 200) exit(1);
      this.#socket.unref();
      receive(JSON.parse(response.body));
    }]);
  }

  // Asks for the first invocation.
  next(receive) {
    this.#send(this.#next, [this.#expectInvocation(receive)]);
  }

  // Posts an outcome and asks for the next invocation in the same write.
  answer(requestId, body, errorType, receive) {
    // Whatever the server thought of the outcome (413: too large), it has told the caller; the loop goes on.
    this.#unaccepted = true;
    this.#send(this.#post(this.#outcome(requestId, errorType), body, errorType) + this.#next,
      [() => this.#accepted(), this.#expectInvocation(receive)]);
  }

  // Calls back once the last outcome has arrived: a process that ends before that may take it along.
  afterAnswer(done) {
    if (this.#unaccepted) this.#whenAccepted = done;
    else done();
  }

  // Posts an outcome after which the process ends; no further invocation is asked for.
  answerLast(requestId, body, errorType, done) {
    const path = requestId === undefined ? 'init/error' : this.#outcome(requestId, errorType);
    this.#send(this.#post(path, body, errorType), [done]);
  }

  #accepted() {
    this.#unaccepted = false;
    this.#whenAccepted();
  }

  #outcome(requestId, errorType) {
    return `invocation/${requestId}/${errorType === undefined ? 'response' : 'error'}`;
  }

  #post(path, body, errorType) {
    const error = errorType === undefined ? '' :
      `Lambda-Runtime-Function-Error-Type: ${errorType.replace(/[^ -~]/g, '?')}\r\n`;
    return `POST ${API}${path} ${this.#host}Content-Type: application/json\r\n${error}` +
      `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
  }

  #expectInvocation(receive) {
    return (response) => {
      if (response.status !== 200) exit(1);
      this.#socket.unref();
      receive(response);
    };
  }

  #send(text, responses) {
    this.#waiting.push(...responses);
    this.#socket.ref();
    this.#socket.write(text);
  }
}

module.exports = { RuntimeApi };
