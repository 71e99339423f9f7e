'use strict';
// What all programs share: options, JSON lines out, JSON lines in.

const readline = require('readline');

/** --name value and --flag, as an object; --no-ready becomes {noReady: true}. */
function options(defaults) {
  const found = { ...defaults };
  const words = process.argv.slice(2);
  for (let i = 0; i < words.length; i++) {
    const name = words[i].replace(/^--/, '').replace(/-(.)/g, (_, letter) => letter.toUpperCase());
    const valued = i + 1 < words.length && !words[i + 1].startsWith('--');
    found[name] = valued ? words[++i] : true;
  }
  return found;
}

/** Only JSON lines go to stdout; what libraries print goes to stderr. */
console.log = console.error;

function say(line) {
  process.stdout.write(JSON.stringify(line) + '\n');
}

/** Calls back with each line of stdin. The program ends with its parent. */
function lines(onLine) {
  const stdin = readline.createInterface({ input: process.stdin });
  stdin.on('line', onLine);
  stdin.on('close', () => process.exit(0));
}

/** Calls back with each line of stdin as an object. The program ends with its parent. */
function listen(onCommand) {
  lines((line) => onCommand(JSON.parse(line)));
}

module.exports = { options, say, lines, listen };
