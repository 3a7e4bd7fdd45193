/** Whether both hold the same bytes. */
export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
  return true
}

const DIGITS: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/** Two lower-case digits for each byte. */
export function hexOf(bytes: Uint8Array): string {
  let text = ''
  for (let i = 0; i < bytes.length; i++) text += DIGITS[bytes[i] ?? 0] ?? ''
  return text
}
