import fc from 'fast-check';
import { mongo } from 'mongoose';
import { toDocument } from './log-documents';
import type { NewEvent } from './log-entry';
import { entryFromRaw } from './raw-entry';

const text = fc.string({ unit: 'grapheme', maxLength: 40 });
const bytes = fc.uint8Array({ maxLength: 500 });
const event: fc.Arbitrary<NewEvent> = fc.record(
  {
    aggregate: text,
    aggregateVersion: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
    type: text,
    payload: bytes,
    before: bytes,
    actor: text,
    cause: text,
    reason: text,
  },
  { requiredKeys: ['aggregate', 'aggregateVersion', 'type', 'payload', 'actor', 'cause'] },
);
const plain = (entry: object): object =>
  Object.fromEntries(
    Object.entries(entry).map(([key, value]) => [
      key,
      value instanceof Uint8Array ? Buffer.from(value).toString('hex') : (value as unknown),
    ]),
  );

test('an entry read from its bytes is what was written', () => {
  fc.assert(
    fc.property(
      event,
      text,
      fc.integer({ min: 1, max: 10 ** 12 - 1 }),
      fc.date({ noInvalidDate: true }),
      (one, board, position, recordedAt) => {
        const raw = mongo.BSON.serialize(toDocument(board, position, recordedAt, one));
        expect(plain(entryFromRaw(raw))).toEqual(plain({ ...one, board, position, recordedAt }));
      },
    ),
    { numRuns: 500 },
  );
});

test('a document that is made up in another way is read all the same', () => {
  const one = { aggregate: 'a', aggregateVersion: 1, type: 't', payload: Buffer.from('p'), actor: 'x', cause: 'y' };
  const raw = mongo.BSON.serialize({ ...toDocument('b', 7, new Date(5), one), position: 7, later: { more: true } });
  expect(plain(entryFromRaw(raw))).toEqual(plain({ ...one, board: 'b', position: 7, recordedAt: new Date(5) }));
});
