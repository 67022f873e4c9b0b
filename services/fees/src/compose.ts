import { instantFromDate } from '@kcn/kernel';
import type { Instant, Period } from '@kcn/kernel';
import { createServiceCore, inTransaction } from '@kcn/messaging';
import type { ComposedService } from '@kcn/messaging';
import { createJobs } from '@kcn/service-kit';
import type { Logger } from '@kcn/service-kit';
import { draftOfCorrection, draftOfInvoice } from './adapters/e-invoice/draft-of-invoice';
import { createAccountingRoutes } from './adapters/http/accounting-routes';
import { createDraftRoutes } from './adapters/http/draft-routes';
import { createImportRoutes } from './adapters/http/import-routes';
import { createCheckBoard, createLogRoutes } from './adapters/http/log-routes';
import { createPlanRoutes } from './adapters/http/plan-routes';
import { createReportRoutes } from './adapters/http/report-routes';
import { createRunRoutes } from './adapters/http/run-routes';
import { createRequestWork, createUnfinishedRuns, defineRunWork, RUN_JOBS, RUN_TIMING } from './adapters/jobs/run-work';
import { createSettledRun } from './adapters/jobs/settled-run';
import { importJob } from './adapters/jobs/import-work';
import { definePlanDeadlineWork, planDeadlineJob } from './adapters/jobs/plan-deadline';
import { reminderLadderJob } from './adapters/jobs/reminder-ladder';
import { printRunJob } from './adapters/jobs/print-run';
import { createActStore } from './adapters/mongo/act-store';
import { createFeePlanStore } from './adapters/mongo/fee-plan-store';
import { createInvoiceStore } from './adapters/mongo/invoice-store';
import { createSourcesAt } from './adapters/mongo/known-at-store';
import { createLineLinkStore } from './adapters/mongo/line-link-store';
import { createLedgerStore } from './adapters/mongo/ledger-store';
import { migrations } from './adapters/mongo/migrations';
import { createPartReads } from './adapters/mongo/part-reads';
import { createFindPostedOn } from './adapters/mongo/posted-days';
import { createRecordStore } from './adapters/mongo/record-store';
import { createRunInputs, databaseTime } from './adapters/mongo/run-inputs';
import { createRunStore } from './adapters/mongo/run-store';
import { createStagedImportStore } from './adapters/mongo/staged-import-store';
import { createToldUnitStore } from './adapters/mongo/told-unit-store';
import { createActRules } from './application/accounting/act-rules';
import { createDraftExport } from './application/accounting/export-draft';
import { createFactsReader } from './application/accounting/known-facts-of';
import { createTaskList } from './application/accounting/tasks';
import { todayIn } from './application/accounting/today';
import { createTwoPersonActs } from './application/accounting/two-person-act';
import { createCollectionFigures } from './application/figures/record-collection-figures';
import { createPosting } from './application/ledger/post-difference';
import { createPlanCommands } from './application/plan/plan-commands';
import { createPlanView } from './application/plan/plan-view';
import { createDeadlineWatch } from './application/plan/watch-deadline';
import { createRecordWriter } from './application/records/write-records';
import { createBoardReport } from './application/report/board-report';
import { createApprover } from './application/runs/approve-run';
import { createRunCreator } from './application/runs/create-run';
import { createIssuer } from './application/runs/issue-run';
import { createListPlanner } from './application/runs/plan-list';
import { planBoardRun } from './application/runs/plan-board-run';
import { createRegistryTasks } from './application/registry-events/list-tasks';
import { createBankProfiles } from './compose/bank-profiles';
import { createImporting } from './compose/importing';
import { createRegistrySource } from './compose/registry-source';
import { createDocuments } from './compose/documents';
import { createReminders } from './compose/reminders';
import type { FeesConfig } from './config';

