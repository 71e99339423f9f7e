'use strict';
// A bridge from Kafka to Kafka as it can be written for Node, with kafkajs and the official client: what the benchmark
// holds the Java bridge against. In order per key, parallel across keys, and the offset moves only over inputs whose
// answers the broker has. No more than that: what goes wrong ends it.
//   node bridge.js --brokers 127.0.0.1:9092 --topics node --url http://127.0.0.1:1234/demo [--plain | --tuned]
// Plain, as kafkajs intends it, all keys of a batch are under way at once, the batch is over when all its inputs are, and
// each answer is sent by itself. Tuned, batches are handed over and not waited for, and answers are sent together.
// Lines in:  cpu
// Lines out: "ok " once it consumes, then "ok <its CPU time so far, in ns>"

const readline = require('readline');
const { Kafka, logLevel } = require('kafkajs');
const { options } = require('./lib');
const { SocketClient } = require('client5');

const TURNS = 1000;
const PARTITIONS = 8;
const COMMIT_MILLIS = 50;

const args = options({ topics: 'node' });
const slash = args.url.lastIndexOf('/');
const [server, token] = [args.url.slice(0, slash), args.url.slice(slash + 1)];

const kafka = new Kafka({ clientId: args.topics, brokers: [args.brokers], logLevel: logLevel.WARN });
const producer = kafka.producer();
const consumer = kafka.consumer({ groupId: args.topics, maxWaitTimeInMs: 500 });

const topic = `${args.topics}.output`;

const oneByOne = {
  send: (message) => producer.send({ topic, acks: -1, messages: [message] }),
};

/** kafkajs makes a request of every send: what comes while one is under way goes out together in the next. */
const together = {
  waiting: [],
  sending: false,

  send(message) {
    return new Promise((stored) => {
      this.waiting.push({ message, stored });
      if (!this.sending) {
        this.sending = true;
        setImmediate(() => this.flush());
      }
    });
  },

  async flush() {
    while (this.waiting.length > 0) {
      const batch = this.waiting;
      this.waiting = [];
      await producer.send({ topic, acks: -1, messages: batch.map(({ message }) => message) });
      batch.forEach(({ stored }) => stored());
    }
    this.sending = false;
  },
};

const answers = args.tuned ? together : oneByOne;

class Session {
  constructor(key) {
    this.latest = Promise.resolve();
    this.stored = [];
    this.over = null;
    this.client = new SocketClient(server, token, {
      sessionId: key,
      userId: key,
      channel: 'camel',
      forceWebsockets: true,
    });
    this.client.on('output', ({ text, data }) => {
      const value = JSON.stringify({ type: 'output', sessionKey: key, sessionId: key, text, data });
      this.stored.push(answers.send({ key, value }));
    });
    this.client.on('finalPing', () => this.over());
    this.connected = this.client.connect();
  }

  /** Resolves when the turn is over and its answers are stored; begins when that of the turn before has resolved. */
  turn(text) {
    this.latest = this.latest.then(async () => {
      await this.connected;
      await new Promise((over) => {
        this.over = over;
        this.client.sendMessage(text);
      });
      const stored = this.stored;
      this.stored = [];
      await Promise.all(stored);
    });
    return this.latest;
  }
}

const sessions = new Map();

function session(key) {
  let found = sessions.get(key);
  if (!found) {
    found = new Session(key);
    sessions.set(key, found);
  }
  return found;
}

/** The inputs of a partition from the first unfinished one on. */
class Partition {
  constructor() {
    this.inputs = [];
    this.committable = null;
  }

  take(offset) {
    const input = { offset, finished: false };
    this.inputs.push(input);
    return input;
  }

  finish(input) {
    input.finished = true;
    while (this.inputs.length > 0 && this.inputs[0].finished) {
      this.committable = this.inputs.shift().offset;
    }
  }
}

const partitions = Array.from({ length: PARTITIONS }, () => new Partition());
let underWay = 0;
let waitingForRoom = [];

async function begin(partition, { key, value, offset }) {
  const input = partition.take(offset);
  underWay++;
  await session(key.toString()).turn(value.toString());
  underWay--;
  partition.finish(input);
  waitingForRoom.forEach((goOn) => goOn());
  waitingForRoom = [];
}

async function commit() {
  const offsets = partitions.flatMap((partition, number) => {
    const last = partition.committable;
    partition.committable = null;
    return last === null ? [] : [{ topic: `${args.topics}.input`, partition: number, offset: String(BigInt(last) + 1n) }];
  });
  if (offsets.length > 0) {
    await consumer.commitOffsets(offsets);
  }
  setTimeout(commit, COMMIT_MILLIS);
}

/** kafkajs fetches again only when all batches of a fetch are handled. */
async function eachBatch({ batch, heartbeat }) {
  const turns = [];
  for (const message of batch.messages) {
    while (underWay >= TURNS) {
      await new Promise((goOn) => waitingForRoom.push(goOn));
      await heartbeat();
    }
    turns.push(begin(partitions[batch.partition], message));
  }
  if (!args.tuned) {
    await Promise.all(turns);
  }
}

async function serve() {
  await producer.connect();
  await consumer.connect();
  await consumer.subscribe({ topic: `${args.topics}.input`, fromBeginning: true });
  await consumer.run({ autoCommit: false, partitionsConsumedConcurrently: PARTITIONS, eachBatch });
  setTimeout(commit, COMMIT_MILLIS);
  process.stdout.write('ok \n');
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const { user, system } = process.cpuUsage();
    process.stdout.write(line === 'cpu' ? `ok ${(user + system) * 1000}\n` : `failed: ${line}\n`);
  }
  process.exit(0);
}

serve();
