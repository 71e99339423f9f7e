'use strict';
// A Cognigy Endpoint on a real Socket.IO server, without a bot: handshakes, readiness, acknowledgements, and the rules.

const http = require('http');

/**
 * Starts a server.
 *   args        version 4|2, token, port, and optionally allowEio3, inner, noReady, readyDelay, refuse, pingInterval,
 *               pingTimeout, maxPayload, ackTimeout
 *   bot         answer(endpoint, input), called with each input of an Endpoint that is ready
 *   log         called with each thing that happens: type, connection, sessionId and what it is about
 * Calls back with the port; returns the Endpoints that live.
 */
function serve(args, bot, log, listening) {
  const httpServer = http.createServer();
  const io = createServer(httpServer, args);
  const world = { args, bot, log, endpoints: new Set(), connections: 0 };
  if (args.refuse) {
    io.use((socket, next) => next(new Error('not allowed')));
  }
  io.on('connection', (socket) => new Endpoint(socket, world).start());
  httpServer.listen(Number(args.port), '127.0.0.1', () => listening(httpServer.address().port));
  return world.endpoints;
}

function createServer(httpServer, args) {
  const tuning = { transports: ['websocket'] };
  if (args.pingInterval) tuning.pingInterval = Number(args.pingInterval);
  if (args.pingTimeout) tuning.pingTimeout = Number(args.pingTimeout);
  if (args.maxPayload) tuning.maxHttpBufferSize = Number(args.maxPayload);
  if (args.version === '2') {
    return require('server2')(httpServer, { serveClient: false, ...tuning });
  }
  const { Server } = require('server4');
  return new Server(httpServer, { serveClient: false, allowEIO3: args.allowEio3 === true, ...tuning });
}

/** One connection of one session. */
class Endpoint {
  constructor(socket, world) {
    this.socket = socket;
    this.world = world;
    this.args = world.args;
    this.number = ++world.connections;
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
    } else if (this.args.inner) {
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
    this.log('handshake', { userId, sessionId, testMode, emitWithAck, accepted: urlToken === this.args.token });
    if (urlToken !== this.args.token) {
      this.socket.disconnect();
      return;
    }
    for (const other of this.world.endpoints) {
      if (other.sessionId === sessionId) this.violation('a second live connection of the session');
    }
    Object.assign(this, { userId, sessionId, emitWithAck });
    this.world.endpoints.add(this);
    if (!this.args.noReady) {
      if (this.args.readyDelay === '0') this.becomeReady();
      else setTimeout(() => this.becomeReady(), Number(this.args.readyDelay));
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
    this.world.bot(this, input);
  }

  check(input) {
    if (input.URLToken !== this.args.token) this.violation('URLToken is not the handshake\'s');
    if (input.userId !== this.userId) this.violation('userId is not the handshake\'s');
    if (input.sessionId !== this.sessionId) this.violation('sessionId is not the handshake\'s');
    if (typeof input.resetFlow !== 'boolean') this.violation('resetFlow is no boolean');
    if (input.text !== undefined && typeof input.text !== 'string') this.violation('text is no string');
    if (input.source !== 'device') this.violation('source is not device');
    if (typeof input.channel !== 'string') this.violation('channel is no string');
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
    const timer = setTimeout(() => this.log('missed', { event }), Number(this.args.ackTimeout));
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
    this.world.endpoints.delete(this);
    (this.timers || []).forEach(clearTimeout);
    this.log('disconnect', { reason });
  }

  violation(detail) {
    this.log('violation', { detail });
  }

  log(type, fields) {
    this.world.log({ type, connection: this.number, sessionId: this.sessionId, ...fields });
  }
}

module.exports = { serve };
