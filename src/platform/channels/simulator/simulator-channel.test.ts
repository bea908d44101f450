import { systemClock } from '../../../kernel/clock';
import { silentLog } from '../../../kernel/log';
import { channelContract, type ChannelUnderTest, type Fault } from '../channel.contract';
import type { FaultsInput, Simulator } from '../simulator';
import { serveSimulator } from './http-server';
import { openSimulator } from './open-simulator';
import { createRemoteSimulator } from './remote-simulator';
import { createSimulatorChannel } from './simulator-channel';

const SETTINGS: Record<Fault, FaultsInput> = {
  rejected: { failRate: 1 },
  'rate limited': { rateLimitRate: 1 },
  unavailable: { unavailableRate: 1 },
  blocked: { failRate: 1, errorCode: 190 },
  'answer lost': { dropAnswerRate: 1, ackMs: 0 },
};

async function underTest(simulator: Simulator, close: () => Promise<void>): Promise<ChannelUnderTest> {
  await simulator.setFaults(null, { ackMs: 20 });
  return {
    channel: createSimulatorChannel({ simulator, log: silentLog }),
    provoke: async (connectionId, fault) => {
      await simulator.setFaults(connectionId, SETTINGS[fault]);
    },
    writeFrom: (connectionId, from, body) => simulator.injectInbound({ connectionId, from, body }),
    close,
  };
}

channelContract('simulator in this process', async () => {
  const simulator = openSimulator({ file: ':memory:', clock: systemClock, log: silentLog });
  return underTest(simulator, () => simulator.close());
});

channelContract('simulator over HTTP', async () => {
  const simulator = openSimulator({ file: ':memory:', clock: systemClock, log: silentLog });
  const server = await serveSimulator({ simulator, port: 0, log: silentLog });
  const remote = createRemoteSimulator({ url: server.url });
  return underTest(remote, async () => {
    await remote.close();
    await server.close();
    await simulator.close();
  });
});
