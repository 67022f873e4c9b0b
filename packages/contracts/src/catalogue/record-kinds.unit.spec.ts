import fc from 'fast-check';
import { registryRecordEvents } from './event-catalogue';
import { REGISTRY_KINDS, recordKey, recordKeyParts, units } from './record-kinds';

it('a key gives back the parts it was made of, whatever they hold', () => {
  fc.assert(
    fc.property(fc.array(fc.string(), { minLength: 1 }), (parts) => {
      expect(recordKeyParts(recordKey(parts))).toEqual(parts);
    }),
  );
});

it('different parts never make the same key', () => {
  const parts = fc.array(fc.stringMatching(/^[ab|%7C25]{0,4}$/), { minLength: 1, maxLength: 3 });
  fc.assert(
    fc.property(parts, parts, (one, other) => {
      expect(recordKey(one) === recordKey(other)).toBe(JSON.stringify(one) === JSON.stringify(other));
    }),
  );
});

it('every kind has its event, its key and its unit', () => {
  expect(Object.keys(registryRecordEvents)).toEqual([...REGISTRY_KINDS]);
  const read = <K extends keyof typeof registryRecordEvents>(kind: K, json: object): [string, string] => {
    const { codec, keyOf, unitOf } = registryRecordEvents[kind];
    const content = codec.fromJSON(json);
    return [keyOf(content), unitOf(content)];
  };
  expect(read('board', {})).toEqual(['board', units.board()]);
  expect(read('park-events', { parkCode: 'a', date: '2017-01-01', event: 'PLANNED' })).toEqual(['a|2017-01-01|PLANNED', 'park:a']);
  expect(read('wastewater-plants', { parkCode: 'a', plant: 'm|1', date: '2017-01-01' })).toEqual(['a|m%7C1|2017-01-01', 'park:a']);
  expect(read('project-events', { projectCode: 'p', date: '2017-01-01', seq: 3 })).toEqual(['p|2017-01-01|3', 'project:p']);
  expect(read('implemented-capital', { projectCode: 'p', period: '2017-Q4' })).toEqual(['p|2017-Q4', 'project:p']);
  expect(read('leases', { leaseNo: 'l', projectCode: 'p' })).toEqual(['l', 'lease:l']);
  expect(read('exchange-rates', { date: '2017-01-01', currency: 'USD' })).toEqual(['2017-01-01|USD', 'rate:USD']);
});
