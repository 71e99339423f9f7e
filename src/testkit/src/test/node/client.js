'use strict';
// An official client at the other end of two pipes.
//   node client.js --version 4|5 --url http://127.0.0.1:13000 --token demo --session s --user u
//                  [--inner] [--test-mode] [--no-ack]
// Lines in:  {"cmd":"send","text":..,"data":..} {"cmd":"typing","status":"typingOn"} {"cmd":"disconnect"}
// Lines out: {"event":"connected"} and every event of the client with its payload

const { options, say, listen } = require('./lib');

const args = options({ version: '5', token: 'demo', session: 's-1', user: 'u-1' });
const { SocketClient } = require(args.version === '4' ? 'client4' : 'client5');

const client = new SocketClient(args.url, args.token, {
  sessionId: args.session,
  userId: args.user,
  channel: 'interop',
  testMode: args.testMode === true,
  emitWithAck: args.noAck !== true,
  enableInnerSocketHandshake: args.inner === true,
  reconnection: false,
});

for (const event of ['output', 'finalPing', 'typingStatus', 'error', 'exception', 'socket/disconnect']) {
  client.on(event, (payload) => say({ event, payload }));
}

listen((line) => {
  switch (line.cmd) {
    case 'send':
      client.sendMessage(line.text, line.data);
      break;
    case 'typing':
      client.sendTypingStatus(line.status);
      break;
    case 'disconnect':
      client.disconnect();
      say({ event: 'disconnected' });
      break;
    default:
      throw new Error('unknown command');
  }
});

client.connect().then(
  () => say({ event: 'connected' }),
  (error) => say({ event: 'failed', payload: error.message }),
);
