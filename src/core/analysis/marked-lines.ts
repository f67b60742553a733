import { LineIndex } from '../text/line-index';
import { findMarkers, type Marker } from '../text/markers';

/** One file's lines and the markers on them that silence findings. */
export interface MarkedLines {
  readonly lines: LineIndex;
  readonly markers: readonly Marker[];
}

/** Lines and `ignore` markers of a text. */
export function markedLines(file: string, text: string): MarkedLines {
  return {
    lines: new LineIndex(text),
    markers: findMarkers(file, text).filter((marker) => marker.kind === 'ignore'),
  };
}
