import { QueryClient } from '@tanstack/react-query';
import { isProblem } from './problem';

const RETRIES = 3;

/** Worth asking again: the server was not there, or could not answer just now. Without network the next try waits for it. */
const passing = (error: unknown): boolean => isProblem(error) && (error.status === 0 || error.status >= 502);

/**
 * Answers stay good until an event or a reconnect says otherwise. Without network, queries wait for it; what a person does
 * fails at once and says so: an order to send, held back for minutes, must not go out by itself.
 */
export const createQueryClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: { staleTime: 30_000, retry: (failures, error) => passing(error) && failures < RETRIES, refetchOnWindowFocus: false },
      mutations: { networkMode: 'always', retry: false },
    },
  });
