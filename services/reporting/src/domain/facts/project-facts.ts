import { recordKey } from '@kcn/contracts';
import type { registryV1 } from '@kcn/contracts';
import { rateBookOf, ratesOfRow } from './conversion';
import type { RateBook } from './conversion';
import { sameInputs } from './fact-part';
import type { FactPart, GroupsOfUnit } from './fact-part';
import { lifeFacts, lifeOf } from './project-life';
import type { InForce, ProjectLife } from './project-life';
import { endOfQuarter, implementedCapitalFacts, labourFacts, reportFlowFacts } from './project-quarters';
import type { Place } from './project-quarters';
import type { UnitState } from './unit-state';

/** Keeps the last result of a derivation until its inputs change. */
function keep<T>(derive: () => T): (...inputs: unknown[]) => T {
  let last: { inputs: unknown[]; value: T } | undefined;
  return (...inputs) => {
    if (!last || !sameInputs(last.inputs, inputs)) last = { inputs, value: derive() };
    return last.value;
  };
}

function placeOf({ capitalKind, parkCode }: registryV1.ProjectRecorded): Place {
  return {
    ...(capitalKind === 'FDI' || capitalKind === 'DDI' ? { capital: capitalKind } : {}),
    ...(parkCode === '' ? {} : { park: parkCode }),
  };
}

/** A project counts only while its row of projects.csv is there; everything else hangs on it. */
export function projectGroups(code: string, state: UnitState): GroupsOfUnit {
  const { records } = state;
  const projectKey = recordKey([code]);
  const keptLife = keep<ProjectLife | undefined>(() => {
    const project = records.projects.get(projectKey);
    return project && lifeOf(project, projectKey, records['project-events']);
  });
  const keptRates = keep<RateBook>(() => rateBookOf(records['exchange-rates']));

  const implementedParts = (place: Place, inForce: InForce): FactPart[] =>
    [...records['implemented-capital']].map(([key, row]) => ({
      id: key,
      inputs: [row, place.capital, place.park, inForce.from, inForce.until],
      build: () => implementedCapitalFacts(key, row, place, inForce),
    }));

  const reportParts = (place: Place, inForce: InForce): FactPart[] => {
    const rates = keptRates(state.revision('exchange-rates'));
    const reports = [...records['enterprise-reports']]
      .map(([key, row]) => ({ key, row, end: endOfQuarter(row.period) }))
      .sort((a, b) => (a.end < b.end ? -1 : 1));
    return reports.flatMap(({ key, row, end }, i) => {
      const used = row.revenue === undefined ? {} : ratesOfRow(rates, row.currency, end);
      const replacedOn = reports[i + 1]?.end;
      return [
        {
          id: `flows ${key}`,
          inputs: [row, place.capital, place.park, used.own?.row, used.usd?.row],
          build: () => reportFlowFacts(key, row, place, used),
        },
        {
          id: `labour ${key}`,
          inputs: [row, place.capital, place.park, inForce.from, inForce.until, replacedOn],
          build: () => labourFacts(key, row, place, inForce, replacedOn),
        },
      ];
    });
  };

  return () => {
    const project = records.projects.get(projectKey);
    const life = keptLife(project, state.revision('project-events'));
    const place = project ? placeOf(project) : {};
    const of =
      <T>(parts: (p: registryV1.ProjectRecorded, l: ProjectLife) => T[]): (() => T[]) =>
      () =>
        project && life ? parts(project, life) : [];
    const where = [project !== undefined, place.capital, place.park, life?.inForce.from, life?.inForce.until];
    return [
      {
        id: 'life',
        inputs: [life],
        parts: of(({ currency }, l) => [{ id: 'life', inputs: [l], build: () => lifeFacts(l, { currency, ...place }) }]),
      },
      {
        id: 'implemented',
        inputs: [state.revision('implemented-capital'), ...where],
        parts: of((_, { inForce }) => implementedParts(place, inForce)),
      },
      {
        id: 'reports',
        inputs: [state.revision('enterprise-reports'), state.revision('exchange-rates'), ...where],
        parts: of((_, { inForce }) => reportParts(place, inForce)),
      },
    ];
  };
}
