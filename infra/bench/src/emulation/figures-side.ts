import { reportingServiceV1 } from '@kcn/contracts';
import { notFound } from '@kcn/kernel';
import { createGrpcServer, createMetrics, createSilentLogger, createTokenVerifier, defineGrpcService } from '@kcn/service-kit';
import { AUDIENCE, ISSUER } from '../environment/tokens';
import { BLOC_YEAR, indicatorOf, UNIT } from './bloc-files';
import type { BlocNumbers } from './bloc-numbers';

export interface FiguresSide {
  readonly address: string;
  stop(): Promise<void>;
}

const blank = { value: undefined, plan: undefined, pctPlan: undefined, lastYear: undefined, yoy: undefined, stated: undefined };

/** Reporting's gRPC service over the bloc's numbers: what stands behind the members' figures is not what is measured. */
export async function startFigures(numbers: BlocNumbers, jwksFile: string): Promise<FiguresSide> {
  const { members, criteria } = numbers;
  const criterionOf = new Map(Array.from({ length: criteria }, (_, one) => [indicatorOf(one), one]));
  const figureOf = (
    member: number,
    { indicator, breakdown }: reportingServiceV1.FigureSelector,
    year: string,
  ): reportingServiceV1.Figure => {
    const criterion = criterionOf.get(indicator);
    const head = { ...blank, indicator, breakdown, unit: UNIT, source: 'typed', flags: [] };
    if (criterion === undefined) return head;
    const { actual, plan, lastYear, actualB, planB } = numbers.of(member, criterion);
    const isTotal = breakdown === '';
    if (year !== String(BLOC_YEAR)) return { ...head, ...(isTotal ? { value: String(lastYear) } : {}) };
    return { ...head, value: String(isTotal ? actual : actualB), plan: String(isTotal ? plan : planB) };
  };
  const server = createGrpcServer({
    ...{ name: 'reporting', host: '127.0.0.1', port: 0 },
    services: [
      defineGrpcService<typeof reportingServiceV1.ReportingServiceService>({
        definition: reportingServiceV1.ReportingServiceService,
        implementation: {
          getFigures({ board, period, selectors, asOf }) {
            const member = members.indexOf(board);
            if (member < 0) throw notFound('unknown_board', { vi: 'Không có ban này', en: 'There is no such board' });
            return {
              figures: selectors.map((selector) => figureOf(member, selector, period)),
              asOf: asOf ?? new Date('2026-11-20T00:00:00.000Z'),
              positions: { registry: 0n, reporting: 1n },
              rulesVersion: 'bench',
              summarySha256: '',
              publishedSha256: '',
            };
          },
        },
      }),
    ],
    verifier: createTokenVerifier({ jwks: { file: jwksFile }, issuer: ISSUER, audience: AUDIENCE }),
    logger: createSilentLogger(),
    metrics: createMetrics({ service: 'reporting', processMetrics: false }),
  });
  await server.start();
  return { address: `127.0.0.1:${String(server.address().port)}`, stop: () => server.stop() };
}
