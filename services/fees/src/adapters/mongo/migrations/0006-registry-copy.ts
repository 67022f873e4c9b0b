import { createCollectionsMigration } from '@kcn/messaging';
import { REGISTRY_LEASE_CHANGES, REGISTRY_LEASES, REGISTRY_PARKS, REGISTRY_PROJECTS } from '../registry-store';

/** What fees keeps of the registry's projects, leases and parks. */
export const registryCopyMigration = createCollectionsMigration({
  name: '0006-registry-copy',
  indexes: {
    [REGISTRY_PROJECTS]: [{ board: 1 }],
    [REGISTRY_LEASES]: [{ board: 1, project: 1 }],
    [REGISTRY_LEASE_CHANGES]: [{ board: 1, day: 1 }],
    [REGISTRY_PARKS]: [{ board: 1 }],
  },
});
