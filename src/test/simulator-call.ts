import { companyId, connectionId } from '../kernel/ids';
import type { Call } from '../platform/channels/simulator';

/** A message to the simulator, of connection 1. */
export const call = (reference: string, over: Partial<Call> = {}): Call => ({
  companyId: companyId().parse(1),
  connectionId: connectionId().parse(1),
  to: '5511987654321',
  isGroup: false,
  reference,
  body: 'Olá',
  mediaName: null,
  ...over,
});
