'use strict';
// A real Socket.IO server that acts as a minimal Cognigy Endpoint.
//   node server.js [--port 0] [--version 4|2] [--allow-eio3] [--token demo] [--inner] [--no-ready] [--ready-delay ms]
//                  [--refuse] [--ping-interval ms] [--ping-timeout ms] [--max-payload bytes] [--ack-timeout ms]
// --allow-eio3 lets version 4 speak both generations; --inner takes no ids from the query; --refuse answers CONNECT
// with an error. Lines out: {"type":"listening","port":..}, then connect, handshake, ready, input, typing, ack, missed,
// violation, disconnect, each with what it is about. Lines in, each for one session or for all:
//   {"cmd":"push","sessionId":..,"text":..,"data":..} {"cmd":"emit","name":..,"args":[..]}
//   {"cmd":"disconnect"} (41) {"cmd":"kill"} (no close frame) {"cmd":"raw","frame":".."}

const http = require('http');
const { options, say, listen } = require('./lib');

const args = options({ port: '0', version: '4', token: 'demo', ackTimeout: '2000', readyDelay: '0' });
const allowEIO3 = args.allowEio3 === true || args.allowEIO3 === true;

const httpServer = http.createServer();
const io = createServer();
const endpoints = new Set();
let connections = 0;

function createServer() {
  const tuning = { transports: ['websocket'] };
  if (args.pingInterval) tuning.pingInterval = Number(args.pingInterval);
  if (args.pingTimeout) tuning.pingTimeout = Number(args.pingTimeout);
  if (args.maxPayload) tuning.maxHttpBufferSize = Number(args.maxPayload);
  if (args.version === '2') {
    return require('server2')(httpServer, { serveClient: false, ...tuning });
  }
  const { Server } = require('server4');
  return new Server(httpServer, { serveClient: false, allowEIO3, ...tuning });
}

/** One connection of one session. */
class Endpoint {
  constructor(socket) {
    this.socket = socket;
    this.number = ++connections;
    this.ready = false;
    this.busy = false;
    this.sessionId = null;
  }

  start() {
    const query = this.socket.handshake.query;
    const inner = query.handshake === 'true';
    this.log('connect', { eio: this.socket.conn.protocol || 3, inner });
    this.socket.on('disconnect', (reason) => this.ended(reason));
    this.socket.on('processInput', (...event) => this.input(event));
    this.socket.on('typingStatus', (status) => this.typing(status));
    if (inner) {
      this.socket.emit('handshake', (...reply) => this.innerHandshake(query, reply));
    } else if (args.inner) {
      this.violation('no inner handshake');
      this.socket.disconnect();
    } else {
      this.identified({
        userId: this.decoded(query, 'userId'),
        sessionId: this.decoded(query, 'sessionId'),
        urlToken: this.decoded(query, 'urlToken'),
        testMode: query.testMode === 'true',
        emitWithAck: query.emitWithAck !== 'false',
      });
    }
  }

  /** The HTTP library has decoded once; clients encode twice. */
  decoded(query, name) {
    const value = query[name];
    if (!value) {
      this.violation(name + ' is missing');
      return undefined;
    }
    if (encodeURIComponent(decodeURIComponent(value)) !== value) {
      this.violation(name + ' is not percent-encoded twice');
    }
    return decodeURIComponent(value);
  }

  innerHandshake(query, reply) {
    const fields = reply[0];
    if (reply.length !== 1 || fields === null || typeof fields !== 'object') {
      this.violation('the handshake reply is not one object');
      this.socket.disconnect();
      return;
    }
    if (query.userId || query.sessionId || query.urlToken) {
      this.violation('ids in the query despite the inner handshake');
    }
    for (const name of ['userId', 'sessionId', 'urlToken']) {
      if (typeof fields[name] !== 'string') this.violation(name + ' is no string');
    }
    for (const name of ['testMode', 'emitWithAck']) {
      if (typeof fields[name] !== 'boolean') this.violation(name + ' is no boolean');
    }
    this.identified(fields);
  }

  identified({ userId, sessionId, urlToken, testMode, emitWithAck }) {
    this.log('handshake', { userId, sessionId, testMode, emitWithAck, accepted: urlToken === args.token });
    if (urlToken !== args.token) {
      this.socket.disconnect();
      return;
    }
    for (const other of endpoints) {
      if (other.sessionId === sessionId) this.violation('a second live connection of the session');
    }
    Object.assign(this, { userId, sessionId, emitWithAck });
    endpoints.add(this);
    if (!args.noReady) {
      if (args.readyDelay === '0') this.becomeReady();
      else setTimeout(() => this.becomeReady(), Number(args.readyDelay));
    }
  }

