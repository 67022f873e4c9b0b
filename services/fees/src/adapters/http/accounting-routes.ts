import type { PlainDate } from '@kcn/kernel';
import type { Route } from '@kcn/service-kit';
import type { Acts } from '../../application/accounting/act';
import type { AdjustmentPorts } from '../../application/accounting/adjustments';
import type { ReadFacts } from '../../application/accounting/known-facts-of';
import type { TaskList } from '../../application/accounting/tasks';
import type { TwoPersonActs } from '../../application/accounting/two-person-act';
import type { RegistryCopy } from '../../application/registry-events/ports';
import { createActAnswers } from './act-answers';
import { createActRoutes } from './act-routes';
import { createArrearsRoutes } from './arrears-routes';
import { createContractRoutes } from './contract-routes';
import { createCorrectionRoutes } from './correction-routes';
import { createLineRoutes } from './line-routes';
import { createMonthRoutes } from './month-routes';
import { createRefundRoutes } from './refund-routes';

export interface AccountingRoutesOptions extends AdjustmentPorts {
  readonly twoPersonActs: TwoPersonActs;
  readonly acts: Acts;
  readonly facts: ReadFacts;
  readonly tasks: TaskList;
  readonly today: () => PlainDate;
  readonly registry: RegistryCopy;
}

/** What people do beside files and runs. */
export function createAccountingRoutes({ twoPersonActs, ...options }: AccountingRoutesOptions): Route[] {
  const answers = createActAnswers({ acts: twoPersonActs, store: options.acts });
  return [
    ...createActRoutes({ acts: twoPersonActs, store: options.acts, answers, tasks: options.tasks }),
    ...createMonthRoutes({ ...options, answers }),
    ...createLineRoutes({ ...options, answers }),
    ...createCorrectionRoutes({ ...options, answers }),
    ...createArrearsRoutes({ ...options, answers }),
    ...createContractRoutes({ ...options, answers }),
    ...createRefundRoutes({ ...options, answers }),
  ];
}
