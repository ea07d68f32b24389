/** The script of every page: local times, dialogs, keys of forms, uploads, and the live regions. */
import { startDialogs } from './dialogs.js';
import { startForms } from './forms.js';
import { startLive } from './live.js';
import { showTimes, startTimes } from './times.js';
import { startUploads } from './uploads.js';

startTimes();
startDialogs();
startForms();
startUploads();
startLive({ onChanged: showTimes });
