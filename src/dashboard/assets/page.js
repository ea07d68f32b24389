/** The script of every page: local times, dialogs, keys of forms, and the live regions. */
import { startDialogs } from './dialogs.js';
import { startForms } from './forms.js';
import { startLive } from './live.js';
import { showTimes, startTimes } from './times.js';

startTimes();
startDialogs();
startForms();
startLive({ onChanged: showTimes });
