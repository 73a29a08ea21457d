/* Files on their way, in parts, going on where they stopped. */

import { heldOf, sendPart } from "./api.js";
import { Denied, FieldError } from "./errors.js";
import { fileBlob, fileInfo, markSent } from "./files.js";

export const PART = 512 * 1024;
const ANEW = 3;

/* Brings a file to the platform. Throws Offline to try later, Denied when it is not wanted,
   file_missing when it is not on the phone. */
export const upload = async (sha256) => {
  const info = await fileInfo(sha256);
  if (!info) throw new FieldError("file_missing");
  if (info.sent) return;
  const blob = await fileBlob(sha256);
  if (!blob) throw new FieldError("file_missing");
  // A file of one part has nothing to go on with: it is sent without asking.
  let offset = blob.size > PART ? await heldOf(sha256) : 0;
  let anew = 0;
  let idle = 0;
  do {
    const part = blob.slice(offset, offset + PART);
    let next;
    try {
      next = await sendPart(sha256, part, offset, blob.size);
    } catch (error) {
      // The sum was wrong on the way: it begins anew, but not for ever.
      if (!(error instanceof Denied) || error.status !== 422 || (anew += 1) > ANEW) throw error;
      offset = 0;
      continue;
    }
    idle = next > offset ? 0 : idle + 1;
    if (idle > ANEW) throw new FieldError("upload_stuck");
    offset = next;
  } while (offset < blob.size);
  await markSent(sha256);
};