  becomeReady() {
    this.ready = true;
    this.socket.emit('endpoint-ready');
    this.log('ready', {});
  }

  input(event) {
    const input = event[0];
    if (!this.ready) {
      this.violation('an input before endpoint-ready');
      return;
    }
    if (event.length !== 1) this.violation('processInput takes one object and asks for no acknowledgement');
    this.check(input);
    if (this.busy) this.violation('an input while the turn before was running');
    this.busy = true;
    this.log('input', { text: input.text, data: input.data, resetFlow: input.resetFlow, fields: input });
    this.answer(input);
  }

  check(input) {
    if (input.URLToken !== args.token) this.violation('URLToken is not the handshake\'s');
    if (input.userId !== this.userId) this.violation('userId is not the handshake\'s');
    if (input.sessionId !== this.sessionId) this.violation('sessionId is not the handshake\'s');
    if (typeof input.resetFlow !== 'boolean') this.violation('resetFlow is no boolean');
    if (input.text !== undefined && typeof input.text !== 'string') this.violation('text is no string');
    if (input.source !== 'device') this.violation('source is not device');
    if (typeof input.channel !== 'string') this.violation('channel is no string');
  }

  /** The words of the demo bot that a transport is tested with. */
  answer(input) {
    const [word, number] = (input.text || '').trim().toLowerCase().split(/\s+/);
    switch (word) {
      case 'several':
      case 'count': {
        const last = Number(number || 3);
        for (let i = 1; i <= last; i++) this.output(`${i} of ${last}`);
        this.finalPing();
        break;
      }
      case 'slow':
        setTimeout(() => {
          this.output(`That took ${number || 1000} ms`);
          this.finalPing();
        }, Number(number || 1000));
        break;
      case 'later':
        this.output(`More comes in ${number || 500} ms`);
        this.finalPing();
        setTimeout(() => this.output('This came later'), Number(number || 500));
        break;
      case 'silent':
        this.finalPing();
        break;
      case 'hang':
        this.output('I will never finish this');
        break;
      case 'error':
        this.busy = false;
        this.deliver('output', {
          type: 'error',
          data: { error: { message: 'An error was asked for', code: 'DEMO_ERROR' } },
        });
        this.finalPing();
        break;
      case 'exception':
        this.busy = false;
        this.socket.emit('exception', { message: 'An exception was asked for', code: 'DEMO_EXCEPTION' });
        break;
      case 'legacy':
        this.output('This turn ends as in old times');
        this.busy = false;
        this.deliver('output', { type: 'finalPing', data: { type: 'regular' } });
        break;
      default:
        this.socket.emit('typingStatus', { status: 'typingOn' });
        this.output(input.text ? 'You said: ' + input.text : 'You sent data', input.data);
        this.finalPing();
    }
  }

  output(text, data) {
    const message = { text, data: data || {}, traceId: 'node-' + this.number };
    this.deliver('output', { type: 'output', data: { ...message, disableSensitiveLogging: false, source: 'bot' } });
  }

  finalPing() {
    this.busy = false;
    this.deliver('finalPing', { type: 'regular' });
  }

  deliver(event, payload) {
    if (!this.emitWithAck) {
      this.socket.emit(event, payload);
      return;
    }
    const timer = setTimeout(() => this.log('missed', { event }), Number(args.ackTimeout));
    this.timers = (this.timers || new Set()).add(timer);
    this.socket.emit(event, payload, (...reply) => {
      clearTimeout(timer);
      this.timers.delete(timer);
      if (reply.length > 0) this.violation('an acknowledgement that is not empty');
      this.log('ack', { event });
    });
  }

  typing(status) {
    if (!this.ready) this.violation('typingStatus before endpoint-ready');
    this.log('typing', { status: status.status });
  }

  /** Ends the socket under the protocol's feet. */
  kill() {
    this.socket.conn.transport.socket.terminate();
  }

  raw(frame) {
    this.socket.conn.transport.socket.send(frame);
  }

  ended(reason) {
    endpoints.delete(this);
    (this.timers || []).forEach(clearTimeout);
    this.log('disconnect', { reason });
  }

  violation(detail) {
    this.log('violation', { detail });
  }

  log(type, fields) {
    say({ type, connection: this.number, sessionId: this.sessionId, ...fields });
  }
}

if (args.refuse) {
  io.use((socket, next) => next(new Error('not allowed')));
}
io.on('connection', (socket) => new Endpoint(socket).start());

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

httpServer.listen(Number(args.port), '127.0.0.1', () => say({ type: 'listening', port: httpServer.address().port }));
