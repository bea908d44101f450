/** One request with the session's token: renewed and repeated when it has expired, and its refusal thrown as a problem. */
import { learnServerTime } from './clock';
import { lostNetwork } from './network';
import { networkDown, problemFrom } from './problem';
import { access } from './session';

/** What the server says to an expired token, with 403. */
export const EXPIRED = 'ERR_SESSION_EXPIRED';

/**
 * @returns an answer whose status is a success
 * @throws ApiProblem; the AbortError of `request.signal`
 */
export async function send(request: Request): Promise<Response> {
  const token = access.token() ?? (await access.fresh(null));
  const response = await attempt(request.clone(), token);
  if (response.ok) return response;
  const problem = problemFrom(response.status, await response.text());
  if (problem.code !== EXPIRED) throw problem;
  const again = await attempt(request, await access.fresh(token));
  if (again.ok) return again;
  throw problemFrom(again.status, await again.text());
}

async function attempt(request: Request, token: string): Promise<Response> {
  request.headers.set('Authorization', `Bearer ${token}`);
  request.headers.set('Accept-Language', document.documentElement.lang);
  try {
    const response = await fetch(request);
    learnServerTime(response.headers.get('date'));
    return response;
  } catch (error) {
    if (request.signal.aborted) throw error;
    lostNetwork();
    throw networkDown();
  }
}
