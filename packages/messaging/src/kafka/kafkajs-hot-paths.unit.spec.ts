import fc from 'fast-check';
import { decodeRecord } from './decode-record';
import type { RecordBytes, RecordContext } from './decode-record';
import { encodeRecord } from './encode-record';
import type { RecordToEncode } from './encode-record';

type RecordEncoder = (record: RecordToEncode) => { readonly buffer: Buffer };
type RecordDecoder = (bytes: RecordBytes, context: RecordContext) => unknown;

const kafkajsEncode = jest.requireActual<RecordEncoder>('kafkajs/src/protocol/recordBatch/record/v0');
const kafkajsDecode = jest.requireActual<RecordDecoder>('kafkajs/src/protocol/recordBatch/record/v0/decoder');
const Decoder = jest.requireActual<new (bytes: Buffer) => RecordBytes & { readVarInt(): number }>('kafkajs/src/protocol/decoder');

const bytes = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 300 }),
  fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array)),
);
const record: fc.Arbitrary<RecordToEncode> = fc.record({
  offsetDelta: fc.nat({ max: 100_000 }),
  timestampDelta: fc.nat({ max: 100_000 }),
  key: fc.option(bytes, { nil: null }),
  value: fc.option(
    fc.oneof(
      bytes,
      fc.integer({ min: 0, max: 2_000 }).map((length) => Buffer.alloc(length, 'v')),
    ),
    { nil: null },
  ),
  headers: fc.dictionary(
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }).filter((name) => name !== '__proto__'),
    fc.oneof(bytes, fc.array(bytes, { minLength: 1, maxLength: 3 })),
    { maxKeys: 20, noNullPrototype: true },
  ),
});

test('a record is encoded as kafkajs does, to the byte', () => {
  fc.assert(
    fc.property(record, (one) => {
      const encoded = encodeRecord(one);
      expect(encoded.buffer.equals(kafkajsEncode(one).buffer)).toBe(true);
      expect(encoded.size()).toBe(encoded.buffer.length);
    }),
    { numRuns: 500 },
  );
});

test('an encoded record stays as it is when the next one is encoded, also a large one', () => {
  const first = encodeRecord({ key: 'a', value: Buffer.alloc(2_000_000, 'a'), headers: {} });
  const copy = Buffer.from(first.buffer);
  encodeRecord({ key: 'b', value: Buffer.alloc(2_000_000, 'b'), headers: {} });
  expect(first.buffer.equals(copy)).toBe(true);
});

test('a record is decoded as kafkajs does, whatever was decoded before', () => {
  fc.assert(
    fc.property(
      fc.array(record, { minLength: 1, maxLength: 4 }),
      fc.bigInt({ min: 0n, max: 2n ** 62n }),
      fc.constantFrom(0, 1),
      (records, first, timestampType) => {
        for (const one of records) {
          const encoded = kafkajsEncode(one).buffer;
          const context = {
            firstOffset: first.toString(),
            firstTimestamp: (first / 2n).toString(),
            maxTimestamp: '1700000000000',
            timestampType,
            magicByte: 2,
          };
          const decoders = [new Decoder(encoded), new Decoder(encoded)] as const;
          for (const decoder of decoders) decoder.readVarInt();
          expect(decodeRecord(decoders[0], context)).toEqual(kafkajsDecode(decoders[1], context));
          expect(decoders[0].offset).toBe(encoded.length);
        }
      },
    ),
    { numRuns: 150 },
  );
});

test('kafkajs still has the two modules that are replaced', () => {
  expect(typeof kafkajsEncode).toBe('function');
  expect(typeof kafkajsDecode).toBe('function');
});
