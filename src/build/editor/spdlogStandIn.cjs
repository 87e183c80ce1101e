// Stands in for the native logger of VS Code's server, which would have to be compiled: appends lines to the log files from
// which the workbench reads its output channels back.
'use strict';

const { appendFileSync, closeSync, mkdirSync, openSync } = require('node:fs');
const { dirname } = require('node:path');

const LEVELS = ['trace', 'debug', 'info', 'warning', 'error', 'critical'];

class FileLogger {
  #file;
  #level = 2;
  #bare = false;

  constructor(_kind, name, file) {
    this.name = name;
    this.#file = file;
  }

  #append(level, text) {
    if (level < this.#level) {
      return;
    }
    const time = new Date().toISOString().replace('T', ' ').replace('Z', '');
    try {
      appendFileSync(this.#file, this.#bare ? text : `${time} [${LEVELS[level]}] ${text}\n`);
    } catch {
      // A log file that cannot be written must not end the editor.
    }
  }

  trace(text) {
    this.#append(0, text);
  }
  debug(text) {
    this.#append(1, text);
  }
  info(text) {
    this.#append(2, text);
  }
  warn(text) {
    this.#append(3, text);
  }
  error(text) {
    this.#append(4, text);
  }
  critical(text) {
    this.#append(5, text);
  }
  getLevel() {
    return this.#level;
  }
  setLevel(level) {
    this.#level = level;
  }
  setPattern() {
    this.#bare = true;
  }
  clearFormatters() {
    this.#bare = true;
  }
  flush() {}
  drop() {}
}

function open(kind) {
  return async (name, file) => {
    mkdirSync(dirname(file), { recursive: true });
    closeSync(openSync(file, 'a'));
    return new FileLogger(kind, name, file);
  };
}

// One assignment each: only so does an `import` of this file see the names.
exports.version = 0;
exports.Logger = FileLogger;
exports.setLevel = () => {};
exports.setFlushOn = () => {};
exports.shutdown = () => {};
exports.createRotatingLogger = open('rotating');
exports.createAsyncRotatingLogger = open('asynchronous');
