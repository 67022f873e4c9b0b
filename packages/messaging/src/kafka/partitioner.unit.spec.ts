import fc from 'fast-check';
import { murmur2 } from './partitioner';

const kafkajsMurmur2 = jest.requireActual<(key: Buffer) => number>('kafkajs/src/producer/partitioners/default/murmur2');

test('hashes keys as kafkajs and the Java client do', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (key) => {
      expect(murmur2(key)).toBe(kafkajsMurmur2(Buffer.from(key)));
    }),
    { numRuns: 2_000 },
  );
  // From Kafka's own UtilsTest.
  expect(murmur2(Buffer.from('21'))).toBe(-973932308);
  expect(murmur2(Buffer.from('foobar'))).toBe(-790332482);
});
