import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { createEventEncoder } from '@kcn/messaging';
import type { EventLog } from '@kcn/messaging';
import { startChild } from '../measure/child-process';
import type { RawKafkaJob, StoredMessage } from './raw-kafka.main';

const TIMEOUT_MS = 600_000;

/** Writes the messages that the relay would send for a board, byte by byte, to a file for the bare producer. */
export async function storeMessages({
  log,
  board,
  source,
  file,
}: {
  readonly log: EventLog;
  readonly board: string;
  readonly source: string;
  readonly file: string;
}): Promise<void> {
  const encode = createEventEncoder(source);
  const base64 = (bytes: Uint8Array | string): string => Buffer.from(bytes).toString('base64');
  const out = createWriteStream(file);
  for await (const chunk of log.read(board, 0)) {
    for (const entry of chunk) {
      const { key, value, headers } = encode(entry);
      const stored: StoredMessage = {
        key: base64(key),
        value: base64(value),
        headers: Object.fromEntries(Object.entries(headers).map(([name, bytes]) => [name, base64(bytes)])),
      };
      out.write(`${JSON.stringify(stored)}\n`);
    }
  }
  out.end();
  await finished(out);
}

/** Runs bare kafkajs in a process of its own. @returns messages per second */
export async function runRawKafka(job: RawKafkaJob): Promise<number> {
  const child = await startChild({
    name: `kafkajs ${job.kind}`,
    command: process.execPath,
    args: [join(__dirname, 'raw-kafka.main.js'), JSON.stringify(job)],
  });
  try {
    const line = await child.waitForLine(/^rate /, TIMEOUT_MS);
    await child.exited;
    return Number(line.slice('rate '.length));
  } finally {
    await child.stop();
  }
}
