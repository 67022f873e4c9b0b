/** Services beside the registry that tell figures of their own: their events carry facts, which are taken as they are said. */
export const FED_LOGS = ['fees', 'emulation'] as const;
export type FedLog = (typeof FED_LOGS)[number];

/** A log of another service that facts come from. Each has its own positions. */
export type SourceLog = 'registry' | FedLog;

const MEASURES: Readonly<Record<FedLog, string>> = { fees: 'FEE.', emulation: 'EMU.' };

/** Whose facts a measure is made of. */
export const logOfMeasure = (measure: string): SourceLog => FED_LOGS.find((log) => measure.startsWith(MEASURES[log])) ?? 'registry';
