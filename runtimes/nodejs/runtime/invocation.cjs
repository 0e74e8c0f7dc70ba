// One call of the handler, which may end by a promise, a returned value, a callback or an empty event loop.
'use strict';

const { CALLBACKS, createContext } = require('./context.cjs');
const { Fault, toResponse } = require('./errors.cjs');
const logs = require('./logs.cjs');

const { parse, stringify } = JSON;

class Invocation {
  #answer;
  #settled = false;
  #result;
  #returnedPromise = false;

  // `answer(body, errorType)` is called once.
  constructor({ headers, body }, answer) {
    this.id = headers['lambda-runtime-aws-request-id'];
    this.headers = headers;
    this.body = body;
    this.#answer = answer;
  }

  run(handler) {
    try {
      const context = createContext(this.headers, this);
      const event = parse(this.body.toString());
      const result = CALLBACKS ? handler(event, context, (error, value) => this.#callback(context, error, value)) :
        handler(event, context);
      if (typeof result?.then === 'function') {
        this.#returnedPromise = true;
        result.then((value) => this.succeed(value), (error) => this.fail(error));
      } else if (!CALLBACKS || (result !== undefined && handler.length < 3)) {
        this.succeed(result);
      }
    } catch (error) {
      this.fail(error);
    }
  }

  succeed(result) {
    if (this.#settled) return;
    let body;
    try {
      body = stringify(result === undefined ? null : result) ?? 'null';
    } catch {
      this.fail(new Error('Unable to stringify response body'));
      return;
    }
    this.#settled = true;
    this.#answer(body);
  }

  fail(error) {
    if (this.#settled) return;
    this.#settled = true;
    logs.failure('Invoke Error', error);
    const response = toResponse(error);
    this.#answer(stringify(response), response.errorType);
  }

  // The function broke down outside its handler; true when that is this invocation's outcome.
  abandon() {
    const unanswered = !this.#settled;
    this.#settled = true;
    return unanswered;
  }

  // Nothing is left that could ever settle this invocation.
  eventLoopEmpty() {
    if (this.#settled) return undefined;
    if (this.#returnedPromise) return neverSettled();
    this.succeed(this.#result);
    return undefined;
  }

  #callback(context, error, result) {
    if (error !== undefined && error !== null) this.fail(error);
    else if (context.callbackWaitsForEmptyEventLoop) this.#result = result;
    else this.succeed(result);
  }
}

function neverSettled() {
  return new Fault('Runtime.NodeJsExit', 'The Lambda runtime client detected an unexpected Node.js exit code. This is ' +
    'most commonly caused by a Promise that was never settled. For more information, see ' +
    'https://nodejs.org/docs/latest/api/process.html#exit-codes');
}

module.exports = { Invocation, neverSettled };
