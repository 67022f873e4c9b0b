// node infra/local/keys.mjs – makes the key pair, the JWKS file and the service token that docker-compose.yml mounts.
import { prepare, runMain } from './bootstrap/bootstrap.mjs';

await runMain(() => prepare({ workspaces: ['@kcn/local'] }).runKeys());
