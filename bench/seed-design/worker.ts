/** The baseline as a process of its own, so that it can be killed. What it sends goes to the process that started it. */
import Bull from 'bull';
import { defineModels } from './models';
import { startPipeline } from './pipeline';

export interface WorkerOptions {
  readonly databaseUrl: string;
  readonly redisUrl: string;
  readonly verifyEveryMs: number;
  readonly verifyPauseMs: number;
}

export interface SendRequest {
  readonly id: number;
  readonly number: string;
  readonly text: string;
}

const answers = new Map<number, () => void>();
let requests = 0;

function send(number: string, text: string): Promise<void> {
  return new Promise((resolve) => {
    requests += 1;
    answers.set(requests, resolve);
    process.send!({ id: requests, number, text } satisfies SendRequest);
  });
}

process.on('message', (id: number) => {
  answers.get(id)?.();
  answers.delete(id);
});
process.on('disconnect', () => process.exit());

const { databaseUrl, redisUrl, ...pace } = JSON.parse(process.argv[2]!) as WorkerOptions;
const queue = new Bull('CampaignQueue', redisUrl);
void startPipeline({ queue, sequelize: defineModels(databaseUrl), send, ...pace });
void queue.isReady().then(() => process.send!('ready'));
