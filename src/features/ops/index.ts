import type { Feature } from '../../platform/feature';
import { opsRoutes, type OpsDeps } from './ops.routes';

export const createOps = (deps: OpsDeps): Feature => ({ routes: opsRoutes(deps) });
