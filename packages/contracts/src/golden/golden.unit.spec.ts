import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { MessageCodec } from '../catalogue/event-catalogue';
import {
  emulationAwardEvents,
  emulationEvents,
  emulationYearEvents,
  feesEvents,
  figureFactsRecorded,
  registryRecordEvents,
  registryRecordWithdrawn,
  reportingEvents,
} from '../catalogue/event-catalogue';

/**
 * Messages as they were written once and lie in event logs since. They are kept for ever: a line here is never changed and
 * never taken away, whatever becomes of the code; a new version of a message gets new lines beside the old.
 */
interface Golden {
  readonly type: string;
  readonly case: string;
  /** Hexadecimal. */
  readonly bytes: string;
  readonly json: unknown;
}

const golden = readdirSync(__dirname)
  .filter((name) => name.endsWith('.json'))
  .flatMap((name) => JSON.parse(readFileSync(join(__dirname, name), 'utf8')) as Golden[]);

const codecs = new Map<string, MessageCodec<unknown>>(
  [
    ...Object.values(registryRecordEvents),
    registryRecordWithdrawn,
    ...Object.values(reportingEvents),
    ...Object.values(emulationAwardEvents),
    ...Object.values(emulationEvents),
    ...Object.values(emulationYearEvents),
    ...Object.values(feesEvents),
    figureFactsRecorded,
  ].map(({ type, codec }) => [type, codec as MessageCodec<unknown>]),
);
const codecOf = (type: string): MessageCodec<unknown> => {
  const codec = codecs.get(type);
  if (!codec) throw new Error(`nothing reads ${type} any more`);
  return codec;
};
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

it('every event type of the catalogue has golden messages', () => {
  const covered = new Set(golden.map(({ type }) => type));
  expect([...codecs.keys()].filter((type) => !covered.has(type))).toEqual([]);
});

describe.each(golden)('$type, $case', ({ type, bytes, json }) => {
  const codec = codecOf(type);

  it('is read from its bytes as what it says', () => {
    expect(codec.toJSON(codec.decode(Buffer.from(bytes, 'hex')))).toEqual(json);
  });

  it('is written as the same bytes', () => {
    expect(hex(codec.encode(codec.fromJSON(json)).finish())).toBe(bytes);
  });

  it('is read when a later version has added a field', () => {
    // Field 2000, a text "new".
    expect(codec.toJSON(codec.decode(Buffer.from(`${bytes}827d036e6577`, 'hex')))).toEqual(json);
  });
});
