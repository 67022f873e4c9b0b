/** What the shell gets; the numbers above 63 are those of sysexits. */
export const exitCodes = {
  done: 0,
  /** The platform refused, a check failed, or what was waited for did not come. */
  refused: 1,
  /** What was created waits for a second person. */
  waiting: 3,
  /** The command was written wrongly; nothing was sent. */
  usage: 64,
  /** A service does not answer, or says that it cannot for the moment. */
  unreachable: 69,
  /** A fault of this program. */
  bug: 70,
  /** Something is missing on this machine: no token, no key to make one. */
  configuration: 78,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
