/** The script of the day: when, what happens, and the scene that plays it and says what must then be true. */
import { startProduct, type RunningProduct } from '../../product';
import * as later from './later';
import * as morning from './morning';
import { playOn, type Play } from './play';
import { instant } from './stage';

const nothing = async (): Promise<void> => undefined;

const SCRIPT: readonly (readonly [time: string, what: string, scene: (play: Play) => Promise<void>])[] = [
  ['fri 08:00', '260 people write, 20 groups are taken in; one company is open, the other is not', morning.everybodyWrites],
  ['fri 08:01', 'two schedules are cancelled; the sweeps find nothing to do', async (play) => { await play.agenda.cancelSome(); await morning.theFirstRound(play); }],
  ['fri 08:02', 'the router hands out what waits in routed service queues, as far as capacities go', morning.theRouterHandsOut],
  ['fri 08:06', 'who waits in no service queue goes to Vendas; Bruno fell silent and gets nothing', morning.theLostAreFound],
  ['fri 08:10', 'João comes, and takes what the others did not', morning.oneMoreArrives],
  ['fri 08:30', 'each takes up ten and answers; Eva writes to twenty', morning.theyTakeUp],
  ['fri 08:31', 'the router goes round among them', morning.theRouterGoesRound],
  ['fri 08:45', 'some contacts answer; the second company’s plan loses its board', later.someAnswer],
  ['fri 09:01', 'the silent ones are reminded, once', later.theSilentAreReminded],
  ['fri 09:10', 'five answer the reminder', later.fiveAnswerTheReminder],
  ['fri 09:32', 'the others are closed; lanes move where the plan has them', later.theOthersAreClosed],
  ['fri 09:33', 'Eva closes hers; people are asked how it was, groups are not', later.evaClosesHers],
  ['fri 09:45', 'three rate', later.threeRate],
  ['fri 10:45', 'it is too late to rate; other people are here now', later.itIsTooLateToRate],
  ['fri 12:00', 'what the provider refused is sent again', (play) => play.agenda.retryRefused(play.model)],
  ['fri 23:00', 'the last firing before the night', nothing],
  ['sat 01:00', 'after two hours without a process', later.theNightIsOver],
  ['sat 10:30', 'Saturday', nothing],
  ['mon 10:30', 'Monday, with what fell on Sunday', nothing],
];

/** In the script's night only: it runs them at their times, and the night misses one. Monitors look every second. */
const MIDNIGHT = '0 0 0 7 3 *';
const ENVIRONMENT = {
  ROUTER_CRON: MIDNIGHT, LANES_CRON: MIDNIGHT, AUTO_CLOSE_CRON: MIDNIGHT, INVOICES_CRON: MIDNIGHT, QUEUE_CHECK_SECONDS: '1', PRESENCE_CHECK_SECONDS: '1',
};
const NIGHT_MS = 2 * 3_600_000;

/**
 * Declares the day as tests.
 * @param redisUrl null: the embedded job engine.
 * @param doubled two processes of one installation all day long, each with monitors of its own, and every cron job run by both at once.
 */
export function declareDay(redisUrl: string | null, doubled = false): void {
  let p: RunningProduct;
  let play: Play;
  let before = 'fri 07:59';
  beforeAll(async () => {
    p = await startProduct(redisUrl, ENVIRONMENT, instant('fri 07:59'));
    play = await playOn(p, doubled ? await p.beside() : null);
  }, 60_000);
  afterAll(async () => {
    await play.stage.q?.stop();
    await p.stop();
  });

  it.each(SCRIPT)('%s %s', async (time, _what, scene) => {
    if (time === 'sat 01:00') await play.stage.sleep(NIGHT_MS);
    await play.stage.at(time);
    await scene(play);
    play.agenda.tell(play.model, before, time);
    before = time;
    await play.model.agrees(play.stage, play.cast);
  }, 60_000);

  it('leaves 301 conversations and those that schedules began, and every firing as it was planned', async () => {
    expect(play.model.tickets()).toBe(301 + 4);
    await play.agenda.isOver();
  });
}
