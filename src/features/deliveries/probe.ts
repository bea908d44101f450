/**
 * Named points at which a crash matters. In production a no-op; the chaos tests end the process there,
 * so that every window is hit and not only the likely ones.
 */
export const PROBE_POINTS = ['before_claim_commit', 'after_claim', 'before_call', 'after_call', 'before_record_commit', 'after_record_commit'] as const;
export type ProbePoint = (typeof PROBE_POINTS)[number];

export type Probe = (point: ProbePoint) => Promise<void> | void;
export const noProbe: Probe = () => undefined;
