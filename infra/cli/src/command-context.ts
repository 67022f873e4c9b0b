import type { ServiceClient } from './api/service-client';
import { createServiceClient } from './api/service-client';
import type { Screen } from './output/screen';
import type { Settings } from './settings';
import type { Part } from './token/access';
import { createAccess } from './token/access';

/** What a command works with. */
export interface CommandContext {
  readonly settings: Settings;
  readonly screen: Screen;
  readonly registry: ServiceClient;
  readonly reporting: ServiceClient;
}

export function createCommandContext(settings: Settings, screen: Screen, part: Part): CommandContext {
  const token = createAccess(settings, part);
  return {
    settings,
    screen,
    registry: createServiceClient({ baseUrl: settings.registryUrl, token }),
    reporting: createServiceClient({ baseUrl: settings.reportingUrl, token }),
  };
}
