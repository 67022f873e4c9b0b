/**
 * The one table that says what each record counts as. A line names a measure and what is added to it on the record's day;
 * `project-steps.ts`, `project-quarters.ts`, `park-facts.ts` and `lease-facts.ts` only walk the records and apply it.
 * Measures are catalogue codes, ENT.RESP.IN-TIME alone exists only for the ratio ENT.RESP.
 */

/** A step in a project's life as the table sees it: what the project was before it and is after it. */
export interface StepChange {
  /** Amount of the certificate or of the event, in smallest parts of the certificate's currency. */
  readonly amount: bigint;
  readonly before: ProjectStanding;
  readonly after: ProjectStanding;
}

export interface ProjectStanding {
  readonly inForce: boolean;
  readonly operating: boolean;
  /** Registered capital; 0 when not in force. */
  readonly registered: bigint;
}

export interface StepLine {
  readonly measure: string;
  readonly unit: 'project' | 'turn' | 'currency';
  readonly value: (step: StepChange) => bigint;
  /** Change in the number of contributing records. */
  readonly n: (step: StepChange) => number;
}

const bit = (yes: boolean): number => (yes ? 1 : 0);
const always = (): number => 1;
const inForceChange = ({ before, after }: StepChange): number => bit(after.inForce) - bit(before.inForce);
const operatingChange = ({ before, after }: StepChange): number => bit(after.operating) - bit(before.operating);

/** +1 project, or +1 turn. */
const project = (measure: string): StepLine => ({ measure, unit: 'project', value: () => 1n, n: always });
const turn = (measure: string): StepLine => ({ measure, unit: 'turn', value: () => 1n, n: always });
/** + the amount of the certificate or event. */
const amount = (measure: string): StepLine => ({ measure, unit: 'currency', value: (step) => step.amount, n: always });
/** + what was registered until this step. */
const registeredBefore = (measure: string): StepLine => ({ measure, unit: 'currency', value: (step) => step.before.registered, n: always });
/** Stocks: the change that the step makes. */
const stockN: StepLine = { measure: 'INV.STOCK.N', unit: 'project', value: (s) => BigInt(inForceChange(s)), n: inForceChange };
const stockCap: StepLine = {
  measure: 'INV.STOCK.CAP',
  unit: 'currency',
  value: (s) => s.after.registered - s.before.registered,
  n: inForceChange,
};
const operN: StepLine = { measure: 'INV.OPER.N', unit: 'project', value: (s) => BigInt(operatingChange(s)), n: operatingChange };

const termination: readonly StepLine[] = [project('INV.TERM.N'), registeredBefore('INV.TERM.CAP'), stockN, stockCap, operN];

/** projects.csv (ISSUED, on issued_on) and project-events.csv (the event's type, on its date). */
export const PROJECT_STEPS = {
  ISSUED: [project('INV.NEW.N'), amount('INV.NEW.CAP'), stockN, stockCap],
  ADJUST_INC: [turn('INV.INC.T'), amount('INV.INC.CAP'), stockCap, turn('INV.ADJ.T')],
  ADJUST_DEC: [turn('INV.DEC.T'), amount('INV.DEC.CAP'), stockCap, turn('INV.ADJ.T')],
  ADJUST_NAME: [turn('INV.ADJ.T')],
  ADJUST_OTHER: [turn('INV.ADJ.T')],
  EXTEND: [turn('INV.ADJ.T')],
  TRANSFER: [turn('INV.ADJ.T')],
  START_OPERATION: [project('INV.OPER.NEW.N'), operN],
  SUSPEND: [operN],
  RESUME: [operN],
  TERMINATE_VOL: termination,
  TERMINATE_EXP: termination,
  TERMINATE_FORCED: termination,
} as const satisfies Record<string, readonly StepLine[]>;
export type ProjectStep = keyof typeof PROJECT_STEPS;

/**
 * implemented-capital.csv. `flow` counts on the quarter's last day, whatever has become of the project; `stock` counts
 * from that day (from the issue, where that is later) as long as the project is in force.
 */
export const IMPLEMENTED_CAPITAL = { flow: 'INV.IMPL.CAP', stock: 'INV.IMPL.CUM' } as const;

