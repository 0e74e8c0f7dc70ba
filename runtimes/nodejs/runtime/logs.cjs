// console.* as Lambda prints it: one record, one write to standard output.
'use strict';

const fs = require('node:fs');
const { format } = require('node:util');
const { isError, toLog, toResponse } = require('./errors.cjs');

const { stringify } = JSON;
const { Date } = globalThis;
const { writeSync } = fs;

// AWS: "Configuring JSON and plain text log formats".
let isJson = false;
const LEVELS = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'];

// The invocation being served; part of every record.
const invocation = { requestId: undefined, tenantId: undefined };

function install() {
  isJson = process.env.AWS_LAMBDA_LOG_FORMAT === 'JSON';
  const lowest = isJson ? Math.max(0, LEVELS.indexOf(process.env.AWS_LAMBDA_LOG_LEVEL)) : 0;
  const methods = { log: 'INFO', trace: 'TRACE', debug: 'DEBUG', info: 'INFO', warn: 'WARN', error: 'ERROR', fatal: 'FATAL' };
  const print = isJson ? printJson : printText;
  for (const [method, level] of Object.entries(methods)) {
    console[method] = LEVELS.indexOf(level) < lowest ? () => {} : (...values) => print(level, values);
  }
}

// A failure of the function, as the runtime logs it.
function failure(title, error) {
  if (isJson) printJson('ERROR', isError(error) ? [error] : [toResponse(error)]);
  else printText('ERROR', [`${title} \t${toLog(error)}`]);
}

function printText(level, values) {
  // A text alone is not a format: its % signs stay.
  const message = values.length === 1 && typeof values[0] === 'string' ? values[0] : format(...values);
  write(`${new Date().toISOString()}\t${invocation.requestId}\t${level}\t${message}\n`);
}

function printJson(level, values) {
  const record = { timestamp: new Date().toISOString(), level, requestId: invocation.requestId, tenantId: invocation.tenantId };
  const error = values.find(isError);
  if (values.length === 1) record.message = error ? errorFields(error) : values[0];
  else Object.assign(record, { message: format(...values) }, error && errorFields(error));
  let line;
  try {
    line = stringify(record);
  } catch {
    line = stringify({ ...record, message: format(...values) });
  }
  write(`${line}\n`);
}

function errorFields(error) {
  const { errorType, errorMessage, trace } = toResponse(error);
  return { errorType, errorMessage, stackTrace: trace };
}

function write(record) {
  const bytes = Buffer.from(record);
  for (let written = 0; written < bytes.length;) {
    try {
      written += writeSync(1, bytes, written);
    } catch (error) {
      // The pipe is full, and the function made it non-blocking by touching process.stdout; else it closed it.
      if (error.code !== 'EAGAIN') return;
    }
  }
}

module.exports = { failure, install, invocation };