/** The whole service from its settings: the only place where parts are put together. */
export async function compose(config: FeesConfig, { logger }: { readonly logger: Logger }): Promise<ComposedService> {
  const core = await createServiceCore({ name: 'fees', config, topic: config.topic, migrations, logger });
  const { connection, metrics, log, runOnce, bus, relay, crashPoints } = core;

  const { registry, lookUpProjects, consuming, ensureIndexes } = createRegistrySource({
    ...{ connection, config, bus, logger, metrics, crashPoints },
  });
  const records = createRecordStore(connection);
  const runs = createRunStore(connection);
  const invoices = createInvoiceStore(connection);
  const ledger = createLedgerStore(connection);
  const acts = createActStore(connection);
  const tellCollection = createCollectionFigures({ log, told: createToldUnitStore(connection), records });
  const reads = createPartReads(connection);
  const staged = createStagedImportStore(connection);
  const post = createPosting({
    records,
    invoices,
    ledger,
    acts,
    links: createLineLinkStore(connection),
    reads,
    onPosted: async (session, board, { folded }, by) => {
      await tellCollection(session, board, folded, by);
    },
  });
  const write = createRecordWriter({ log, records, post, findUnderWay: staged.findUnderWay });
  const jobs = createJobs({
    connection,
    redisUrl: config.redisUrl,
    prefix: config.redisPrefix,
    logger,
    catalogue: [...RUN_JOBS, importJob, planDeadlineJob, reminderLadderJob, printRunJob],
    metrics,
    ...RUN_TIMING,
  });
  const requestWork = createRequestWork(jobs);
  const inputs = createRunInputs(connection);
  const planList = createListPlanner({
    connection,
    log,
    records,
    acts,
    invoices,
    runs,
    inputs,
    mostPerContract: config.mostInvoicesPerContract,
  });
  const issuer = createIssuer({ connection, log, invoices, runs, post, crashPoints });
  defineRunWork({ jobs, plan: planList, issuer });
  const bankProfiles = createBankProfiles({ connection, log, findUnderWay: staged.findUnderWay });
  const importer = createImporting({
    readStatement: bankProfiles.readStatement,
    ...{ connection, log, records, runOnce, write, post, reads, staged, jobs, crashPoints, registry, lookUpProjects },
    rowsAtOnce: config.importRowsAtOnce,
  });

  const facts = createFactsReader({ records, invoices, acts });
  const accounting = {
    records,
    invoices,
    acts,
    runs,
    facts,
    registry,
    tasks: createTaskList({ acts, facts, more: createRegistryTasks({ records, acts, registry }) }),
    today: () => todayIn({ now: () => instantFromDate(new Date()) }),
  };
  const twoPersonActs = createTwoPersonActs({ log, acts, runOnce, post, rules: createActRules(accounting) });

  const plans = createFeePlanStore(connection);
  const planRun = (board: string, through: Period) => planBoardRun({ records, invoices, acts }, { board, through, session: undefined });
  const { today } = accounting;
  const watch = createDeadlineWatch({ log, records, plans, inTransaction: (work) => inTransaction(connection, work) });
  const dayOf = (at: Instant) => todayIn({ now: () => at });
  definePlanDeadlineWork({ jobs, watch, boards: () => log.boards(), dayOf, logger });

  const checkBoard = createCheckBoard(log);
  const boardSources = { now: { records, invoices, acts }, sourcesAt: createSourcesAt({ connection, log, invoices, acts }) };

  return core.serve({
    routes: [
      ...createImportRoutes({ importer }),
      ...createRunRoutes({
        plan: planRun,
        create: createRunCreator({ log, runs, inputs, runOnce, requestWork, now: () => databaseTime(connection) }),
        approve: createApprover({ log, invoices, runs, runOnce, requestWork }),
        runs,
        settled: createSettledRun({ runs }),
      }),
      ...createReportRoutes({
        report: createBoardReport(boardSources.now, boardSources.sourcesAt),
        invoices,
        ledger,
        checkBoard,
      }),
      ...createAccountingRoutes({ ...accounting, twoPersonActs }),
      ...createPlanRoutes({
        commands: createPlanCommands({ log, records, facts, acts, plans, write, runOnce, today }),
        plans,
        view: createPlanView({ records, facts, planRun }),
        checkBoard,
        today,
      }),
      ...createDocuments({ connection, sources: boardSources, runs, log, runOnce, jobs, checkBoard }),
      ...createDraftRoutes({
        draft: createDraftExport({
          records,
          invoices,
          acts,
          findPostedOn: createFindPostedOn(connection),
          toXml: draftOfInvoice,
          toCorrectionXml: draftOfCorrection,
        }),
      }),
      ...bankProfiles.routes,
      ...createReminders({ connection, log, acts, facts, jobs, runOnce, checkBoard, today, dayOf, logger }),
      ...createLogRoutes({ log, relay, checkBoard }),
    ],
    prepare: ensureIndexes,
    parts: [consuming, jobs, createUnfinishedRuns({ jobs, runs, requestWork, logger })],
    info: { title: 'Fees', version: '1.0.0', description: 'Thu phí sử dụng hạ tầng – infrastructure fees' },
  });
}
