/* A photo as it may leave the phone: upright, small enough, and without what the camera wrote into
   it (place, time, maker). Drawing it anew leaves nothing but what is seen. */

import { FieldError } from "./errors.js";

export const LONGEST = 1600;
const QUALITY = 0.82;

const toJpeg = async (canvas) => {
  if (canvas.convertToBlob) return canvas.convertToBlob({ type: "image/jpeg", quality: QUALITY });
  return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
};

const canvasOf = (width, height) => {
  if ("OffscreenCanvas" in globalThis) return new OffscreenCanvas(width, height);
  return Object.assign(document.createElement("canvas"), { width, height });
};

/* Returns {blob, width, height}; throws picture_broken. */
export const reduce = async (file) => {
  let bitmap;
  try {
    bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    throw new FieldError("picture_broken");
  }
  const scale = Math.min(1, LONGEST / Math.max(bitmap.width, bitmap.height));
  const width = Math.max(1, Math.round(bitmap.width * scale));
  const height = Math.max(1, Math.round(bitmap.height * scale));
  const canvas = canvasOf(width, height);
  const pen = canvas.getContext("2d", { alpha: false });
  pen.fillStyle = "#ffffff";
  pen.fillRect(0, 0, width, height);
  pen.imageSmoothingQuality = "high";
  pen.drawImage(bitmap, 0, 0, width, height);
  bitmap.close();
  const blob = await toJpeg(canvas);
  if (!blob) throw new FieldError("picture_broken");
  return { blob, width, height };
};
