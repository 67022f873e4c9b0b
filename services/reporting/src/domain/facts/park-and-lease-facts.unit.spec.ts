import { versionOf } from '../../spec-support/sample-set';
import type { RecordVersion } from './record-version';
import { factsOfUnit } from './unit-facts';

const parkEvent = (date: string, event: string, areaHundredthsM2?: bigint) => ({
  parkCode: 'a',
  date,
  event,
  areaHundredthsM2,
  decisionNo: '',
  note: '',
});
const numbered = (make: ((position: bigint) => RecordVersion)[]): RecordVersion[] => make.map((m, i) => m(BigInt(i + 1)));
const stockAt = (versions: RecordVersion[], unit: string, measure: string, day: string): [bigint, number] =>
  factsOfUnit(unit, versions, [])
    .filter((f) => f.measure === measure && f.date <= day)
    .reduce<[bigint, number]>(([sum, n], f) => [sum + f.value, n + f.n], [0n, 0]);

describe('the facts of a park', () => {
  const park = numbered([
    (p) => versionOf('park-events', parkEvent('2010-01-01', 'PLANNED', 500n), p),
    (p) => versionOf('park-events', parkEvent('2011-01-01', 'APPROVED', 400n), p),
    (p) => versionOf('park-events', parkEvent('2012-01-01', 'LEASABLE', 300n), p),
    (p) => versionOf('park-events', parkEvent('2012-06-01', 'LEVELLED', 70n), p),
    (p) => versionOf('park-events', parkEvent('2013-01-01', 'OPERATING'), p),
    (p) => versionOf('wastewater-plants', { parkCode: 'a', plant: 'x', date: '2012-02-02', capacityM3Day: 6000n, standard: '' }, p),
    (p) => versionOf('park-events', parkEvent('2015-01-01', 'REMOVED'), p),
    (p) => versionOf('park-events', parkEvent('2016-01-01', 'PLANNED', 200n), p),
  ]);
  const at = (measure: string, day: string): [bigint, number] => stockAt(park, 'park:a', measure, day);

  it('count approved and leasable land and the plant’s park only while it operates', () => {
    for (const [measure, value] of [
      ['LAND.APPR', 400n],
      ['LAND.LEASABLE', 300n],
      ['INF.PARK.N', 1n],
      ['INF.WWTP.N', 1n],
    ] as const) {
      expect([measure, at(measure, '2012-12-31')]).toEqual([measure, [0n, 0]]);
      expect([measure, at(measure, '2013-01-01')]).toEqual([measure, [value, 1]]);
      expect([measure, at(measure, '2015-01-01')]).toEqual([measure, [0n, 0]]);
      expect([measure, at(measure, '2016-06-01')]).toEqual([measure, [0n, 0]]);
    }
  });

  it('end the place in the planning with REMOVED and bring it back with a later PLANNED', () => {
    expect(at('LAND.PLAN', '2014-12-31')).toEqual([500n, 1]);
    expect(at('LAND.PLAN', '2015-01-01')).toEqual([0n, 0]);
    expect(at('LAND.PLAN', '2016-01-01')).toEqual([200n, 1]);
    expect(at('INF.PLAN.N', '2016-01-01')).toEqual([1n, 1]);
  });

  it('sum all plants and what is levelled, whatever the state of the park', () => {
    expect(at('INF.WWTP.CAP', '2012-02-02')).toEqual([6000n, 1]);
    expect(at('INF.WWTP.CAP', '2015-06-01')).toEqual([6000n, 1]);
    expect(at('LAND.LEVELLED', '2012-06-01')).toEqual([70n, 1]);
  });
});

describe('the facts of a lease', () => {
  const lease = (more: object): RecordVersion[] => [
    versionOf(
      'leases',
      {
        leaseNo: 'L',
        parkCode: 'a',
        projectCode: 'P',
        enterpriseTaxCode: '',
        areaHundredthsM2: 9n,
        from: '2016-02-01',
        to: '2016-12-31',
        kind: 'LAND',
        ...more,
      },
      1n,
    ),
  ];
  it('count from the first to the last day, both included', () => {
    const days = ['2016-01-31', '2016-02-01', '2016-12-31', '2017-01-01'].map(
      (day) => stockAt(lease({}), 'lease:L', 'LAND.LEASED', day)[0],
    );
    expect(days).toEqual([0n, 9n, 9n, 0n]);
    expect(stockAt(lease({ to: '' }), 'lease:L', 'LAND.LEASED', '2099-01-01')).toEqual([9n, 1]);
  });
  it('are none for halls and for leases that end before they begin', () => {
    expect(factsOfUnit('lease:L', lease({ kind: 'FACTORY' }), [])).toEqual([]);
    expect(factsOfUnit('lease:L', lease({ to: '2016-01-01' }), [])).toEqual([]);
  });
});
