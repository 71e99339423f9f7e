'use strict';
// Many sessions of an official client under load, measured as the JVM's clients are: bench.ClientProcess, bench.Loop and
// bench.Pacer say what the commands mean and how time is taken.
//   node --expose-gc load.js --version 4|5 --urls http://127.0.0.1:1234/demo,http://127.0.0.1:1235/demo
// Lines in:  warm <sessions> <turns> <seconds> | memory <sessions>
//            measure <sessions> <turns a second, or 0> <millis> <millis before>
// Lines out: "edge" where a window begins and ends, "ok <result>" after each command

const readline = require('readline');
const { options } = require('./lib');

const args = options({ version: '5' });
const { SocketClient } = require(args.version === '4' ? 'client4' : 'client5');

const TEXT = 'Where is my parcel?';
const CONNECTS_AT_ONCE = 64;
const FIRST_SESSIONS = 500;

const endpoints = args.urls.split(',').map((url) => {
  const slash = url.lastIndexOf('/');
  return { server: url.slice(0, slash), token: url.slice(slash + 1) };
});
const sessions = [];

const now = () => process.hrtime.bigint();
const micros = (nanos) => Number(nanos) / 1000;
const pause = (millis) => new Promise((resolve) => setTimeout(resolve, millis));
const reply = (line) => process.stdout.write(line + '\n');

class Session {
  constructor(number) {
    const { server, token } = endpoints[number % endpoints.length];
    const id = `n${args.version}-session-${number}`;
    this.outputs = 0;
    this.over = null;
    this.client = new SocketClient(server, token, {
      sessionId: id,
      userId: id,
      channel: 'camel',
      reconnection: false,
      forceWebsockets: true,
    });
    this.client.on('output', (output) => {
      this.outputs += output.text === TEXT ? 1 : 0;
    });
    this.client.on('finalPing', () => {
      if (this.outputs !== 1) {
        throw new Error(`${this.outputs} right outputs instead of one`);
      }
      this.outputs = 0;
      const over = this.over;
      this.over = null;
      over();
    });
    this.client.on('socket/disconnect', () => {
      throw new Error('the connection was cut');
    });
  }

  turn(over) {
    this.over = over;
    this.client.sendMessage(TEXT);
  }
}

/** Resolves when the sessions are connected; the client holds messages back until its endpoint is ready. */
async function open(wanted) {
  const connectMore = async () => {
    while (sessions.length < wanted) {
      const session = new Session(sessions.length);
      sessions.push(session);
      await session.client.connect();
    }
  };
  await Promise.all(Array.from({ length: CONNECTS_AT_ONCE }, connectMore));
}

class Loop {
  constructor() {
    this.running = true;
    this.recorded = null;
    this.turns = 0;
    this.open = 0;
    this.ended = null;
  }

  next(number) {
    const begun = now();
    sessions[number].turn(() => {
      this.over(begun);
      if (this.running) {
        this.next(number);
      } else {
        this.leave();
      }
    });
  }

  saturate(count) {
    this.open = count;
    for (let number = 0; number < count; number++) {
      this.next(number);
    }
  }

  pace(count, perSecond) {
    const tick = 1_000_000n;
    const gap = 1_000_000_000n / BigInt(perSecond);
    const begun = now();
    let next = 0;
    this.open = 1;
    const beginWhatIsDue = () => {
      if (!this.running) {
        this.leave();
        return;
      }
      const time = now();
      for (let due = begun + BigInt(next) * gap; due <= time; due += gap) {
        const session = sessions[next % count];
        if (session.over) {
          break;
        }
        next++;
        const begins = now();
        const since = begins - due > 2n * tick ? due : begins;
        this.open++;
        session.turn(() => {
          this.over(since);
          this.leave();
        });
      }
      setTimeout(beginWhatIsDue, 1);
    };
    beginWhatIsDue();
  }

  over(since) {
    this.turns++;
    if (this.recorded) {
      this.recorded.push(micros(now() - since));
    }
  }

  leave() {
    this.open--;
    if (this.open === 0 && this.ended) {
      this.ended();
    }
  }

  async stop() {
    this.running = false;
    if (this.open > 0) {
      await new Promise((resolve) => (this.ended = resolve));
    }
  }
}

async function warm(count, bound, seconds) {
  await open(count);
  const loop = new Loop();
  loop.saturate(count);
  const deadline = Date.now() + seconds * 1000;
  while (loop.turns < bound && Date.now() < deadline) {
    await pause(50);
  }
  await loop.stop();
  return loop.turns;
}

async function measure(count, perSecond, millis, rampMillis) {
  await open(count);
  const loop = new Loop();
  if (perSecond === 0) {
    loop.saturate(count);
  } else {
    loop.pace(count, perSecond);
  }
  await pause(rampMillis);
  reply('edge');
  const recorded = [];
  const cpu = process.cpuUsage();
  const time = now();
  loop.recorded = recorded;
  await pause(millis);
  loop.recorded = null;
  const seconds = micros(now() - time) / 1e6;
  const { user, system } = process.cpuUsage(cpu);
  reply('edge');
  await loop.stop();
  const sorted = Float64Array.from(recorded).sort();
  const at = (share) => sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)];
  return [sorted.length / seconds, at(0.5), at(0.99), (user + system) / sorted.length].join(' ');
}

async function oneTurnEach(from, to) {
  await Promise.all(sessions.slice(from, to).map((session) => new Promise((resolve) => session.turn(resolve))));
}

async function usage() {
  for (let i = 0; i < 3; i++) {
    global.gc();
    await pause(100);
  }
  const { heapUsed, rss } = process.memoryUsage();
  return { heapUsed, rss };
}

async function memory(count) {
  await open(FIRST_SESSIONS);
  await oneTurnEach(0, FIRST_SESSIONS);
  const before = await usage();
  const begun = now();
  await open(count);
  const seconds = micros(now() - begun) / 1e6;
  for (let from = FIRST_SESSIONS; from < count; from += FIRST_SESSIONS) {
    await oneTurnEach(from, Math.min(from + FIRST_SESSIONS, count));
  }
  const after = await usage();
  const more = count - FIRST_SESSIONS;
  return [(after.heapUsed - before.heapUsed) / more, (after.rss - before.rss) / more, 0, more / seconds].join(' ');
}

const commands = { warm, measure, memory };

async function serve() {
  reply('ok ');
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const [name, ...numbers] = line.split(' ');
    reply('ok ' + (await commands[name](...numbers.map(Number))));
  }
  process.exit(0);
}

serve();
