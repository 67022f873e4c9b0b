import type { BinaryReader, BinaryWriter } from '@bufbuild/protobuf/wire';
import { FigureFactsRecorded } from '../gen/kcn/common/v1/figure_facts';
import * as emulationAwards from '../gen/kcn/emulation/v1/award_events';
import * as emulation from '../gen/kcn/emulation/v1/events';
import * as emulationYear from '../gen/kcn/emulation/v1/year_events';
import * as fees from '../gen/kcn/fees/v1/events';
import * as registry from '../gen/kcn/registry/v1/events';
import * as reporting from '../gen/kcn/reporting/v1/events';
import { recordKey, units } from './record-kinds';
import type { RegistryKind } from './record-kinds';

/** What a generated message offers; all that the platform needs to write and read it. */
export interface MessageCodec<T> {
  encode(message: T, writer?: BinaryWriter): BinaryWriter;
  decode(input: BinaryReader | Uint8Array, length?: number): T;
  toJSON(message: T): unknown;
  fromJSON(object: unknown): T;
}

/** Content of each kind of registry record. */
export interface RegistryContent {
  board: registry.BoardRecorded;
  parks: registry.ParkRecorded;
  'park-events': registry.ParkEventRecorded;
  'wastewater-plants': registry.WastewaterPlantRecorded;
  projects: registry.ProjectRecorded;
  'project-events': registry.ProjectEventRecorded;
  'implemented-capital': registry.ImplementedCapitalRecorded;
  leases: registry.LeaseRecorded;
  'enterprise-reports': registry.EnterpriseReportRecorded;
  'exchange-rates': registry.ExchangeRateRecorded;
}

export interface RecordEvent<T> {
  /** Fully qualified message name, the CloudEvents type. */
  readonly type: string;
  readonly codec: MessageCodec<T>;
  /** The record's key within its kind (FORMATS §1). */
  readonly keyOf: (content: T) => string;
  /** The unit (aggregate) the record belongs to. */
  readonly unitOf: (content: T) => string;
}

/** The event that carries each kind of registry record. */
export const registryRecordEvents: { readonly [K in RegistryKind]: RecordEvent<RegistryContent[K]> } = {
  board: { type: 'kcn.registry.v1.BoardRecorded', codec: registry.BoardRecorded, keyOf: () => 'board', unitOf: () => units.board() },
  parks: {
    type: 'kcn.registry.v1.ParkRecorded',
    codec: registry.ParkRecorded,
    keyOf: (c) => recordKey([c.parkCode]),
    unitOf: (c) => units.park(c.parkCode),
  },
  'park-events': {
    type: 'kcn.registry.v1.ParkEventRecorded',
    codec: registry.ParkEventRecorded,
    keyOf: (c) => recordKey([c.parkCode, c.date, c.event]),
    unitOf: (c) => units.park(c.parkCode),
  },
  'wastewater-plants': {
    type: 'kcn.registry.v1.WastewaterPlantRecorded',
    codec: registry.WastewaterPlantRecorded,
    keyOf: (c) => recordKey([c.parkCode, c.plant, c.date]),
    unitOf: (c) => units.park(c.parkCode),
  },
  projects: {
    type: 'kcn.registry.v1.ProjectRecorded',
    codec: registry.ProjectRecorded,
    keyOf: (c) => recordKey([c.projectCode]),
    unitOf: (c) => units.project(c.projectCode),
  },
  'project-events': {
    type: 'kcn.registry.v1.ProjectEventRecorded',
    codec: registry.ProjectEventRecorded,
    keyOf: (c) => recordKey([c.projectCode, c.date, String(c.seq)]),
    unitOf: (c) => units.project(c.projectCode),
  },
  'implemented-capital': {
    type: 'kcn.registry.v1.ImplementedCapitalRecorded',
    codec: registry.ImplementedCapitalRecorded,
    keyOf: (c) => recordKey([c.projectCode, c.period]),
    unitOf: (c) => units.project(c.projectCode),
  },
  leases: {
    type: 'kcn.registry.v1.LeaseRecorded',
    codec: registry.LeaseRecorded,
    keyOf: (c) => recordKey([c.leaseNo]),
    unitOf: (c) => units.lease(c.leaseNo),
  },
  'enterprise-reports': {
    type: 'kcn.registry.v1.EnterpriseReportRecorded',
    codec: registry.EnterpriseReportRecorded,
    keyOf: (c) => recordKey([c.projectCode, c.period]),
    unitOf: (c) => units.project(c.projectCode),
  },
  'exchange-rates': {
    type: 'kcn.registry.v1.ExchangeRateRecorded',
    codec: registry.ExchangeRateRecorded,
    keyOf: (c) => recordKey([c.date, c.currency]),
    unitOf: (c) => units.rate(c.currency),
  },
};

