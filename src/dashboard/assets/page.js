/**
 * The script of every page: local times, dialogs, keys of forms, uploads, texts to copy, charts of machines, histories,
 * and the live regions.
 */
import { showChanges } from './changes.js';
import { showCharts, startCharts } from './charts/charts.js';
import { startCopy } from './copy.js';
import { startDialogs } from './dialogs.js';
import { startForms } from './forms/forms.js';
import { showHistory, startHistory } from './charts/history.js';
import { startLive } from './live/live.js';
import { showTimes, startTimes } from './live/times.js';
import { startUploads } from './forms/uploads.js';

startTimes();
startDialogs();
startForms();
startUploads();
startCopy();
startCharts();
startHistory();
showChanges();
startLive({
  onChanged() {
    showTimes();
    showCharts();
    showHistory();
    showChanges();
  },
});
