/** What a connection of the simulator does wrong, as a form and as presets. Pure. */
export interface Knobs {
  readonly latencyMs: number;
  readonly jitterMs: number;
  readonly failRate: number;
  readonly errorCode: string;
  readonly failLaterRate: number;
  readonly unavailableRate: number;
  readonly rateLimitRate: number;
  readonly dropAnswerRate: number;
  readonly maxPerSecond: number | null;
  readonly disconnectMs: number;
  readonly receipts: boolean;
  readonly ackMs: number;
  readonly readRate: number;
  readonly duplicateAckRate: number;
  readonly lostAckRate: number;
  readonly lateAckMs: number;
  readonly reorderAcks: boolean;
  readonly replyRate: number;
  readonly replyTexts: readonly string[];
  readonly seed: string;
}

/** The server's own, of a connection that nobody has touched. */
export const NORMAL: Knobs = {
  latencyMs: 0, jitterMs: 0, failRate: 0, errorCode: '131026', failLaterRate: 0, unavailableRate: 0, rateLimitRate: 0, dropAnswerRate: 0, maxPerSecond: null,
  disconnectMs: 0, receipts: true, ackMs: 400, readRate: 1, duplicateAckRate: 0, lostAckRate: 0, lateAckMs: 0, reorderAcks: false, replyRate: 0,
  replyTexts: ['Ok, obrigado!', 'Tenho interesse.', 'Pode me ligar?'], seed: '0',
};

export const PRESETS = {
  normal: {},
  slow: { latencyMs: 1_500, jitterMs: 1_500, ackMs: 5_000 },
  tenFail: { failRate: 0.1 },
  unstable: { latencyMs: 300, jitterMs: 1_200, failRate: 0.03, unavailableRate: 0.1, dropAnswerRate: 0.05, duplicateAckRate: 0.2, lateAckMs: 10_000, reorderAcks: true },
  down: { disconnectMs: 600_000 },
} as const satisfies Readonly<Record<string, Partial<Knobs>>>;
export type Preset = keyof typeof PRESETS;

/** What people answer, and the luck of it, are not what a preset is about. */
const KEPT = ['replyRate', 'replyTexts', 'seed'] as const satisfies readonly (keyof Knobs)[];

export function withPreset(knobs: Knobs, preset: Preset): Knobs {
  const { replyRate, replyTexts, seed } = knobs;
  return { ...NORMAL, ...PRESETS[preset], replyRate, replyTexts, seed };
}

/** The preset these knobs are; null: their own mixture. */
export function presetOf(knobs: Knobs): Preset | null {
  return (Object.keys(PRESETS) as Preset[]).find((preset) => sameKnobs(knobs, withPreset(knobs, preset))) ?? null;
}

export function sameKnobs(a: Knobs, b: Knobs): boolean {
  return (Object.keys(NORMAL) as (keyof Knobs)[]).every((knob) => JSON.stringify(a[knob]) === JSON.stringify(b[knob]));
}

/** Something is set to go wrong. */
export const isTroubled = (knobs: Knobs): boolean => !sameKnobs({ ...knobs, ...Object.fromEntries(KEPT.map((knob) => [knob, NORMAL[knob]])) }, NORMAL);

/** One answer a line; blank ones are none. At least one stays: the server needs it. */
export function replyTextsOf(text: string): string[] {
  const lines = text.split('\n').map((line) => line.trim()).filter((line) => line !== '').slice(0, 50);
  return lines.length === 0 ? [...NORMAL.replyTexts] : lines;
}
