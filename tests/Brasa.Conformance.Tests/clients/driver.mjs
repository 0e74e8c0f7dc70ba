// The AWS SDK for JavaScript v3 as a server of JSON lines: { id, operation, region, keys, parameters } in,
// { id, status, headers, result | error } out. An operation wait:<name> runs one of the SDK's waiters. Bytes travel as { "$bytes": base64 }.
import { createInterface } from 'node:readline';
import * as sdk from '@aws-sdk/client-lambda';

const endpoint = process.argv[2];
const clients = new Map();

function client([accessKeyId, secretAccessKey, sessionToken], region) {
  const key = JSON.stringify([accessKeyId, secretAccessKey, sessionToken, region]);
  if (!clients.has(key)) {
    const made = new sdk.LambdaClient({ endpoint, region, maxAttempts: 1, credentials: { accessKeyId, secretAccessKey, sessionToken: sessionToken ?? undefined } });
    clients.set(key, made);
  }
  return clients.get(key);
}

async function call(lambda, operation, parameters) {
  if (operation.startsWith('wait:')) {
    await sdk[operation.slice('wait:'.length)]({ client: lambda, maxWaitTime: 60, minDelay: 1 }, parameters);
    return {};
  }
  return lambda.send(new sdk[`${operation}Command`](parameters));
}

async function answer({ operation, region, keys, parameters }) {
  try {
    const { $metadata, ...result } = await call(client(keys, region), operation, parameters);
    return { status: $metadata?.httpStatusCode ?? 0, headers: {}, result };
  } catch (error) {
    return {
      status: error.$metadata?.httpStatusCode ?? 0,
      headers: error.$response?.headers ?? {},
      error: { code: error.name, message: error.message, class: error.constructor.name },
    };
  }
}

function encode(_key, value) {
  return value instanceof Uint8Array ? { $bytes: Buffer.from(value).toString('base64') } : value;
}

function decode(_key, value) {
  return typeof value?.$bytes === 'string' ? Buffer.from(value.$bytes, 'base64') : value;
}

for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line, decode);
  answer(request).then((answered) => process.stdout.write(`${JSON.stringify({ id: request.id, ...answered }, encode)}\n`));
}
