import { KIB, MIB } from '../base/index.ts'

/** A leaf of BEP 52's Merkle tree: the unit of SHA-256, fixed by the BEP. */
export const LEAF_BYTES = 16 * KIB
/** A SHA-256 digest. */
export const HASH_BYTES = 32

/** BEP 52's lower bound for the piece length. */
export const MIN_PIECE_BYTES = 16 * KIB
/**
 * Upper bound for the piece length. A piece is the unit in which content is verified and held in memory until it is
 * whole: with 32 of them open, 16 MiB cost half a GiB. Larger pieces only ever save hashes.
 */
export const MAX_PIECE_BYTES = 16 * MIB
/**
 * Pieces of one swarm. A hash of 32 bytes each is kept in memory, and a bit per peer: 32 MiB and 128 KiB per peer here.
 * With 16 MiB pieces that is 16 TiB of content.
 */
export const MAX_PIECES = 2 ** 20
/** Content of one swarm in bytes: every offset stays an exact number. The pieces are used up long before. */
export const MAX_CONTENT_BYTES = Number.MAX_SAFE_INTEGER
/** Files of one swarm: each costs about 300 bytes of memory, a system call at each start, and a row in every list. */
export const MAX_FILES = 100_000
/**
 * The bencoded info dictionary: 80 bytes for each of 100,000 files, of which 70 are its frame and hash. Longer names make
 * for fewer files. A stranger's is held in memory until its hash is known to be right.
 */
export const MAX_INFO_BYTES = 8 * MIB
/** Values in a bencoded document: four per file of a file tree and a dictionary per folder, so that `de` ten million
 * times, 20 MB of input, cannot become gigabytes of objects. */
export const MAX_BENCODE_VALUES = 600_000
/** Nested lists and dictionaries: a path of MAX_PATH_DEPTH components takes one level each, and the frame around it. */
export const MAX_BENCODE_DEPTH = 80
/** A .torrent file: the info dictionary, all piece layers (32 bytes a piece) and a key for each. */
export const MAX_TORRENT_BYTES = MAX_INFO_BYTES + MAX_PIECES * HASH_BYTES + 8 * MIB
/** A magnet link: room for a name of 255 percent-encoded bytes and a few dozen trackers. */
export const MAX_MAGNET_CHARS = 8 * KIB

/** A file or folder name in UTF-8 bytes: what ext4, XFS, APFS and NTFS take. */
export const MAX_NAME_BYTES = 255
/** Folders one inside the other, the file included. */
export const MAX_PATH_DEPTH = 64
/** A path below the content's root, in UTF-8 bytes with its separators: PATH_MAX of Linux, less the final NUL. */
export const MAX_PATH_BYTES = 4095

/** The most that is read in one go for peers: a few blocks of the wire (64 KiB each) that follow each other. */
export const MAX_BLOCK_BYTES = 256 * KIB
