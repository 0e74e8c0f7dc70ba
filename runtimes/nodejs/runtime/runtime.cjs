// Loads the function once, then serves one invocation after another.
'use strict';

const { RuntimeApi } = require('./api.cjs');
const { Fault, toResponse } = require('./errors.cjs');
const { load } = require('./handler.cjs');
const { Invocation, neverSettled } = require('./invocation.cjs');
const logs = require('./logs.cjs');

const { stringify } = JSON;
const exit = process.exit.bind(process);

// Lambda's own exit codes for what nobody caught.
const ExitCode = { InitError: 1, UnhandledRejection: 128, UncaughtException: 129 };

function start() {
  const api = new RuntimeApi(process.env.AWS_LAMBDA_RUNTIME_API, () => {
    if ('BRASA_AWAIT_ASSIGNMENT' in process.env) awaitAssignment(api);
    else run(api);
  });
}

// What takes long for the first time is done before there is a function.
function awaitAssignment(api) {
  logs.install();
  load(__dirname, 'dry-run.handler').then(() => api.assignment((variables) => run(api, variables)));
}

// Booted before anybody knew for which function, it is told by its assignment what that is to be given.
function run(api, assignment) {
  if (assignment) {
    // What stays is left alone: at every touch of TZ, Node.js looks through all time zones there are.
    for (const name of Object.keys(process.env)) if (!(name in assignment)) delete process.env[name];
    for (const [name, value] of Object.entries(assignment)) if (process.env[name] !== value) process.env[name] = value;
    process.chdir(assignment.LAMBDA_TASK_ROOT);
  }
  logs.install();
  new Runtime(api).run();
}

class Runtime {
  #api;
  #handler;
  #invocation;
  #crashing = false;

  constructor(api) {
    this.#api = api;
  }

  run() {
    process.on('uncaughtException', (error) => this.#crash('Uncaught Exception', error, ExitCode.UncaughtException));
    process.on('unhandledRejection', (reason) =>
      this.#crash('Unhandled Promise Rejection', unhandledRejection(reason), ExitCode.UnhandledRejection));
    process.on('beforeExit', () => this.#eventLoopEmpty());
    load(process.env.LAMBDA_TASK_ROOT ?? '/var/task', process.env._HANDLER ?? '').then(
      (handler) => {
        this.#handler = handler;
        this.#api.next((request) => this.#receive(request));
      },
      (error) => this.#crash('Init Error', error, ExitCode.InitError));
  }

  #receive(request) {
    const invocation = new Invocation(request, (body, errorType) =>
      this.#api.answer(invocation.id, body, errorType, (next) => this.#receive(next)));
    this.#invocation = invocation;
    logs.invocation.requestId = invocation.id;
    logs.invocation.tenantId = request.headers['lambda-runtime-aws-tenant-id'];
    setTrace(request.headers['lambda-runtime-trace-id']);
    invocation.run(this.#handler);
  }

  #eventLoopEmpty() {
    if (this.#handler && !this.#invocation) return;
    const error = this.#handler ? this.#invocation.eventLoopEmpty() : neverSettled();
    if (error) this.#crash('Unsettled Promise', error, ExitCode.InitError);
  }

  // The process cannot go on: tell who is waiting, then exit.
  #crash(title, error, code) {
    if (this.#crashing) return;
    this.#crashing = true;
    logs.failure(title, error);
    const unanswered = this.#handler ? this.#invocation?.abandon() : true;
    if (!unanswered) {
      this.#api.afterAnswer(() => exit(code));
      return;
    }

    const response = toResponse(error);
    this.#api.answerLast(this.#invocation?.id, stringify(response), response.errorType, () => exit(code));
  }
}

function unhandledRejection(reason) {
  const fault = new Fault('Runtime.UnhandledPromiseRejection', reason, reason);
  return Object.assign(fault, { reason, promise: {} });
}

function setTrace(header) {
  if (header) process.env._X_AMZN_TRACE_ID = header;
  else delete process.env._X_AMZN_TRACE_ID;
}

module.exports = { start };
