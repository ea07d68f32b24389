/**
 * The script of every page: local times, dialogs, keys of forms, uploads, the history of a contact, and the live
 * regions.
 */
import { startDialogs } from './dialogs.js';
import { startForms } from './forms.js';
import { showHistory, startHistory } from './history.js';
import { startLive } from './live.js';
import { showTimes, startTimes } from './times.js';
import { startUploads } from './uploads.js';

startTimes();
startDialogs();
startForms();
startUploads();
startHistory();
startLive({
  onChanged() {
    showTimes();
    showHistory();
  },
});
