import type { Goal, GoalId } from '../measure/goal';
import { c1RegistryPost } from './c1-registry-post';
import { c10Footprint } from './c10-footprint';
import { c2RelayDrain } from './c2-relay-drain';
import { c3Latency } from './c3-latency';
import { c4Consumer } from './c4-consumer';
import { c5BillingRun } from '../fees/c5-billing-run';
import { c6ReportRefresh } from './c6-report-refresh';
import { c7Grpc } from './c7-grpc';
import { c9BulkImport } from './c9-bulk-import';
import { e1Pull } from '../emulation/e1-pull';

const ALL: readonly Goal[] = [
  c1RegistryPost,
  c2RelayDrain,
  c3Latency,
  c4Consumer,
  c5BillingRun,
  c6ReportRefresh,
  c7Grpc,
  c9BulkImport,
  c10Footprint,
  e1Pull,
];

export const findGoals = (ids: readonly GoalId[]): Goal[] => ALL.filter((goal) => ids.includes(goal.id));
