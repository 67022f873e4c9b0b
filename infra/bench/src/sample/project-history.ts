import { registryRecordEvents } from '@kcn/contracts';
import type { RegistryContent, RegistryKind } from '@kcn/contracts';
import type { LogEntry } from '@kcn/messaging';
import { currencyOf, parkCode, projectCode } from './project-rows';

/** Events of one sample project, and the facts that reporting makes of them (see its mapping table). */
export const EVENTS_PER_PROJECT = 4;
export const FACTS_PER_PROJECT = 12;

const QUARTERS = ['2017-Q1', '2017-Q2'] as const;
const isForeign = (number: number): boolean => currencyOf(number) === 'USD';
const implemented = (number: number): bigint => (isForeign(number) ? 1_000_000n : 200_000_000n) + BigInt(number % 1_000);

interface EntryOptions {
  readonly board: string;
  readonly position: number;
  readonly version: number;
}

function entry<K extends RegistryKind>(kind: K, content: RegistryContent[K], { board, position, version }: EntryOptions): LogEntry {
  const { type, codec, unitOf } = registryRecordEvents[kind];
  return {
    board,
    position,
    aggregate: unitOf(content),
    aggregateVersion: version,
    type,
    payload: codec.encode(content).finish(),
    recordedAt: new Date(1_767_225_600_000 + position),
    actor: 'bench',
    cause: 'import:bench',
  };
}

/** A certificate, an increase, and two quarters of implemented capital. */
export function projectHistory(board: string, number: number, firstPosition: number): LogEntry[] {
  const code = projectCode(number);
  const currency = currencyOf(number);
  const at = (index: number): EntryOptions => ({ board, position: firstPosition + index, version: index + 1 });
  const month = ((number % 12) + 1).toString().padStart(2, '0');
  return [
    entry(
      'projects',
      {
        projectCode: code,
        registrationKind: 'GCNDKDT',
        name: `Nhà máy số ${number.toString()}`,
        capitalKind: isForeign(number) ? 'FDI' : 'DDI',
        investors: ['Công ty TNHH Á Châu'],
        investorCountries: [isForeign(number) ? 'KR' : 'VN'],
        enterpriseTaxCode: `09${code.slice(2)}`,
        parkCode: parkCode(number),
        issuedOn: `2016-${month}-15`,
        registeredAmount: isForeign(number) ? 100_000_000n + BigInt(number) : 20_000_000_000n + BigInt(number),
        currency,
        landAreaHundredthsM2: 2_500_000n,
        termYears: 50,
        vsicVersion: '2018',
        vsicCode: '2610',
        objective: '',
      },
      at(0),
    ),
    entry(
      'project-events',
      {
        projectCode: code,
        seq: 1,
        date: `2017-${month}-20`,
        type: 'ADJUST_INC',
        amount: isForeign(number) ? 25_000_000n : 5_000_000_000n,
        currency,
        decisionNo: '',
        note: '',
      },
      at(1),
    ),
    ...QUARTERS.map((period, index) =>
      entry('implemented-capital', { projectCode: code, period, amount: implemented(number), currency }, at(2 + index)),
    ),
  ];
}

/** A corrected quarter: makes two facts, one of the flow and one of the stock. */
export const FACTS_PER_CORRECTION = 2;
export const correctedQuarter = (board: string, number: number, position: number, correction: number): LogEntry =>
  entry(
    'implemented-capital',
    {
      projectCode: projectCode(number),
      period: QUARTERS[0],
      amount: implemented(number) + BigInt(correction) * 1_000n,
      currency: currencyOf(number),
    },
    { board, position, version: EVENTS_PER_PROJECT + correction },
  );
