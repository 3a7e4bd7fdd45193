declare const brand: unique symbol
/** A primitive that must not be mixed up with another of the same representation. */
export type Brand<T, Name extends string> = T & { readonly [brand]: Name }

/** Monotonic milliseconds since an arbitrary origin of this process: for timers and round trips, never for the calendar. */
export type MonoMs = Brand<number, 'MonoMs'>
/** Milliseconds since the Unix epoch, UTC. */
export type WallMs = Brand<number, 'WallMs'>
/** The earliest and latest possible true time, as far as this daemon knows. */
export interface WallInterval {
  readonly earliest: WallMs
  readonly latest: WallMs
}
/** What a node's own calendar says: the middle of what it may be. Not rounded. */
export const calendarOf = ({ earliest, latest }: WallInterval): number => (earliest + latest) / 2
/** Lamport time: a positive integer below 2^53 (Lamport, CACM 21(7), 1978). */
export type Lamport = Brand<number, 'Lamport'>
/** How often this daemon has been started: 1 at its first start, persisted before its first packet. */
export type Epoch = Brand<number, 'Epoch'>

export const monoMs = (value: number): MonoMs => value as MonoMs
export const wallMs = (value: number): WallMs => value as WallMs
export const lamport = (value: number): Lamport => value as Lamport
export const epoch = (value: number): Epoch => value as Epoch

export const KIB = 1024
export const MIB = 1024 * KIB
