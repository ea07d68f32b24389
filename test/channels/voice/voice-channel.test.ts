import { describeRemoteChannel } from '../../contracts/channel.suite.ts';
import { openVoice } from '../support/voice-setup.ts';

describeRemoteChannel({ name: 'voice', open: () => openVoice() });
