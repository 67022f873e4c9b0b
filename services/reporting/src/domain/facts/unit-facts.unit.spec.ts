import * as fc from 'fast-check';
import { boardHistory } from '../../spec-support/generated-history';
import { sampleVersions, versionOf } from '../../spec-support/sample-set';
import type { RecordVersion } from './record-version';
import { ratesUsedBy } from './rate-needs';
import { factsOfUnit } from './unit-facts';

const seed = Number(process.env['KCN_TEST_SEED'] ?? Date.now() % 1_000_000);
const numRuns = Number(process.env['KCN_TEST_RUNS'] ?? 150);
beforeAll(() => {
  process.stdout.write(`fast-check seed ${String(seed)} (repeat with KCN_TEST_SEED)\n`);
});

const UNITS = ['project:P1', 'project:P2', 'park:a', 'lease:L1'];
const isRate = (v: RecordVersion): boolean => v.kind === 'exchange-rates';
const split = (versions: readonly RecordVersion[], unit: string): [RecordVersion[], RecordVersion[]] => [
  versions.filter((v) => v.unit === unit),
  versions.filter(isRate),
];

const project = (more: object = {}) => ({
  projectCode: 'P1',
  registrationKind: 'GCNDKDT',
  name: '',
  capitalKind: 'FDI',
  investors: [],
  investorCountries: [],
  enterpriseTaxCode: '',
  parkCode: 'a',
  issuedOn: '2016-05-10',
  registeredAmount: 100n,
  currency: 'USD',
  vsicVersion: '',
  vsicCode: '',
  objective: '',
  ...more,
});
const event = (date: string, type: string, amount?: bigint) => ({
  projectCode: 'P1',
  seq: 1,
  date,
  type,
  amount,
  currency: amount === undefined ? '' : 'USD',
  decisionNo: '',
  note: '',
});
const report = (period: string, more: object = {}) => ({
  projectCode: 'P1',
  period,
  submittedOn: '2017-04-09',
  currency: '',
  labourVn: 10n,
  labourForeign: 1n,
  ...more,
});
const rate = (date: string, vndPerUnit: string, currency = 'USD') =>
  versionOf('exchange-rates', { date, currency, vndPerUnit, source: '' }, 0n);
const at = (position: bigint, version: RecordVersion): RecordVersion => ({ ...version, position });

/** `position date measure value n`, for the reader. */
const told = (versions: RecordVersion[], only?: string, rates: RecordVersion[] = []): string[] =>
  factsOfUnit('project:P1', versions, rates)
    .filter((f) => only === undefined || f.measure === only)
    .map(
      (f) =>
        `@${String(f.position)} ${f.date} ${f.measure} ${String(f.value)} ${f.measureUnit} n${String(f.n)}${f.missing === 0 ? '' : ` missing${String(f.missing)}`}`,
    );

