/** The bytes of text that is ASCII throughout. A loop: `Uint8Array.from` with a function costs twenty times as much. */
export function asciiBytes(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length)
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i)
  return bytes
}

/** The text of bytes that are ASCII throughout, of any length: arguments as many as a large array has bytes are too many. */
export function asciiOf(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return text
}

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
