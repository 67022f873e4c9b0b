import { readFileSync } from 'node:fs';
import { create } from 'fontkit';
import type { Font } from 'fontkit';

/**
 * Tinos (SIL Open Font License): the letters are as wide as those of Times New Roman, which the decree asks for and which the
 * DOCX names, so that both renderers break lines at the same places.
 */
const FILES = {
  regular: require.resolve('@expo-google-fonts/tinos/400Regular/Tinos_400Regular.ttf'),
  bold: require.resolve('@expo-google-fonts/tinos/700Bold/Tinos_700Bold.ttf'),
  italic: require.resolve('@expo-google-fonts/tinos/400Regular_Italic/Tinos_400Regular_Italic.ttf'),
  boldItalic: require.resolve('@expo-google-fonts/tinos/700Bold_Italic/Tinos_700Bold_Italic.ttf'),
} as const;

export type FaceName = keyof typeof FILES;
export const FACE_NAMES = Object.keys(FILES) as readonly FaceName[];

/** Heights of all four faces in shares of the letter size; the line height is that of Times New Roman in Word ("single"). */
export const ASCENT = 1825 / 2048;
export const LINE_HEIGHT = (1825 + 443 + 87) / 2048;

export interface Face {
  readonly font: Font;
  /** Width in points of a text at one point, without kerning. */
  widthOf(text: string): number;
  has(codePoint: number): boolean;
}

function loadFace(name: FaceName): Face {
  const font = create(readFileSync(FILES[name])) as Font;
  // fontkit remembers with each glyph the letter for which it was first fetched, and a PDF gives that to readers as its text; a
  // glyph fetched first as a part of another would have none. Fetched here, it is the same whatever is printed in which order.
  for (const codePoint of font.characterSet) font.glyphForCodePoint(codePoint);
  const widths = new Map<number, number>();
  const advance = (codePoint: number): number => {
    let width = widths.get(codePoint);
    if (width === undefined) {
      width = font.glyphForCodePoint(codePoint).advanceWidth / font.unitsPerEm;
      widths.set(codePoint, width);
    }
    return width;
  };
  return {
    font,
    widthOf(text) {
      let width = 0;
      for (const letter of text) width += advance(letter.codePointAt(0) ?? 0);
      return width;
    },
    has: (codePoint) => font.hasGlyphForCodePoint(codePoint),
  };
}

const faces = new Map<FaceName, Face>();

/** Read once per process. */
export function face(name: FaceName): Face {
  let found = faces.get(name);
  if (!found) {
    found = loadFace(name);
    faces.set(name, found);
  }
  return found;
}

export const faceNameOf = ({ bold, italic }: { readonly bold: boolean; readonly italic: boolean }): FaceName =>
  bold ? (italic ? 'boldItalic' : 'bold') : italic ? 'italic' : 'regular';
