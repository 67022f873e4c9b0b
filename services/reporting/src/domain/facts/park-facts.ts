import { invalid, plainDate } from '@kcn/kernel';
import type { PlainDate } from '@kcn/kernel';
import type { FactContent } from './fact';
import type { FactPart, GroupsOfUnit } from './fact-part';
import { PARK_LEVELLED, PARK_STOCKS, PLANT_CAPACITY } from './mapping';
import type { ParkStanding } from './mapping';
import type { UnitState } from './unit-state';

interface ParkStep {
  readonly date: PlainDate;
  /** Order within a day. */
  readonly rank: number;
  readonly source: FactContent['source'];
  readonly area: bigint;
  readonly event: string;
}

type Move = (park: ParkStanding, area: bigint) => ParkStanding;

/** What each event does to the standing of a park. Of one day, REMOVED is the last: only a later PLANNED brings a park back. */
const MOVES: Readonly<Record<string, Move>> = {
  PLANNED: (park, area) => ({ ...park, planned: true, plannedArea: area }),
  APPROVED: (park, area) => ({ ...park, approvedArea: area }),
  LEASABLE: (park, area) => ({ ...park, leasableArea: area }),
  LEVELLED: (park) => park,
  OPERATING: (park) => ({ ...park, operating: true }),
  PLANT: (park) => ({ ...park, hasPlant: true }),
  REMOVED: (park) => ({ ...park, planned: false, operating: false }),
};
const RANKS = Object.keys(MOVES);

function moveOf(event: string): Move {
  const move = MOVES[event];
  if (!move) throw invalid('unknown_park_event', { vi: `Không có sự kiện KCN "${event}"`, en: `There is no park event "${event}"` });
  return move;
}

function stepsOf(state: UnitState): ParkStep[] {
  const steps: ParkStep[] = [];
  for (const [key, row] of state.records['park-events']) {
    steps.push({
      date: plainDate(row.date),
      rank: RANKS.indexOf(row.event),
      source: { kind: 'park-events', key },
      area: row.areaHundredthsM2 ?? 0n,
      event: row.event,
    });
  }
  for (const [key, row] of state.records['wastewater-plants']) {
    steps.push({
      date: plainDate(row.date),
      rank: RANKS.indexOf('PLANT'),
      source: { kind: 'wastewater-plants', key },
      area: 0n,
      event: 'PLANT',
    });
  }
  return steps.sort((a, b) =>
    a.date !== b.date ? (a.date < b.date ? -1 : 1) : a.rank !== b.rank ? a.rank - b.rank : a.source.key < b.source.key ? -1 : 1,
  );
}

/** The stocks of a park: each step adds the difference it makes to them. */
function stocksOf(park: string, steps: readonly ParkStep[]): FactContent[] {
  const facts: FactContent[] = [];
  let before: ParkStanding = { planned: false, operating: false, hasPlant: false };
  for (const step of steps) {
    const after = moveOf(step.event)(before, step.area);
    for (const { measure, unit, value } of PARK_STOCKS) {
      const [was, is] = [value(before), value(after)];
      const n = (is === undefined ? 0 : 1) - (was === undefined ? 0 : 1);
      const change = (is ?? 0n) - (was ?? 0n);
      if (change !== 0n || n !== 0)
        facts.push({ measure, measureUnit: unit, park, date: step.date, value: change, n, missing: 0, source: step.source });
    }
    before = after;
  }
  return facts;
}

/** Parks count by their events and plants; the row of parks.csv only names them. */
export function parkGroups(park: string, state: UnitState): GroupsOfUnit {
  const { records } = state;
  const flow = (
    kind: 'park-events' | 'wastewater-plants',
    key: string,
    date: string,
    what: { measure: string; unit: string },
    value: bigint,
  ): FactContent => ({
    measure: what.measure,
    measureUnit: what.unit,
    park,
    date: plainDate(date),
    value,
    n: 1,
    missing: 0,
    source: { kind, key },
  });
  const partsOf = (): FactPart[] => [
    {
      id: 'stocks',
      inputs: [state.revision('park-events'), state.revision('wastewater-plants')],
      build: () => stocksOf(park, stepsOf(state)),
    },
    ...[...records['park-events']].map(([key, row]) => ({
      id: `event ${key}`,
      inputs: [row],
      build: () => (row.event === 'LEVELLED' ? [flow('park-events', key, row.date, PARK_LEVELLED, row.areaHundredthsM2 ?? 0n)] : []),
    })),
    ...[...records['wastewater-plants']].map(([key, row]) => ({
      id: `plant ${key}`,
      inputs: [row],
      build: () => [flow('wastewater-plants', key, row.date, PLANT_CAPACITY, row.capacityM3Day)],
    })),
  ];
  return () => [{ id: 'park', inputs: [state.revision('park-events'), state.revision('wastewater-plants')], parts: partsOf }];
}
