'use strict';
// The endpoint of the proof, as a real Socket.IO server. Its bot does what each input's script says, and writes down
// every input it reads and every output it sends, before it does anything else about them.
//   node proof.js <journal> <ping interval ms> <ping timeout ms>
// It says its port, and then answers each line: arm <Moment> makes it die like kill -9 at the next such moment,
// violations tells which rules were broken, overlaps how often a session got a connection while it had one, doubles how
// many sessions have two now.

const fs = require('fs');
const { lines } = require('./lib');
const { serve } = require('./endpoint');

const [path, pingInterval, pingTimeout] = process.argv.slice(2);
const journal = fs.openSync(path, 'a');
const args = { version: '4', token: 'demo', port: '0', readyDelay: '0', ackTimeout: '60000', pingInterval, pingTimeout };
const violations = new Set();
let overlaps = 0;
let armed = null;

const endpoints = serve(args, answer, log, (port) => process.stdout.write(port + '\n'));

function answer(endpoint, input) {
  note('heard', endpoint, input.text);
  dieAt('ON_RECEIPT');
  if (!input.data.hangs) speak(endpoint, input, 1);
}

function speak(endpoint, input, part) {
  const { think, outputs, noisy } = input.data;
  setTimeout(() => {
    if (noisy) endpoint.output('nobody asked');
    if (part > 1) dieAt('BETWEEN_OUTPUTS');
    const text = `${input.text} ${part} of ${outputs}`;
    note('said', endpoint, text);
    endpoint.output(text);
    if (part < outputs) {
      speak(endpoint, input, part + 1);
    } else {
      dieAt('BEFORE_FINAL_PING');
      endpoint.finalPing();
    }
  }, think);
}

function dieAt(moment) {
  if (armed === moment) process.kill(process.pid, 'SIGKILL');
}

/** What is written is the kernel's, and survives this process. */
function note(what, endpoint, text) {
  fs.writeSync(journal, [what, Date.now(), endpoint.sessionId, text].join('\t') + '\n');
}

function log(event) {
  if (event.type !== 'violation') return;
  if (event.detail.startsWith('a second live connection')) overlaps++;
  else violations.add(event.detail);
}

function doubles() {
  const connections = new Map();
  for (const { sessionId } of endpoints) connections.set(sessionId, (connections.get(sessionId) || 0) + 1);
  return [...connections.values()].filter((count) => count > 1).length;
}

lines((line) => {
  const [command, moment] = line.split(' ');
  if (command === 'arm') armed = moment;
  const replies = {
    arm: () => 'armed',
    violations: () => `[${[...violations].join(', ')}]`,
    overlaps: () => overlaps,
    doubles,
  };
  process.stdout.write(replies[command]() + '\n');
});
