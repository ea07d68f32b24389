import { noRoomReason } from '../../platform/disk-room.ts';
import { noRoom, systemCode, usageError } from '../errors.ts';

/** Converts the system error of a failed read into `cli.usage`. Returns other errors unchanged. */
export function unreadable(path: string, error: unknown): unknown {
  switch (systemCode(error)) {
    case 'ENOENT':
    case 'ENOTDIR':
      return usageError(`There is no file ${path}.`, 'Check the path; it is relative to the current folder.');
    case 'EACCES':
    case 'EPERM':
      return usageError(`${path} cannot be read.`, 'This user is not allowed to read it.');
    case 'EISDIR':
      return usageError(`${path} is a folder; a file is needed.`);
    default:
      return error;
  }
}

/** Converts the system error of a failed write into `cli.usage` or `cli.no-room`. Returns other errors unchanged. */
export function unwritable(path: string, error: unknown): unknown {
  switch (systemCode(error)) {
    case 'ENOENT':
    case 'ENOTDIR':
    case 'EEXIST':
      return usageError(`${path} cannot be written.`, 'Its folder does not exist and cannot be created.');
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return usageError(`${path} cannot be written.`, 'This user is not allowed to write there.');
    case 'EISDIR':
      return usageError(`${path} is a folder; a file is needed.`);
    default: {
      const reason = noRoomReason(error);
      return reason === null ? error : noRoom({ path, reason, cause: error });
    }
  }
}
