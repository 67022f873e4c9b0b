import { join } from 'node:path';
import { startChild } from '../measure/child-process';
import type { RunningChild } from '../measure/child-process';
import type { RelaySettings } from './relay.main';

export const startRelay = (settings: RelaySettings): Promise<RunningChild> =>
  startChild({
    name: 'relay',
    command: process.execPath,
    args: [join(__dirname, 'relay.main.js'), JSON.stringify(settings)],
    readyLine: /^relay started/,
  });
