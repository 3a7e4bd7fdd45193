import { isUtf8 } from 'node:buffer'
import { OrbError } from '../base/index.ts'
import { MAX_NAME_BYTES, MAX_PATH_BYTES, MAX_PATH_DEPTH } from './limits.ts'

/** Where the names shall exist as files: Node's `process.platform`. */
export type Platform = NodeJS.Platform

/** Names that Windows keeps for devices, with any extension. */
const WINDOWS_DEVICE = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(?:\.|$)/i
const WINDOWS_FORBIDDEN = /[<>:"|?*\u0000-\u001f]/

/** A folder name of an unfinished download, beside its destination (`stagingName`). */
export const STAGING_NAME = /^\.orbweaver-[0-9a-f]{64}$/

/**
 * Why `name`, one component of a path, must not be used as a file name; undefined when it may. What it forbids
 * everywhere is what could leave the folder or means different things on different systems; what a platform alone
 * cannot store is forbidden there only.
 */
export function nameFault(name: Uint8Array, platform: Platform): string | undefined {
  if (name.byteLength === 0) return 'is empty'
  if (name.byteLength > MAX_NAME_BYTES)
    return `is ${name.byteLength} bytes long; at most ${MAX_NAME_BYTES} are possible`
  if (!isUtf8(name)) return 'is not valid UTF-8'
  const text = textOf(name)
  if (text === '.' || text === '..') return 'points to another folder'
  if (text.includes('/')) return 'contains a slash'
  if (text.includes('\\')) return 'contains a backslash'
  if (text.includes('\0')) return 'contains a NUL character'
  if (STAGING_NAME.test(text)) return 'is a name Orbweaver keeps for unfinished downloads'
  if (platform === 'win32') {
    if (WINDOWS_DEVICE.test(text)) return 'is a device on Windows'
    if (WINDOWS_FORBIDDEN.test(text)) return 'contains a character that Windows does not allow'
    if (/[. ]$/.test(text)) return 'ends in a dot or a space, which Windows does not allow'
  }
  return undefined
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
/** The text of UTF-8 bytes, a byte order mark included. */
export const textOf = (bytes: Uint8Array): string => decoder.decode(bytes)

/** Names that are one file on this platform have one key: macOS and Windows do not tell apart case, macOS nor Unicode forms. */
export function collisionKey(name: string, platform: Platform): string {
  if (platform === 'darwin') return name.normalize('NFD').toLowerCase()
  return platform === 'win32' ? name.toLowerCase() : name
}

/** @throws OrbError INVALID_ARGUMENT when a path below the content's root is deeper or longer than our limits. */
export function checkPathSize(depth: number, bytes: number): void {
  if (depth > MAX_PATH_DEPTH) {
    throw new OrbError('INVALID_ARGUMENT', `a file lies ${depth} folders deep; at most ${MAX_PATH_DEPTH} are possible`)
  }
  if (bytes > MAX_PATH_BYTES) {
    throw new OrbError('INVALID_ARGUMENT', `a path is ${bytes} bytes long; at most ${MAX_PATH_BYTES} are possible`)
  }
}

/** A name in a message: quoted, escaped, cut to a bearable length, so that it cannot write to a terminal. */
export function quoted(name: Uint8Array | string): string {
  const text = typeof name === 'string' ? name : textOf(name)
  const cut = text.length > 80 ? `${text.slice(0, 80)}…` : text
  return JSON.stringify(cut).replace(/[\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, escapeUnit)
}

const escapeUnit = (char: string): string => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`
