import { noRoomReason } from '../../platform/disk-room.ts';
import { noRoom, systemCode, usageError } from '../errors.ts';

/** A system error of reading a file, in our words; others stay as they are. */
export function unreadable(path: string, error: unknown): unknown {
  switch (systemCode(error)) {
    case 'ENOENT':
    case 'ENOTDIR':
      return usageError(`There is no file ${path}.`, 'Check the path; it is relative to the current folder.');
    case 'EACCES':
    case 'EPERM':
      return usageError(`${path} cannot be read.`, 'This user may not read it.');
    case 'EISDIR':
      return usageError(`${path} is a folder; a file is needed.`);
    default:
      return error;
  }
}

/** A system error of writing a file, in our words; others stay as they are. */
export function unwritable(path: string, error: unknown): unknown {
  switch (systemCode(error)) {
    case 'ENOENT':
    case 'ENOTDIR':
    case 'EEXIST':
      return usageError(`${path} cannot be written.`, 'Its folder is not there and cannot be made.');
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return usageError(`${path} cannot be written.`, 'This user may not write there.');
    case 'EISDIR':
      return usageError(`${path} is a folder; a file is needed.`);
    default: {
      const reason = noRoomReason(error);
      return reason === null ? error : noRoom({ path, reason, cause: error });
    }
  }
}
