/** Whether a part does its work, and if not, why; a service's /health/ready collects these. */
export interface Readiness {
  readonly ready: boolean;
  /** For operators, English. */
  readonly reason?: string;
}
