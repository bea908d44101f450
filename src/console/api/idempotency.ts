import { useState } from 'react';

/** For one act of a person, however often its request must be repeated. */
export function newKey(): string {
  // `crypto.randomUUID` is missing where the product is reached without TLS.
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * For a form that creates: pressing its button twice, or again after an answer that was lost, creates once.
 * `params: { header: key.header }`; `key.renew()` when it has been created, so that the form can create another.
 */
export function useIdempotencyKey(): { readonly header: { readonly 'Idempotency-Key': string }; renew(): void } {
  const [key, setKey] = useState(newKey);
  return { header: { 'Idempotency-Key': key }, renew: () => setKey(newKey()) };
}
