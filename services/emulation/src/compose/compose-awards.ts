import { randomBytes } from 'node:crypto';
import { checkDocument } from '@kcn/documents';
import type { Clock } from '@kcn/kernel';
import type { Connection, EventLog, RunOnce } from '@kcn/messaging';
import type { Route } from '@kcn/service-kit';
import { vietnamDay } from '@kcn/vietnam';
import { readEnterpriseRules } from '../adapters/files/enterprise-rules';
import { createNominationRoutes } from '../adapters/http/award-nomination-routes';
import { createAwardRoutes } from '../adapters/http/award-routes';
import { createDocumentRoutes } from '../adapters/http/document-routes';
import { createNominationStore } from '../adapters/mongo/award-nomination-store';
import { createAwardRegisterStore } from '../adapters/mongo/award-register-store';
import { createMeetingStore } from '../adapters/mongo/meeting-store';
import { printDocument } from '../adapters/printing/print-document';
import { createBlocAwarding } from '../application/awards/award-bloc';
import { createNomineeAwarding } from '../application/awards/award-nominees';
import { createAwardEntering } from '../application/awards/enter-awards';
import { createNominationKeeping } from '../application/awards/keep-nominations';
import { createRegisterKeeping } from '../application/awards/keep-register';
import type { BlocVersions } from '../application/bloc/ports';
import type { BlocScoring } from '../application/bloc/score-bloc-year';
import { createMeetingRecording } from '../application/documents/record-meeting';
import { createYearDocuments } from '../application/documents/write-year-document';
import type { FindFrozenRanking } from '../application/freeze/ports';
import { AWARD_CODE_BYTES } from '../domain/awards/award-code';
import type { WorkingDays } from '../domain/cycle/working-days';

export interface ComposeAwardsOptions {
  readonly connection: Connection;
  readonly log: EventLog;
  readonly runOnce: RunOnce;
  readonly versions: BlocVersions;
  readonly scoring: BlocScoring;
  readonly findFrozenRanking: FindFrozenRanking;
  readonly clock: Clock;
  readonly workingDays: WorkingDays;
  readonly publicUrl: string;
  /** See readEnterpriseRules. */
  readonly enterpriseRulesDir: string | undefined;
}

/** Awards, their register and certificates, and the papers of a bloc's year. */
export async function composeAwards(options: ComposeAwardsOptions): Promise<{ readonly routes: readonly Route[] }> {
  const { connection, log, runOnce, versions, scoring, findFrozenRanking, clock, workingDays, publicUrl } = options;
  const rules = { ...(await readEnterpriseRules(options.enterpriseRulesDir)), workingDays };
  const check = (document: Parameters<typeof checkDocument>[0]): void => void checkDocument(document);
  const today = () => vietnamDay(clock.now());
  const [register, meetings] = [createAwardRegisterStore(connection), createMeetingStore(connection)];
  const nominations = createNominationStore(connection);
  const enter = createAwardEntering({ register, log, publicUrl, check, drawBytes: () => randomBytes(AWARD_CODE_BYTES) });
  return {
    routes: [
      ...createAwardRoutes({
        awarding: createBlocAwarding({ versions, scoring, findFrozenRanking, register, enter, runOnce, today }),
        keeping: createRegisterKeeping({ register, log, runOnce, today }),
        print: printDocument,
      }),
      ...createNominationRoutes({
        keeping: createNominationKeeping({ nominations, register, rules, log, runOnce }),
        award: createNomineeAwarding({ nominations, register, rules, enter, runOnce, today }),
      }),
      ...createDocumentRoutes({
        write: createYearDocuments({ versions, scoring, findFrozenRanking, meetings }),
        meetings: createMeetingRecording({ versions, meetings, log, runOnce, check }),
        print: printDocument,
      }),
    ],
  };
}
