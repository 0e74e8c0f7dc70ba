// Finds the function that _HANDLER names (AWS: "Define Lambda function handler in Node.js").
'use strict';

const fs = require('node:fs');
const Module = require('node:module');
const path = require('node:path');
const { pathToFileURL } = require('node:url');
const { CALLBACKS } = require('./context.cjs');
const { Fault } = require('./errors.cjs');

const NOT_FOUND = new Set(['MODULE_NOT_FOUND', 'ERR_MODULE_NOT_FOUND']);

async function load(taskRoot, name) {
  offerLayers(taskRoot);
  useCompiled();
  const { folder, file, exported } = parseName(name);
  const module = await loadModule(taskRoot, folder, file);
  const handler = exported.reduce((value, key) => value?.[key], module) ??
    exported.reduce((value, key) => value?.[key], module.default);
  if (handler === undefined || handler === null) {
    throw new Fault('Runtime.HandlerNotFound', `${name} is undefined or not exported`);
  }
  if (typeof handler !== 'function') throw new Fault('Runtime.HandlerNotFound', `${name} is not a function`);
  if (!CALLBACKS && handler.length >= 3) {
    throw new Fault('Runtime.CallbackHandlerDeprecated', 'ERROR: AWS Lambda has removed support for callback-based ' +
      'function handlers starting with Node.js 24. You need to modify this function to use a supported handler ' +
      'signature to use Node.js 24 or later. For more information see ' +
      'https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html.');
  }
  return handler;
}

// dir/file.some.export: what follows the first dot after the last slash names the export.
function parseName(name) {
  const slash = name.lastIndexOf('/') + 1;
  const dot = name.indexOf('.', slash);
  if (name.includes('..')) {
    throw new Fault('Runtime.MalformedHandlerName',
      `'${name}' is not a valid handler name. Use absolute paths when specifying root directories in handler names.`);
  }
  if (dot < 0) throw new Fault('Runtime.MalformedHandlerName', 'Bad handler');
  return { folder: name.slice(0, slash), file: name.slice(slash, dot), exported: name.slice(dot + 1).split('.') };
}

async function loadModule(taskRoot, folder, file) {
  try {
    const found = find(path.resolve(taskRoot, folder, file));
    if (found === undefined) return require(require.resolve(`${folder}${file}`, { paths: [taskRoot] }));
    return isEsModule(found) ? await import(pathToFileURL(found).href) : require(found);
  } catch (error) {
    if (NOT_FOUND.has(error?.code)) throw new Fault('Runtime.ImportModuleError', error, error);
    if (error instanceof SyntaxError) throw new Fault('Runtime.UserCodeSyntaxError', error, error);
    throw error;
  }
}

function find(base) {
  return ['', '.js', '.mjs', '.cjs'].map((extension) => base + extension)
    .find((file) => fs.statSync(file, { throwIfNoEntry: false })?.isFile());
}

function isEsModule(file) {
  const extension = path.extname(file);
  return extension === '.mjs' || (extension === '.js' && packageType(path.dirname(file)) === 'module');
}

// The nearest package.json decides, as for Node.js itself.
function packageType(folder) {
  for (let at = folder; ; at = path.dirname(at)) {
    const description = path.join(at, 'package.json');
    if (fs.existsSync(description)) return JSON.parse(fs.readFileSync(description, 'utf8')).type;
    if (at === path.dirname(at)) return undefined;
  }
}

// require() also looks in layers; the server may have set NODE_PATH before.
function offerLayers(taskRoot) {
  if (process.env.NODE_PATH) return;
  const major = process.versions.node.split('.')[0];
  process.env.NODE_PATH = [
    `/opt/nodejs/node${major}/node_modules`, '/opt/nodejs/node_modules', `${path.dirname(__dirname)}/node_modules`, taskRoot,
  ].join(path.delimiter);
  Module._initPaths();
}

// What the code was compiled to when it was published lies beside it, for versions of Node.js that can use that.
function useCompiled(directory = '/var/compiled') {
  if (!Module.enableCompileCache) return;
  try {
    if (fs.readdirSync(directory).length > 0) Module.enableCompileCache(directory);
  } catch {
    // It was not compiled.
  }
}

module.exports = { load };
