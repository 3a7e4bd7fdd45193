import type { Box, Point } from './torus.ts'

/** A box as it looks on paper: its sides in the first two dimensions; in one dimension the second side is all of [0, 1). */
export interface Rectangle {
  readonly left: number
  readonly right: number
  readonly bottom: number
  readonly top: number
}

/**
 * Which of the boxes a plane meets, and where: the plane of the first two dimensions that goes through the point. Of boxes
 * that tile the torus the rectangles tile the square. In one and two dimensions each box is met.
 */
export function sectionOf<B extends Box>(
  boxes: readonly B[],
  through: Point,
): { readonly box: B; readonly at: Rectangle }[] {
  return boxes.flatMap((box) => {
    for (let i = 2; i < through.length; i++) {
      const x = through[i] ?? 0
      if (x < (box.low[i] ?? 0) || x >= (box.high[i] ?? 1)) return []
    }
    const [left = 0, bottom = 0] = box.low
    const [right = 1, top = 1] = box.high
    return [{ box, at: { left, right, bottom, top } }]
  })
}

/** The middle of a box. */
export const middleOfBox = ({ low, high }: Box): Point => low.map((x, i) => (x + (high[i] ?? 1)) / 2)
