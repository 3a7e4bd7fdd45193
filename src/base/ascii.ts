/** The bytes of text that is ASCII throughout. A loop: `Uint8Array.from` with a function costs twenty times as much. */
export function asciiBytes(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length)
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i)
  return bytes
}

/** Arguments that a call may have, on any machine. */
const MAX_ARGUMENTS = 4_096

/** The text of bytes that are ASCII throughout, of any length; of others one character each, too (Latin-1). */
export function asciiOf(bytes: Uint8Array): string {
  if (bytes.length <= MAX_ARGUMENTS) return charsOf(bytes)
  let text = ''
  for (let from = 0; from < bytes.length; from += MAX_ARGUMENTS)
    text += charsOf(bytes.subarray(from, from + MAX_ARGUMENTS))
  return text
}

/** Applied, not spread: an iterator over the bytes costs more than all the rest. */
const charsOf = (bytes: Uint8Array): string => String.fromCharCode.apply(undefined, bytes as unknown as number[])

/** A value as JSON in ASCII, for rows: its texts hold nothing else. */
export const asciiJson = (value: unknown): Uint8Array => asciiBytes(JSON.stringify(value))

/** What the JSON in these bytes says; undefined: it is none, since the row is damaged. What it is, the caller checks. */
export function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(asciiOf(bytes))
  } catch {
    return undefined
  }
}