/** The registry event that ends a record. */
export const registryRecordWithdrawn = { type: 'kcn.registry.v1.RecordWithdrawn', codec: registry.RecordWithdrawn } as const;

/** Reporting's own events. */
export const reportingEvents = {
  indicatorValue: { type: 'kcn.reporting.v1.IndicatorValueRecorded', codec: reporting.IndicatorValueRecorded },
  planTarget: { type: 'kcn.reporting.v1.PlanTargetRecorded', codec: reporting.PlanTargetRecorded },
  catalogueIndicator: { type: 'kcn.reporting.v1.CatalogueIndicatorRecorded', codec: reporting.CatalogueIndicatorRecorded },
  recordWithdrawn: { type: 'kcn.reporting.v1.RecordWithdrawn', codec: reporting.RecordWithdrawn },
  summaryPublished: { type: 'kcn.reporting.v1.SummaryPublished', codec: reporting.SummaryPublished },
} as const;

/** Emulation's own events. */
export const emulationEvents = {
  blocTaken: { type: 'kcn.emulation.v1.BlocTaken', codec: emulation.BlocTaken },
  sheetSigned: { type: 'kcn.emulation.v1.SheetSigned', codec: emulation.SheetSigned },
  sheetJudged: { type: 'kcn.emulation.v1.SheetJudged', codec: emulation.SheetJudged },
  sheetRead: { type: 'kcn.emulation.v1.SheetRead', codec: emulation.SheetRead },
  keysPinned: { type: 'kcn.emulation.v1.MemberKeysPinned', codec: emulation.MemberKeysPinned },
  keysLearned: { type: 'kcn.emulation.v1.MemberKeysLearned', codec: emulation.MemberKeysLearned },
  figuresAgreed: { type: 'kcn.emulation.v1.FiguresAgreed', codec: emulation.FiguresAgreed },
  leaderRecordSigned: { type: 'kcn.emulation.v1.LeaderRecordSigned', codec: emulation.LeaderRecordSigned },
  leaderRecordJudged: { type: 'kcn.emulation.v1.LeaderRecordJudged', codec: emulation.LeaderRecordJudged },
  scored: { type: 'kcn.emulation.v1.EmulationScored', codec: emulation.EmulationScored },
  ranked: { type: 'kcn.emulation.v1.EmulationRanked', codec: emulation.EmulationRanked },
} as const;

/** What happens in a bloc's year. */
export const emulationYearEvents = {
  stepTaken: { type: 'kcn.emulation.v1.CycleStepTaken', codec: emulationYear.CycleStepTaken },
  yearPlanSet: { type: 'kcn.emulation.v1.YearPlanSet', codec: emulationYear.YearPlanSet },
  pledgeSigned: { type: 'kcn.emulation.v1.PledgeSigned', codec: emulationYear.PledgeSigned },
  targetsRegistered: { type: 'kcn.emulation.v1.TargetsRegistered', codec: emulationYear.TargetsRegistered },
  movementLaunched: { type: 'kcn.emulation.v1.MovementLaunched', codec: emulationYear.MovementLaunched },
  membershipSet: { type: 'kcn.emulation.v1.MembershipSet', codec: emulationYear.MembershipSet },
  stepReminded: { type: 'kcn.emulation.v1.StepReminded', codec: emulationYear.StepReminded },
  valueSet: { type: 'kcn.emulation.v1.ScoreValueSet', codec: emulationYear.ScoreValueSet },
  evidenceAdded: { type: 'kcn.emulation.v1.EvidenceAdded', codec: emulationYear.EvidenceAdded },
  frozen: { type: 'kcn.emulation.v1.RankingFrozen', codec: emulationYear.RankingFrozen },
  published: { type: 'kcn.emulation.v1.RankingPublished', codec: emulationYear.RankingPublished },
  appealFiled: { type: 'kcn.emulation.v1.AppealFiled', codec: emulationYear.AppealFiled },
  appealDecided: { type: 'kcn.emulation.v1.AppealDecided', codec: emulationYear.AppealDecided },
  voteOpened: { type: 'kcn.emulation.v1.VoteOpened', codec: emulationYear.VoteOpened },
  rollMarked: { type: 'kcn.emulation.v1.RollMarked', codec: emulationYear.RollMarked },
  voteClosed: { type: 'kcn.emulation.v1.VoteClosed', codec: emulationYear.VoteClosed },
  rescoreOffered: { type: 'kcn.emulation.v1.RescoreOffered', codec: emulationYear.RescoreOffered },
} as const;

