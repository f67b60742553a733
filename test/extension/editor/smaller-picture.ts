import type { BrowserContext } from 'playwright-core';

/** A PNG as a JPEG of two thirds of its width: what ships with the extension must not weigh much. */
export async function smallerPicture(context: BrowserContext, png: Buffer): Promise<Buffer> {
  const page = await context.newPage();
  try {
    const encoded = await page.evaluate(async (base64) => {
      const picture = new Image();
      picture.src = `data:image/png;base64,${base64}`;
      await picture.decode();
      const canvas = document.createElement('canvas');
      canvas.width = Math.round((picture.width * 2) / 3);
      canvas.height = Math.round((picture.height * 2) / 3);
      const drawing = canvas.getContext('2d');
      if (drawing) drawing.imageSmoothingQuality = 'high';
      drawing?.drawImage(picture, 0, 0, canvas.width, canvas.height);
      return canvas.toDataURL('image/jpeg', 0.4);
    }, png.toString('base64'));
    return Buffer.from(encoded.slice(encoded.indexOf(',') + 1), 'base64');
  } finally {
    await page.close();
  }
}