/** What a column of a report gives. undefined: the cell is empty and counts nowhere. */
type ReportCell = (report: ReportAmounts) => bigint | undefined;
export interface ReportAmounts {
  readonly exportUsd?: bigint | undefined;
  readonly importUsd?: bigint | undefined;
  readonly budgetVnd?: bigint | undefined;
  readonly labourVn?: bigint | undefined;
  readonly labourForeign?: bigint | undefined;
  readonly labourFemale?: bigint | undefined;
}

/** enterprise-reports.csv, flows: on the quarter's last day. */
export const REPORT_FLOWS: readonly { readonly measure: string; readonly unit: string; readonly cell: ReportCell }[] = [
  { measure: 'ENT.EXP', unit: 'USD', cell: (r) => r.exportUsd },
  { measure: 'ENT.IMP', unit: 'USD', cell: (r) => r.importUsd },
  { measure: 'ENT.BUDGET', unit: 'VND', cell: (r) => r.budgetVnd },
];

/** enterprise-reports.csv, the revenue: on the quarter's last day, converted into USD by the rate of that day. */
export const REPORT_REVENUE = { measure: 'ENT.REV', unit: 'USD' } as const;

/** enterprise-reports.csv, submitted before the 10th of the month after the quarter: on the quarter's last day. */
export const REPORT_IN_TIME = { measure: 'ENT.RESP.IN-TIME', unit: 'report' } as const;

/** enterprise-reports.csv, labour: from the quarter's last day until the next report's quarter ends, while the project is in force. */
export const REPORT_LABOUR: readonly { readonly measure: string; readonly cell: ReportCell }[] = [
  {
    measure: 'ENT.LAB',
    cell: (r) => (r.labourVn === undefined && r.labourForeign === undefined ? undefined : (r.labourVn ?? 0n) + (r.labourForeign ?? 0n)),
  },
  { measure: 'ENT.LAB.F', cell: (r) => r.labourFemale },
  { measure: 'ENT.LAB.FOR', cell: (r) => r.labourForeign },
];

/** A park on a day. Areas are those last set, in smallest parts of a hectare. */
export interface ParkStanding {
  readonly planned: boolean;
  readonly operating: boolean;
  readonly hasPlant: boolean;
  readonly plannedArea?: bigint;
  readonly approvedArea?: bigint;
  readonly leasableArea?: bigint;
}

/**
 * park-events.csv and wastewater-plants.csv, stocks: what a park counts as while it stands so (undefined: not at all).
 * Each event adds the difference that it makes.
 */
export const PARK_STOCKS: readonly {
  readonly measure: string;
  readonly unit: 'park' | 'ha';
  readonly value: (park: ParkStanding) => bigint | undefined;
}[] = [
  { measure: 'INF.PLAN.N', unit: 'park', value: (p) => (p.planned ? 1n : undefined) },
  { measure: 'INF.PARK.N', unit: 'park', value: (p) => (p.operating ? 1n : undefined) },
  { measure: 'INF.WWTP.N', unit: 'park', value: (p) => (p.operating && p.hasPlant ? 1n : undefined) },
  { measure: 'LAND.PLAN', unit: 'ha', value: (p) => (p.planned ? p.plannedArea : undefined) },
  { measure: 'LAND.APPR', unit: 'ha', value: (p) => (p.operating ? p.approvedArea : undefined) },
  { measure: 'LAND.LEASABLE', unit: 'ha', value: (p) => (p.operating ? p.leasableArea : undefined) },
];

/** park-events.csv, LEVELLED: adds its area on its day, whatever the state of the park. */
export const PARK_LEVELLED = { measure: 'LAND.LEVELLED', unit: 'ha' } as const;

/** wastewater-plants.csv: each row adds a module on its day, whatever the state of the park. */
export const PLANT_CAPACITY = { measure: 'INF.WWTP.CAP', unit: 'm3/day' } as const;

/** leases.csv, kind LAND, in any park: from `from` up to and including `to`. Leases of halls (FACTORY) count nowhere. */
export const LEASED_LAND = { measure: 'LAND.LEASED', unit: 'ha', leaseKind: 'LAND' } as const;
