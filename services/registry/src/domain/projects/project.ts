/** Certificate of registration (from 1 July 2015), investment certificate, licence, policy approval alone, none. */
export const REGISTRATION_KINDS = ['GCNDKDT', 'GCNDT', 'GPDT', 'POLICY', 'NONE'] as const;

export const CAPITAL_KINDS = ['FDI', 'DDI'] as const;
export type CapitalKind = (typeof CAPITAL_KINDS)[number];

export const isCapitalKind = (text: string): text is CapitalKind => text === 'FDI' || text === 'DDI';

/** FDI and DDI are kept in one currency each and never added. */
export const CAPITAL_CURRENCY: Readonly<Record<CapitalKind, string>> = { FDI: 'USD', DDI: 'VND' };

/** The national system's codes have ten digits; older papers keep their own numbers, whatever they look like. */
export const requiresTenDigitCode = (registrationKind: string, issuedOn: string): boolean =>
  registrationKind === 'GCNDKDT' && issuedOn >= '2015-07-01';
