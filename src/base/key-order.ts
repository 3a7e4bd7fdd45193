/** The order of the keys of rows, as LevelDB has it: by UTF-8 bytes, which is the order of code points and not that of JavaScript's `<`. */
export function compareKeys(a: string, b: string): number {
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i)
    const y = b.charCodeAt(i)
    // Surrogates stand for code points above all other units.
    if (x !== y) return x - y + (isSurrogate(x) ? 0x10000 : 0) - (isSurrogate(y) ? 0x10000 : 0)
  }
  return a.length - b.length
}

const isSurrogate = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdfff
