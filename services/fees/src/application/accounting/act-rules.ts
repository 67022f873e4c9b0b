import type { PlainDate } from '@kcn/kernel';
import { adjustmentRule } from './adjustments';
import type { AdjustmentPorts } from './adjustments';
import { agreementRule } from './agreements';
import { billingFromRule } from './board-settings';
import { cashReceiptRule } from './cash-receipts';
import { contractEndRule } from './contract-ends';
import { exemptionRule } from './exemptions';
import { interestNoteRule } from './interest-notes';
import { decisionRule, undoRule } from './line-decisions';
import { closingRule, reopeningRule } from './months';
import { receiptReturnRule } from './receipt-returns';
import { refundRule } from './refunds';
import type { Runs } from '../ports';
import { taskDoneRule } from './tasks';
import type { TaskList } from './tasks';
import type { ReadFacts } from './known-facts-of';
import type { ActRules } from './two-person-act';
import { writeOffRule } from './write-offs';

export interface ActRulesOptions extends AdjustmentPorts {
  readonly runs: Pick<Runs, 'findIssuing' | 'reserve'>;
  /** Everything known of a board, with what people did. */
  readonly facts: ReadFacts;
  readonly tasks: TaskList;
  readonly today: () => PlainDate;
}

/** What holds for each kind of act. */
export const createActRules = (options: ActRulesOptions): ActRules => ({
  closing: closingRule(options),
  reopening: reopeningRule(options),
  decision: decisionRule(options),
  undo: undoRule(options),
  adjustment: adjustmentRule(options),
  exemption: exemptionRule(options),
  'interest-note': interestNoteRule(options),
  'write-off': writeOffRule(options),
  'cash-receipt': cashReceiptRule(options),
  agreement: agreementRule(options),
  'billing-from': billingFromRule,
  'task-done': taskDoneRule(options),
  'contract-end': contractEndRule(options),
  refund: refundRule(options),
  'receipt-return': receiptReturnRule(options),
});
