// Compiles a function's code ahead of its first start: node --expose-internals compile.cjs ROOT HOST:PORT sends what Node.js keeps as its compile cache there,
// as a tar archive. Nothing of the code is run: the loader's own functions compile it, which the public ones would do only to run it. What cannot be compiled
// is left out, and so is everything where a version of Node.js has no such cache.
'use strict';

const fs = require('node:fs');
const Module = require('node:module');
const net = require('node:net');
const path = require('node:path');
const { pathToFileURL } = require('node:url');

const CACHE = '/tmp/compiled';
const LARGEST = 32 << 20;
const BLOCK = 512;

function compile(file) {
  const source = fs.readFileSync(file, 'utf8');
  if (path.extname(file) !== '.mjs') {
    try {
      return compileCommonJs(file, source);
    } catch (error) {
      if (path.extname(file) === '.cjs' || !(error instanceof SyntaxError)) throw error;
    }
  }
  return compileModule(file, source);
}

function compileCommonJs(file, source) {
  require('internal/modules/cjs/loader').wrapSafe(file, source, undefined, 'commonjs');
}

function compileModule(file, source) {
  require('internal/modules/esm/utils').compileSourceTextModule(pathToFileURL(file).href, source, true);
}

function* findSources(directory) {
  for (const entry of fs.readdirSync(directory, { withFileTypes: true })) {
    const file = path.join(directory, entry.name);
    if (entry.isDirectory()) yield* findSources(file);
    else if (entry.isFile() && /\.[cm]?js$/.test(entry.name) && fs.statSync(file).size <= LARGEST) yield file;
  }
}

function* archive(directory) {
  for (const entry of fs.readdirSync(directory, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    const content = fs.readFileSync(file);
    yield header(path.relative(directory, file), content.length);
    yield content;
    yield Buffer.alloc((BLOCK - (content.length % BLOCK)) % BLOCK);
  }
  yield Buffer.alloc(2 * BLOCK);
}

// A header of POSIX tar (ustar), with the fields that matter.
function header(name, size) {
  const block = Buffer.alloc(BLOCK);
  block.write(name, 0);
  block.write('0000644\0', 100);
  block.write('0000000\0', 108);
  block.write('0000000\0', 116);
  block.write(`${size.toString(8).padStart(11, '0')}\0`, 124);
  block.write('00000000000\0', 136);
  block.write('        0', 148);
  block.write('ustar\x0000', 257);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return block;
}

function main(root, address) {
  fs.mkdirSync(CACHE);
  if (Module.flushCompileCache) {
    Module.enableCompileCache(CACHE);
    for (const file of findSources(root)) {
      try {
        compile(file);
      } catch {
        // Loading it says why.
      }
    }
    Module.flushCompileCache();
  }

  const [, host, port] = /^(.*):(\d+)$/.exec(address);
  const connection = net.connect(Number(port), host);
  for (const part of archive(CACHE)) connection.write(part);
  connection.end(process.exit); // nobody answers
}

main(...process.argv.slice(2));
