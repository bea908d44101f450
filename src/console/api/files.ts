/** Files up and down, with the same session as every request. */
import { learnServerTime } from './clock';
import { lostNetwork } from './network';
import { networkDown, problemFrom } from './problem';
import { EXPIRED, send } from './request';
import { access } from './session';

export interface UploadOptions {
  readonly query?: Readonly<Record<string, string>>;
  /** Name of the form's field; `file` unless told. */
  readonly field?: string;
  /** 0..1 of what has left this machine; the server may still be at work after 1. */
  readonly onProgress?: (share: number) => void;
  readonly signal?: AbortSignal;
}

/**
 * By XMLHttpRequest: `fetch` tells nobody how much of a body has left.
 * @returns the answer's JSON, which the caller knows the shape of: `uploadFile<Answer<'/contact-lists/{id}/upload', 'post'>>(…)`
 * @throws ApiProblem; AbortError when `signal` says so
 */
export async function uploadFile<Reply>(path: string, file: File, options: UploadOptions = {}): Promise<Reply> {
  const token = access.token() ?? (await access.fresh(null));
  try {
    return await attempt<Reply>(path, file, options, token);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === EXPIRED)) throw error;
    return attempt<Reply>(path, file, options, await access.fresh(token));
  }
}

function attempt<Reply>(path: string, file: File, { query, field = 'file', onProgress, signal }: UploadOptions, token: string): Promise<Reply> {
  return new Promise<Reply>((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', query === undefined ? path : `${path}?${new URLSearchParams(query).toString()}`);
    request.setRequestHeader('Authorization', `Bearer ${token}`);
    request.setRequestHeader('Accept-Language', document.documentElement.lang);
    request.upload.onprogress = ({ loaded, total }) => onProgress?.(total === 0 ? 0 : loaded / total);
    request.onload = () => {
      learnServerTime(request.getResponseHeader('date'));
      if (request.status >= 200 && request.status < 300) resolve(JSON.parse(request.responseText) as Reply);
      else reject(problemFrom(request.status, request.responseText));
    };
    request.onerror = () => {
      lostNetwork();
      reject(networkDown());
    };
    const abort = (): void => {
      request.abort();
      reject(new DOMException('The upload was given up', 'AbortError'));
    };
    if (signal?.aborted) return abort();
    signal?.addEventListener('abort', abort, { once: true });
    const form = new FormData();
    form.append(field, file);
    request.send(form);
  });
}

export interface DownloadOptions {
  /** Bytes that have come so far; how many will, nobody knows of a file that is written while it is read. */
  readonly onBytes?: (bytes: number) => void;
  readonly signal?: AbortSignal;
}

/** A file of the API as the browser's own download. @throws ApiProblem; AbortError when `signal` says so */
export async function downloadFile(path: string, name: string, { onBytes, signal }: DownloadOptions = {}): Promise<void> {
  const response = await send(new Request(new URL(path, window.location.origin), signal ? { signal } : {}));
  let bytes = 0;
  const counted = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, file) {
      bytes += chunk.byteLength;
      onBytes?.(bytes);
      file.enqueue(chunk);
    },
  });
  const url = URL.createObjectURL(await new Response(response.body?.pipeThrough(counted) ?? null, { headers: response.headers }).blob());
  const link = Object.assign(document.createElement('a'), { href: url, download: name });
  link.click();
  // The browser reads it after this turn; a minute is long for that and short for memory.
  window.setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
