'use strict';
// A real Socket.IO server that acts as a minimal Cognigy Endpoint, with a demo bot.
//   node server.js [--port 0] [--version 4|2] [--allow-eio3] [--token demo] [--inner] [--no-ready] [--ready-delay ms]
//                  [--refuse] [--ping-interval ms] [--ping-timeout ms] [--max-payload bytes] [--ack-timeout ms]
// --allow-eio3 lets version 4 speak both generations; --inner takes no ids from the query; --refuse answers CONNECT
// with an error. Lines out: {"type":"listening","port":..}, then connect, handshake, ready, input, typing, ack, missed,
// violation, disconnect, each with what it is about. Lines in, each for one session or for all:
//   {"cmd":"push","sessionId":..,"text":..,"data":..} {"cmd":"emit","name":..,"args":[..]}
//   {"cmd":"disconnect"} (41) {"cmd":"kill"} (no close frame) {"cmd":"raw","frame":".."}

const { options, say, listen } = require('./lib');
const { serve } = require('./endpoint');

const args = options({ port: '0', version: '4', token: 'demo', ackTimeout: '2000', readyDelay: '0' });
const endpoints = serve(args, answer, say, (port) => say({ type: 'listening', port }));

/** The words of the demo bot that a transport is tested with. */
function answer(endpoint, input) {
  const [word, number] = (input.text || '').trim().toLowerCase().split(/\s+/);
  switch (word) {
    case 'several':
    case 'count': {
      const last = Number(number || 3);
      for (let i = 1; i <= last; i++) endpoint.output(`${i} of ${last}`);
      endpoint.finalPing();
      break;
    }
    case 'stream': {
      const last = Number(number || 40);
      const piece = (text, more) => endpoint.output(text, { _cognigy: { _messageId: 'm-' + input.text, ...more } });
      for (let i = 1; i <= last; i++) {
        piece(`word ${i} `);
        if (i === last / 2) endpoint.output('Look?', { _cognigy: { _default: { _buttons: { text: 'Look?', buttons: [{ title: 'Yes', type: 'postback', payload: 'y' }] } } } });
      }
      piece('', { _finishReason: 'stop' });
      endpoint.finalPing();
      break;
    }
    case 'slow':
      setTimeout(() => {
        endpoint.output(`That took ${number || 1000} ms`);
        endpoint.finalPing();
      }, Number(number || 1000));
      break;
    case 'later':
      endpoint.output(`More comes in ${number || 500} ms`);
      endpoint.finalPing();
      setTimeout(() => endpoint.output('This came later'), Number(number || 500));
      break;
    case 'silent':
      endpoint.finalPing();
      break;
    case 'hang':
      endpoint.output('I will never finish this');
      break;
    case 'error':
      endpoint.busy = false;
      endpoint.deliver('output', {
        type: 'error',
        data: { error: { message: 'An error was asked for', code: 'DEMO_ERROR' } },
      });
      endpoint.finalPing();
      break;
    case 'exception':
      endpoint.busy = false;
      endpoint.socket.emit('exception', { message: 'An exception was asked for', code: 'DEMO_EXCEPTION' });
      break;
    case 'legacy':
      endpoint.output('This turn ends as in old times');
      endpoint.busy = false;
      endpoint.deliver('output', { type: 'finalPing', data: { type: 'regular' } });
      break;
    default:
      endpoint.socket.emit('typingStatus', { status: 'typingOn' });
      endpoint.output(input.text ? 'You said: ' + input.text : 'You sent data', input.data);
      endpoint.finalPing();
  }
}

listen((line) => {
  const meant = [...endpoints].filter((endpoint) => !line.sessionId || endpoint.sessionId === line.sessionId);
  for (const endpoint of meant) {
    if (line.cmd === 'push') endpoint.output(line.text, line.data);
    else if (line.cmd === 'emit') endpoint.socket.emit(line.name, ...(line.args || []));
    else if (line.cmd === 'disconnect') endpoint.socket.disconnect();
    else if (line.cmd === 'kill') endpoint.kill();
    else if (line.cmd === 'raw') endpoint.raw(line.frame);
    else throw new Error('unknown command');
  }
});