/** Awards of a bloc and of enterprises. */
export const emulationAwardEvents = {
  granted: { type: 'kcn.emulation.v1.AwardsGranted', codec: emulationAwards.AwardsGranted },
  revoked: { type: 'kcn.emulation.v1.AwardRevoked', codec: emulationAwards.AwardRevoked },
  nominated: { type: 'kcn.emulation.v1.NominationRecorded', codec: emulationAwards.NominationRecorded },
  meetingRecorded: { type: 'kcn.emulation.v1.BlocMeetingRecorded', codec: emulationAwards.BlocMeetingRecorded },
} as const;

/** The fee service's own events. */
export const feesEvents = {
  record: { type: 'kcn.fees.v1.FeeRecordRecorded', codec: fees.FeeRecordRecorded },
  runCreated: { type: 'kcn.fees.v1.BillingRunCreated', codec: fees.BillingRunCreated },
  runApproved: { type: 'kcn.fees.v1.BillingRunApproved', codec: fees.BillingRunApproved },
  invoiceIssued: { type: 'kcn.fees.v1.InvoiceIssued', codec: fees.InvoiceIssued },
  planProposed: { type: 'kcn.fees.v1.FeePlanProposed', codec: fees.FeePlanProposed },
  planLineEdited: { type: 'kcn.fees.v1.FeePlanLineEdited', codec: fees.FeePlanLineEdited },
  planSubmitted: { type: 'kcn.fees.v1.FeePlanSubmitted', codec: fees.FeePlanSubmitted },
  planReturned: { type: 'kcn.fees.v1.FeePlanReturned', codec: fees.FeePlanReturned },
  planApproved: { type: 'kcn.fees.v1.FeePlanApproved', codec: fees.FeePlanApproved },
  planRevised: { type: 'kcn.fees.v1.FeePlanRevised', codec: fees.FeePlanRevised },
  planReminded: { type: 'kcn.fees.v1.FeePlanReminded', codec: fees.FeePlanReminded },
  reminderGiven: { type: 'kcn.fees.v1.ReminderGiven', codec: fees.ReminderGiven },
  bankProfileSet: { type: 'kcn.fees.v1.BankProfileSet', codec: fees.BankProfileSet },
  actProposed: { type: 'kcn.fees.v1.AccountingActProposed', codec: fees.AccountingActProposed },
  actConfirmed: { type: 'kcn.fees.v1.AccountingActConfirmed', codec: fees.AccountingActConfirmed },
  actRejected: { type: 'kcn.fees.v1.AccountingActRejected', codec: fees.AccountingActRejected },
} as const;

/** What any service but the registry says for a board's figures, on its own topic; the event's aggregate is `content.unit`. */
export const figureFactsRecorded = { type: 'kcn.common.v1.FigureFactsRecorded', codec: FigureFactsRecorded } as const;

const kindByType = new Map<string, RegistryKind>(
  Object.entries(registryRecordEvents).map(([kind, event]) => [event.type, kind as RegistryKind]),
);

/** The kind of record an event type carries, undefined for RecordWithdrawn and for types this version does not know. */
export const findRegistryKind = (type: string): RegistryKind | undefined => kindByType.get(type);

/** Kafka topics, one per service and version, a dead-letter topic beside each. */
export const topics = {
  registry: 'kcn.registry.v1',
  fees: 'kcn.fees.v1',
  reporting: 'kcn.reporting.v1',
  emulation: 'kcn.emulation.v1',
} as const;
export const deadLetterTopic = (topic: string): string => `${topic}.dlt`;
