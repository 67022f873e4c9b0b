import { until } from '../measure/until';

/** What the bench looks at of a board's status. */
interface BoardStatus {
  readonly settled: { readonly registry: number };
  readonly parked: number;
  readonly dead_letters: number;
}

export interface ReportingClient {
  /** Resolves once every registry event up to the position has had its effect. */
  waitUntilSettled(board: string, position: number, timeoutMs: number): Promise<BoardStatus>;
}

/** Reporting's HTTP API, as far as the bench needs it. */
export function createReportingClient(httpUrl: string, token: string): ReportingClient {
  /** Undefined as long as reporting has heard nothing of the board. */
  async function findStatus(board: string): Promise<BoardStatus | undefined> {
    const path = `/v1/boards/${board}/status`;
    const response = await fetch(`${httpUrl}${path}`, { headers: { authorization: `Bearer ${token}` } });
    if (response.status === 404) return undefined;
    if (!response.ok) throw new Error(`GET ${path}: ${response.status.toString()} ${await response.text()}`);
    return (await response.json()) as BoardStatus;
  }
  return {
    waitUntilSettled: (board, position, timeoutMs) =>
      until(
        `position ${position.toString()} of ${board} to be settled`,
        timeoutMs,
        async () => {
          const now = await findStatus(board);
          return now && now.settled.registry >= position ? now : undefined;
        },
        200,
      ),
  };
}
