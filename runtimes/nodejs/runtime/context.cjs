// The context object a handler gets (AWS: "Using the Lambda context object to retrieve Node.js function information").
'use strict';

const { now } = Date;
const { parse } = JSON;
const { env } = process;

// From Node.js 24 on, Lambda has no callbacks and no context methods that stand for them.
const CALLBACKS = Number(process.versions.node.split('.')[0]) < 24;

function createContext(headers, settle) {
  const deadline = Number(headers['lambda-runtime-deadline-ms']);
  const context = {
    callbackWaitsForEmptyEventLoop: true,
    functionVersion: env.AWS_LAMBDA_FUNCTION_VERSION,
    functionName: env.AWS_LAMBDA_FUNCTION_NAME,
    memoryLimitInMB: env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: env.AWS_LAMBDA_LOG_STREAM_NAME,
    clientContext: optionalJson(headers['lambda-runtime-client-context']),
    identity: optionalJson(headers['lambda-runtime-cognito-identity']),
    invokedFunctionArn: headers['lambda-runtime-invoked-function-arn'],
    awsRequestId: headers['lambda-runtime-aws-request-id'],
    tenantId: headers['lambda-runtime-aws-tenant-id'],
    getRemainingTimeInMillis: () => Math.max(0, deadline - now()),
  };
  if (CALLBACKS) {
    context.succeed = (result) => settle.succeed(result);
    context.fail = (error) => settle.fail(error ?? 'handled');
    context.done = (error, result) => (error == null ? settle.succeed(result) : settle.fail(error));
  }
  return context;
}

function optionalJson(text) {
  return text ? parse(text) : undefined;
}

module.exports = { createContext, CALLBACKS };
