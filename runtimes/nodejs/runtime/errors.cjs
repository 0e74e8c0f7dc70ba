// Failures as Lambda reports them: { errorType, errorMessage, trace } to the caller, and more in the log.
'use strict';

const { types } = require('node:util');

const { stringify } = JSON;
const FRAME = '    at ';

// A failure the runtime itself finds; `type` is Runtime.… and `cause` lends its frames.
class Fault extends Error {
  constructor(type, message, cause) {
    super(String(message));
    this.name = type;
    const frames = isError(cause) ? traceOf(cause).filter((line) => line.startsWith(FRAME)) : [];
    this.stack = [`${type}: ${this.message}`, ...frames].join('\n');
  }
}

// What the caller gets.
function toResponse(error) {
  try {
    if (isError(error)) {
      return { errorType: String(error.name), errorMessage: String(error.message), trace: traceOf(error) };
    }
    return { errorType: typeof error, errorMessage: error.toString(), trace: [] };
  } catch {
    return {
      errorType: 'handled',
      errorMessage: 'callback called with Error argument, but there was a problem while retrieving one or more of ' +
        'its message, name, and stack',
      trace: [],
    };
  }
}

// What the log gets: the error's own fields too.
function toLog(error) {
  const { errorType, errorMessage, trace } = toResponse(error);
  const fields = isError(error) ? { ...error, name: undefined } : undefined;
  try {
    return stringify({ errorType, errorMessage, ...fields, stack: trace }, nestedErrors);
  } catch {
    return stringify({ errorType, errorMessage, stack: trace });
  }
}

function nestedErrors(_key, value) {
  if (!isError(value)) return value;
  const { errorType, errorMessage, trace } = toResponse(value);
  return { errorType, errorMessage, ...value, stack: trace };
}

function isError(value) {
  return types.isNativeError(value) || value instanceof Error;
}

// The runtime's own frames, and what lies below them, are none of the function's business.
function traceOf(error) {
  const lines = String(error.stack ?? '').split('\n');
  const own = lines.findIndex((line) => line.startsWith(FRAME) && line.includes(__dirname));
  return own < 0 ? lines : lines.slice(0, own);
}

module.exports = { Fault, isError, toLog, toResponse };
