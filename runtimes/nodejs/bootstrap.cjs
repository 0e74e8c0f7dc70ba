// Entry point of the Node.js runtime: node bootstrap.cjs. CommonJS, for it boots without the ES module loader.
'use strict';

require('./runtime/runtime.cjs').start();
