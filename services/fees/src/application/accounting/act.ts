import type { PlainDate } from '@kcn/kernel';
import type { Session } from '@kcn/messaging';
import type { InterestNote, Refund, WriteOff } from '../../domain/collection/facts';
import type { CashReceipt, CashReturn } from '../../domain/collection/cash-receipt';
import type { InstalmentAgreement } from '../../domain/arrears/instalment-agreement';
import type { CorrectionMethod } from '../../domain/invoices/adjustment';
import type { Invoice } from '../../domain/invoices/invoice';

/** Names a bank line or a cash receipt. */
export interface LineName {
  readonly account: string;
  readonly bankRef: string;
}

/** What a person decides that a line pays. Money in đồng. */
export interface DecisionContent extends LineName {
  readonly kind: 'decision';
  readonly does: 'ALLOCATE' | 'REVERSE' | 'LEAVE';
  readonly allocations: readonly { readonly invoice: string; readonly amount: bigint }[];
  readonly credits: readonly { readonly contractNo: string; readonly amount: bigint }[];
  /** REVERSE: the reference that the line takes back; '' otherwise. */
  readonly undoes: string;
}

/** Takes a match away: a person's decision gives way to the rules, and what the rules matched pays nothing. */
export interface UndoContent extends LineName {
  readonly kind: 'undo';
  readonly does: 'AUTOMATIC' | 'LEAVE';
  /** The act whose decision it takes back; '' where the rules had matched. */
  readonly undone: string;
}

/** An invoice that corrects another, in the number series of its creditor. */
export interface AdjustmentContent {
  readonly kind: 'adjustment';
  /** `{adjusts}-A{n}` */
  readonly code: string;
  readonly adjusts: string;
  readonly method: CorrectionMethod;
  /** The buyer's written agreement. */
  readonly agreement: string;
  readonly contractNo: string;
  readonly period: string;
  readonly parkCode: string;
  readonly service: Invoice['service'];
  readonly enterpriseTaxCode: string;
  readonly enterpriseName: string;
  readonly invoiceDate: PlainDate;
  readonly dueDate: PlainDate;
  readonly net: bigint;
  readonly vatPercent: string;
  readonly vat: bigint;
  readonly total: bigint;
  readonly creditor: string;
  readonly symbol: string;
  readonly year: number;
  /** 0 until it is confirmed. */
  readonly number: number;
  /** What the invoice should be; undefined where nothing is owed. */
  readonly corrected: Invoice | undefined;
}

export interface ExemptionContent {
  readonly kind: 'exemption';
  readonly contractNo: string;
  readonly from: PlainDate;
  readonly to: PlainDate;
  /** Exact decimal; '' where an amount is given. */
  readonly percent: string;
  readonly amount: string;
  readonly currency: string;
  readonly decisionNo: string;
}

/** Credit that is paid back. */
export interface RefundContent extends Omit<Refund, 'id' | 'day'> {
  readonly kind: 'refund';
  readonly paidOn: PlainDate;
  /** Of cash; '' otherwise. */
  readonly cashBox: string;
  /** Of cash, once it is confirmed; '' otherwise. */
  readonly voucherNo: string;
  readonly receiver: string;
  readonly decisionNo: string;
}

/** Everything that people do beside files and runs. */
export type ActContent =
  | { readonly kind: 'closing'; readonly month: string }
  | { readonly kind: 'reopening'; readonly month: string }
  | DecisionContent
  | UndoContent
  | AdjustmentContent
  | ExemptionContent
  | ({ readonly kind: 'interest-note' } & InterestNote)
  | ({ readonly kind: 'write-off'; readonly decisionNo: string } & Omit<WriteOff, 'id'>)
  | ({ readonly kind: 'cash-receipt'; readonly payer: string } & CashReceipt)
  | ({ readonly kind: 'agreement' } & InstalmentAgreement)
  | { readonly kind: 'billing-from'; readonly date: PlainDate }
  | { readonly kind: 'task-done'; readonly task: string }
  | { readonly kind: 'contract-end'; readonly contractNo: string; readonly end: PlainDate | '' }
  | RefundContent
  | ({ readonly kind: 'receipt-return' } & CashReturn);

export type ActKind = ActContent['kind'];
export type ContentOf<K extends ActKind> = Extract<ActContent, { readonly kind: K }>;

/** proposed: waits for another person; confirmed: in force. */
export type ActState = 'proposed' | 'confirmed' | 'rejected';

export interface Act<C extends ActContent = ActContent> {
  readonly id: string;
  readonly content: C;
  /** What it is about; of one kind and subject only one waits at a time. */
  readonly subject: string;
  readonly state: ActState;
  readonly reason: string;
  readonly proposer: string;
  readonly proposedAt: Date;
  /** Who confirmed or rejected it; undefined while it waits and where it needs nobody else. */
  readonly decider: string | undefined;
  readonly decidedAt: Date | undefined;
  /** Of the event that brought it to this state; of two acts in force the later has the higher. */
  readonly position: number;
}

export interface Acts {
  insert(session: Session, board: string, acts: readonly Act[]): Promise<void>;
  /** Puts the decided act in the place of the proposed one. */
  decide(session: Session, board: string, act: Act): Promise<void>;
  find(session: Session | undefined, board: string, id: string): Promise<Act | undefined>;
  findProposed(session: Session, board: string, name: Pick<Act, 'subject'> & { readonly kind: ActKind }): Promise<Act | undefined>;
  /** In the order in which they came into force. */
  inForce(session: Session | undefined, board: string): Promise<Act[]>;
  list(board: string, state: ActState | undefined): Promise<Act[]>;
}

/** Those of one kind, in the given order. */
export const actsOf = <K extends ActKind>(kind: K, acts: readonly Act[]): Act<ContentOf<K>>[] =>
  acts.filter((act): act is Act<ContentOf<K>> => act.content.kind === kind);