describe('the facts of a unit', () => {
  it('turn an ADJUST_INC into a turn, an amount and a larger stock', () => {
    const facts = told([versionOf('projects', project(), 1n), versionOf('project-events', event('2017-03-01', 'ADJUST_INC', 40n), 2n)]);
    expect(facts.filter((f) => f.startsWith('@2'))).toEqual([
      '@2 2017-03-01 INV.ADJ.T 1 turn n1',
      '@2 2017-03-01 INV.INC.CAP 40 USD n1',
      '@2 2017-03-01 INV.INC.T 1 turn n1',
      '@2 2017-03-01 INV.STOCK.CAP 40 USD n0',
    ]);
  });

  it('move with a corrected issue date, at the position of the correction', () => {
    const facts = told([versionOf('projects', project(), 1n), versionOf('projects', project({ issuedOn: '2017-01-02' }), 7n)], 'INV.NEW.N');
    expect(facts).toEqual([
      '@1 2016-05-10 INV.NEW.N 1 project n1',
      '@7 2016-05-10 INV.NEW.N -1 project n-1',
      '@7 2017-01-02 INV.NEW.N 1 project n1',
    ]);
  });

  it('carry an increase that is recorded after the termination into what the project left with', () => {
    const versions = [
      versionOf('projects', project(), 1n),
      versionOf('project-events', event('2017-06-30', 'TERMINATE_VOL'), 2n),
      versionOf('project-events', event('2017-03-01', 'ADJUST_INC', 40n), 3n),
    ];
    expect(told(versions, 'INV.TERM.CAP')).toEqual(['@2 2017-06-30 INV.TERM.CAP 100 USD n1', '@3 2017-06-30 INV.TERM.CAP 40 USD n0']);
    expect(told(versions, 'INV.STOCK.CAP')).toEqual([
      '@1 2016-05-10 INV.STOCK.CAP 100 USD n1',
      '@2 2017-06-30 INV.STOCK.CAP -100 USD n-1',
      '@3 2017-03-01 INV.STOCK.CAP 40 USD n0',
      '@3 2017-06-30 INV.STOCK.CAP -40 USD n0',
    ]);
  });

  it('take the events of one day in the order of seq', () => {
    const day = (seqOfIncrease: number, seqOfEnd: number): string[] =>
      told(
        [
          versionOf('projects', project(), 1n),
          versionOf('project-events', { ...event('2017-06-30', 'ADJUST_INC', 40n), seq: seqOfIncrease }, 2n),
          versionOf('project-events', { ...event('2017-06-30', 'TERMINATE_VOL'), seq: seqOfEnd }, 3n),
        ],
        'INV.TERM.CAP',
      );
    expect(day(1, 2)).toEqual(['@3 2017-06-30 INV.TERM.CAP 140 USD n1']);
    expect(day(10, 2)).toEqual(['@3 2017-06-30 INV.TERM.CAP 100 USD n1']);
  });

  it('are none while the row of projects.csv is missing, and come with it', () => {
    const late = [
      versionOf('project-events', event('2017-03-01', 'ADJUST_INC', 40n), 1n),
      versionOf('projects', project(), 2n),
      at(3n, { ...versionOf('projects', project(), 3n), content: null }),
    ];
    expect(told(late, 'INV.INC.CAP')).toEqual(['@2 2017-03-01 INV.INC.CAP 40 USD n1', '@3 2017-03-01 INV.INC.CAP -40 USD n-1']);
    expect(told(late.slice(0, 1))).toEqual([]);
  });

  it('count a quarter before the issue from the issue on, and no longer than the project is in force', () => {
    const versions = [
      versionOf('projects', project(), 1n),
      versionOf('implemented-capital', { projectCode: 'P1', period: '2016-Q1', amount: 5n, currency: 'USD' }, 2n),
      versionOf('project-events', event('2017-06-30', 'TERMINATE_EXP'), 3n),
    ];
    expect(told(versions, 'INV.IMPL.CUM')).toEqual(['@2 2016-05-10 INV.IMPL.CUM 5 USD n1', '@3 2017-06-30 INV.IMPL.CUM -5 USD n-1']);
    expect(told(versions, 'INV.IMPL.CAP')).toEqual(['@2 2016-03-31 INV.IMPL.CAP 5 USD n1']);
  });

  it('keep the labour of a quarter until the next report’s quarter ends', () => {
    const versions = [
      versionOf('projects', project(), 1n),
      versionOf('enterprise-reports', report('2016-Q4'), 2n),
      versionOf('enterprise-reports', report('2017-Q2', { labourVn: 30n }), 3n),
    ];
    expect(told(versions, 'ENT.LAB')).toEqual([
      '@2 2016-12-31 ENT.LAB 11 person n1',
      '@3 2017-06-30 ENT.LAB -11 person n-1',
      '@3 2017-06-30 ENT.LAB 31 person n1',
    ]);
  });

  it('take a report of the 9th as in time and one of the 10th as late', () => {
    const inTime = (submittedOn: string): string[] =>
      told(
        [versionOf('projects', project(), 1n), versionOf('enterprise-reports', report('2017-Q1', { submittedOn }), 2n)],
        'ENT.RESP.IN-TIME',
      );
    expect(inTime('2017-04-09')).toHaveLength(1);
    expect(inTime('2017-04-10')).toHaveLength(0);
  });

  it('leave out revenue without a rate and value it when the rate comes, anew when it is corrected', () => {
    const versions = [
      versionOf('projects', project(), 1n),
      versionOf('enterprise-reports', report('2017-Q1', { revenue: 22_700_000n, currency: 'VND' }), 2n),
    ];
    const rates = [at(3n, rate('2017-04-01', '20000')), at(4n, rate('2017-03-30', '22700')), at(5n, rate('2017-03-30', '22000'))];
    expect(told(versions, 'ENT.REV', rates)).toEqual([
      '@2 2017-03-31 ENT.REV 0 USD n0 missing1',
      '@4 2017-03-31 ENT.REV 0 USD n0 missing-1',
      '@4 2017-03-31 ENT.REV 100000 USD n1',
      '@5 2017-03-31 ENT.REV 3182 USD n0',
    ]);
  });

  it('convert any currency through VND with one rounding, half away from zero', () => {
    const revenue = (amount: bigint, currency: string, vnd: string): string | undefined =>
      told(
        [versionOf('projects', project(), 3n), versionOf('enterprise-reports', report('2017-Q1', { revenue: amount, currency }), 4n)],
        'ENT.REV',
        [at(1n, rate('2017-03-30', '22700')), at(2n, rate('2017-03-31', vnd, currency === 'EUR' ? 'EUR' : 'JPY'))],
      )[0];
    expect(revenue(1_000_000n, 'JPY', '193.1')).toContain(' 850661 USD'); // 8,506.6079… USD
    expect(revenue(100_000n, 'EUR', '26100.1234')).toContain(' 114979 USD'); // 1,149.78516… USD
    expect(revenue(1135n, 'VND', '1')).toContain(' 5 USD');
    expect(revenue(114n, 'VND', '1')).toContain(' 1 USD'); // 0.502 cent
    expect(revenue(-1249n, 'VND', '1')).toContain(' -6 USD'); // −5.502 cents
  });

  it('follow from the set of versions alone, whatever their order and repetition', () => {
    fc.assert(
      fc.property(
        boardHistory.chain((versions) =>
          fc.tuple(
            fc.constant(versions),
            fc.shuffledSubarray([...versions, ...versions], { minLength: versions.length * 2, maxLength: versions.length * 2 }),
          ),
        ),
        ([versions, shuffled]) => {
          for (const unit of UNITS)
            expect(factsOfUnit(unit, ...split(shuffled, unit))).toEqual(factsOfUnit(unit, ...split(versions, unit)));
        },
      ),
      { seed, numRuns },
    );
  });

  it('from a position on are the tail of all facts', () => {
    fc.assert(
      fc.property(boardHistory, fc.bigInt({ min: 0n, max: 90n }), (versions, fromPosition) => {
        for (const unit of UNITS) {
          const all = factsOfUnit(unit, ...split(versions, unit));
          expect(factsOfUnit(unit, ...split(versions, unit), { fromPosition })).toEqual(all.filter((f) => f.position >= fromPosition));
        }
      }),
      { seed, numRuns },
    );
  });

  it('change with a rate only where ratesUsedBy says so', () => {
    fc.assert(
      fc.property(boardHistory, (versions) => {
        for (const unit of UNITS) {
          const [own, rates] = split(versions, unit);
          const needs = ratesUsedBy(own);
          const needed = rates.filter(
            (v) => v.kind === 'exchange-rates' && needs.some((need) => v.unit === `rate:${need.currency}` && v.key.slice(0, 10) <= need.on),
          );
          expect(factsOfUnit(unit, own, needed)).toEqual(factsOfUnit(unit, own, rates));
        }
      }),
      { seed, numRuns },
    );
  });

  it('cost little for a unit with thousands of versions', () => {
    const versions: RecordVersion[] = [versionOf('projects', project(), 1n)];
    for (let i = 0; i < 2000; i++) {
      const period = `${String(1910 + Math.floor(i / 8))}-Q${String((i % 4) + 1)}`;
      versions.push(versionOf('implemented-capital', { projectCode: 'P1', period, amount: BigInt(i), currency: 'USD' }, BigInt(i * 2 + 2)));
      versions.push(versionOf('enterprise-reports', report(period, { revenue: BigInt(i), currency: 'VND' }), BigInt(i * 2 + 3)));
    }
    const started = process.hrtime.bigint();
    factsOfUnit('project:P1', versions, [at(100_000n, rate('1950-01-01', '5'))]);
    expect(Number(process.hrtime.bigint() - started) / 1e6).toBeLessThan(15_000);
  });

  it('are none for the board and for rates', () => {
    expect(factsOfUnit('rate:USD', [at(1n, rate('2017-01-01', '1'))], [])).toEqual([]);
    expect(factsOfUnit('board', [], [])).toEqual([]);
  });
});

describe('the sample set', () => {
  it('needs only USD rates, at the ends of the quarters that were reported', () => {
    const needs = ratesUsedBy(sampleVersions('hung-yen-2017'));
    expect(needs.map((n) => `${n.currency} ${n.on}`)).toEqual(
      ['2016-03-31', '2016-06-30', '2016-09-30', '2016-12-31', '2017-03-31', '2017-06-30', '2017-09-30', '2017-12-31'].map(
        (d) => `USD ${d}`,
      ),
    );
  });
});
