export const PARK_KINDS = ['KCN', 'KCX', 'CCN', 'KKT'] as const;

/** PLANNED, APPROVED and LEASABLE set that area from their date on; LEVELLED adds an area; REMOVED ends planning and operation. */
export const PARK_EVENTS = ['PLANNED', 'APPROVED', 'LEASABLE', 'LEVELLED', 'OPERATING', 'REMOVED'] as const;
export type ParkEventType = (typeof PARK_EVENTS)[number];

const NEEDS_AREA: Readonly<Record<ParkEventType, boolean>> = {
  PLANNED: true,
  APPROVED: true,
  LEASABLE: true,
  LEVELLED: true,
  OPERATING: false,
  REMOVED: false,
};

/** Whether the event says nothing without an area. */
export const parkEventNeedsArea = (event: string): boolean => Object.hasOwn(NEEDS_AREA, event) && NEEDS_AREA[event as ParkEventType];
