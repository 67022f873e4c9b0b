import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { reportingServiceV1 } from '@kcn/contracts';
import { lastYearOf, notFound, period, yearOfPeriod } from '@kcn/kernel';
import { createGrpcServer, createMetrics, createSilentLogger, createTokenVerifier, defineGrpcService } from '@kcn/service-kit';
import type { AuthConfig, GrpcServer } from '@kcn/service-kit';
import { DEMO_FOLDER, readSample, readTable } from './bloc-sample';

type Cells = Readonly<Record<string, string>>;

/** What a board has typed in, as rows of indicator-values.csv and plan-targets.csv. */
export interface BoardFigures {
  values: Cells[];
  plans: Cells[];
}

const read = (file: string): Cells[] =>
  existsSync(resolve(DEMO_FOLDER, 'bloc-2019', file)) ? readTable(readSample(file)).map(({ cells }) => cells) : [];

/** A member's figures in the sample of the bloc. */
export const sampleFigures = (member: string): BoardFigures => ({
  values: read(`indicator-values/${member}.csv`),
  plans: read(`plan-targets/${member}.csv`),
});

type Named = Readonly<Partial<Record<'indicator' | 'breakdown' | 'unit', string | undefined>>>;

const isSame = (a: Named, b: Named): boolean => a.indicator === b.indicator && a.breakdown === b.breakdown && a.unit === b.unit;

const blank = { value: undefined, plan: undefined, pctPlan: undefined, lastYear: undefined, yoy: undefined, stated: undefined };

/** Answers GetFigures as reporting does: last year only beside a figure of this year, a plan also where there is no figure. */
function answer(
  { values, plans }: BoardFigures,
  { period: text, selectors }: reportingServiceV1.GetFiguresRequest,
): reportingServiceV1.Figure[] {
  const asked = period(text);
  const then = values.filter((cells) => cells['period'] === lastYearOf(asked));
  const year = yearOfPeriod(asked).toString();
  const figures = values
    .filter((cells) => cells['period'] === asked)
    .map((cells) => ({
      ...blank,
      indicator: cells['indicator'] ?? '',
      breakdown: cells['breakdown'] ?? '',
      unit: cells['unit'] ?? '',
      value: cells['value'],
      plan: plans.find((plan) => plan['year'] === year && isSame(plan, cells))?.['value'],
      lastYear: then.find((old) => isSame(old, cells))?.['value'],
      source: 'typed',
      flags: [],
    }));
  return selectors.map((selector) => {
    const plan = plans.find((one) => one['year'] === year && isSame(one, selector))?.['value'];
    return figures.find((figure) => isSame(figure, selector)) ?? { ...blank, ...selector, plan, source: '', flags: [] };
  });
}

/** A server of reporting's gRPC service over figures that the test holds; what it was asked is kept. `published`: hashes by board. */
export function createFiguresServer(
  auth: AuthConfig,
  boards: ReadonlyMap<string, BoardFigures>,
): GrpcServer & { readonly asked: reportingServiceV1.GetFiguresRequest[]; readonly published: Map<string, string> } {
  const asked: reportingServiceV1.GetFiguresRequest[] = [];
  const published = new Map<string, string>();
  const server = createGrpcServer({
    name: 'reporting',
    host: '127.0.0.1',
    port: 0,
    services: [
      defineGrpcService({
        definition: reportingServiceV1.ReportingServiceService,
        implementation: {
          getFigures(request) {
            asked.push(request);
            const figures = boards.get(request.board);
            if (!figures) throw notFound('unknown_board', { vi: 'Không có ban này', en: 'There is no such board' });
            return Promise.resolve({
              figures: answer(figures, request),
              asOf: request.asOf ?? new Date('2019-07-20T00:00:00.000Z'),
              positions: { registry: 0n, reporting: 7n },
              rulesVersion: 'test',
              summarySha256: '0'.repeat(64),
              publishedSha256: published.get(request.board) ?? '',
            });
          },
        },
      }),
    ],
    verifier: createTokenVerifier(auth),
    logger: createSilentLogger(),
    metrics: createMetrics({ service: 'reporting', processMetrics: false }),
  });
  return { ...server, asked, published };
}
