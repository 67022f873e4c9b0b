import type { figureFactsV1 } from '@kcn/contracts';
import { plainDate } from '@kcn/kernel';
import type { FactContent } from './fact';
import type { FactPart, GroupsOfUnit } from './fact-part';
import type { UnitState } from './unit-state';

function factsOf({ kind, key, facts }: figureFactsV1.FigureRecord): FactContent[] {
  return facts.map(
    ({ indicator, unit, park, topic, date, value, n }): FactContent => ({
      measure: indicator,
      measureUnit: unit,
      ...(park === '' ? {} : { park }),
      ...(topic === '' ? {} : { topic }),
      date: plainDate(date),
      value,
      n,
      missing: 0,
      source: { kind, key },
    }),
  );
}

/** Facts that another service tells of its records; they are taken as they are said. */
export function figureGroups(_name: string, state: UnitState): GroupsOfUnit {
  const parts = (): FactPart[] =>
    [...state.records['figure-facts'].values()].flatMap(({ records }) =>
      records.map((record) => ({ id: JSON.stringify([record.kind, record.key]), inputs: [record], build: () => factsOf(record) })),
    );
  return () => [{ id: 'figures', inputs: [state.revision('figure-facts')], parts }];
}
