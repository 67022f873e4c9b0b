import type { Logger, Part } from '@kcn/service-kit';
import type { Importer } from '../../application/imports/importer';

export interface ImportResumerOptions {
  readonly importer: Importer;
  readonly logger: Logger;
  /** How often it looks for imports that another process left. Default 2,000. */
  readonly everyMs?: number;
}

/** Takes up imports whose process died; its lease on the board has to run out first. */
export function createImportResumer({ importer, logger, everyMs = 2_000 }: ImportResumerOptions): Part {
  let timer: NodeJS.Timeout | undefined;
  let current: Promise<void> = Promise.resolve();
  let stopped = false;

  async function look(): Promise<void> {
    try {
      const finished = await importer.resumeUnfinished();
      if (finished > 0) logger.info({ finished }, 'finished imports that were left unfinished');
    } catch (error) {
      logger.warn({ error }, 'could not go on with unfinished imports, trying again');
    }
    if (!stopped)
      timer = setTimeout(() => {
        current = look();
      }, everyMs);
  }

  return {
    name: 'imports',
    start: () => {
      current = look();
      return Promise.resolve();
    },
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await importer.stop();
      await current;
    },
  };
}
