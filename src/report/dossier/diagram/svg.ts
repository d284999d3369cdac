/** The drawing as a file of its own: an SVG document with its own colours, light and dark. */
import { markup, verbatim } from '../markup.ts'
import type { Pen } from '../pen.ts'
import { drawing } from './drawing.ts'
import type { Diagram } from './diagram.ts'
import { laidOut } from './layout.ts'
import { DRAWING_STYLE } from './style.ts'

export function svg(diagram: Diagram, title: string, pen: Pen): string {
  const layout = laidOut(diagram)
  return markup`<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" xml:lang="${pen.lang}" class="drawing" viewBox="0 0 ${layout.width} ${layout.height}" width="${layout.width}" height="${layout.height}" role="img">
<title>${title}</title>
<style>${verbatim(DRAWING_STYLE)}</style>
<rect class="paper" width="100%" height="100%"/>
${drawing(diagram, layout, pen)}</svg>
`.source
}
